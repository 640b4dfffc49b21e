"""Runs a command against a PostgreSQL server of its own, started for it and removed after it.

    python tests/with_postgres.py COMMAND [ARGUMENT …]

Says so and succeeds when PostgreSQL is not installed.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def server_programs() -> Path | None:
    """The folder of initdb and pg_ctl: the newest installed version's, if any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_server_user(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root: root hands it to the package's own user."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else [*command]


def run_quietly(command: list[str], folder: Path) -> None:
    """Run a server program in the folder, its chatter left out; raises when it fails."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def main() -> int:
    programs = server_programs()
    if programs is None:
        print("PostgreSQL is not installed: its tests did not run (apt-get install postgresql).")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="onde-postgres-"))
    secret = folder / "password"
    password = secrets.token_hex(12)
    secret.write_text(password)
    if os.geteuid() == 0:
        for path in (folder, secret):
            shutil.chown(path, "postgres", "postgres")
    port = free_port()
    data = str(folder / "data")
    control = str(programs / "pg_ctl")
    options = (
        f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=200 -c timezone=UTC"
    )
    run_quietly(
        as_server_user(
            str(programs / "initdb"), "-D", data, "-U", "onde", "-A", "scram-sha-256",
            "--pwfile", str(secret), "-E", "UTF8", "--locale=C.UTF-8",
        ),
        folder,
    )  # fmt: skip
    log = str(folder / "log")
    run_quietly(
        as_server_user(control, "-D", data, "-w", "-l", log, "-o", options, "start"), folder
    )
    try:
        address = f"postgres://onde:{password}@127.0.0.1:{port}/postgres"
        return subprocess.call(sys.argv[1:], env=os.environ | {"DATABASE_URL": address})
    finally:
        run_quietly(as_server_user(control, "-D", data, "-m", "immediate", "stop"), folder)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
