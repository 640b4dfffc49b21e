"""Whether every text for people has its Thai translation, and the compiled catalogue is fresh.

    python tests/check_messages.py [--write]

``--write`` extracts new texts into the catalogue and compiles it. Extraction needs the gettext
programs; without them only the catalogue itself is checked, and that is said.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "onde_portal" / "locale" / "th" / "LC_MESSAGES" / "django.po"


def extract(target: Path) -> None:
    """Run Django's makemessages over a copy of the catalogue at ``target`` (the project itself)."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onde_portal.settings")
    import django
    from django.core.management import call_command

    django.setup()
    os.chdir(ROOT)
    call_command(
        "makemessages", locale=["th"], no_location=True, no_wrap=True, no_obsolete=True,
        ignore_patterns=[".venv", "var", "tests"], verbosity=0,
    )  # fmt: skip
    if target != CATALOGUE:
        shutil.copy(CATALOGUE, target)


def faults(catalogue: polib.POFile) -> list[str]:
    found = [f"not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    found += [f"uncertain: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    return found


def as_pairs(catalogue: polib.POFile | polib.MOFile) -> set[tuple[str | None, str, str]]:
    """Context, text and translation of every entry that has one."""
    pairs = {
        (entry.msgctxt, entry.msgid, entry.msgstr or str(entry.msgstr_plural.get(0, "")))
        for entry in catalogue
    }
    return {pair for pair in pairs if pair[2]}


def write() -> int:
    extract(CATALOGUE)
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=0)
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue)} texts, {len(faults(catalogue))} without a translation")
    return 0


def check() -> int:
    found = faults(polib.pofile(str(CATALOGUE)))
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    if as_pairs(compiled) != as_pairs(polib.pofile(str(CATALOGUE))):
        found.append("django.mo is older than django.po: run 'make messages'")
    if shutil.which("xgettext"):
        kept = CATALOGUE.read_bytes()
        known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE))}
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / "django.po"
            try:
                extract(fresh)
            finally:
                CATALOGUE.write_bytes(kept)
            for entry in polib.pofile(str(fresh)):
                if (entry.msgctxt, entry.msgid) not in known:
                    found.append(f"missing in the catalogue: {entry.msgid!r}")
    else:
        print("gettext is not installed: texts new since the last extraction are not looked for.")
    print("\n".join(found) or "Every text has its translation.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(write() if "--write" in sys.argv else check())
