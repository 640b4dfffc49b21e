"""Files opened by another office suite than the one they are written for (LibreOffice)."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or ""
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


def opened(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """What LibreOffice prints of each file, as PDF; it starts once for all of them."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [OFFICE, own, "--headless", "--convert-to", "pdf", "--outdir", folder,
         *(folder / name for name in files)],
        check=True, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert "error" not in done.stderr.lower(), done.stderr
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in files}
