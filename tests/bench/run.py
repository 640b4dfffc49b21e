"""Measured ratios of speed and memory, on the database that DATABASE_URL names (SQLite if none).

    python tests/bench/run.py [--rounds 20] [--laos 7850] [--people 100000] [--only people]

Each figure is a median over several turns of one run, beside what it is measured against in the
same run. Nothing here fails a test: the figures are for people to read.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TURNS = 9


def prepare() -> None:
    """Settings as in the tests, with a database of the bench's own."""
    sys.path.insert(0, str(ROOT))
    folder = tempfile.mkdtemp(prefix="onde-bench-")
    os.environ.setdefault("DATA_DIR", folder)
    # As many connections as there are people who send at once, and the one that measures.
    os.environ.setdefault("DATABASE_POOL", "20")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("ensure_reference", verbosity=0)


def median_ms(call: Callable[[], object]) -> float:
    """Median time of a call in milliseconds, after one to warm up."""
    call()
    times = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def line(name: str, ours: float, bare: float, against: str) -> None:
    print(f"{name:<34} {ours:9.1f} ms   {bare:9.1f} ms {against:<34} ratio {ours / bare:6.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--laos", type=int, default=7850)
    arguments.add_argument("--people", type=int, default=100_000)
    parts = ["import", "pages", "people", "documents", "rounds", "overview", "export"]
    arguments.add_argument("--only", choices=parts)
    chosen = arguments.parse_args()
    prepare()
    from django.db import connection

    from tests.bench import (
        bench_documents,
        bench_export,
        bench_import,
        bench_overview,
        bench_people,
        bench_rounds,
        pages,
    )

    print(f"Database: {connection.vendor}")
    if chosen.only in {None, "import"}:
        bench_import.main()
    if chosen.only in {None, "pages"}:
        pages.main(laos=chosen.laos, rounds=chosen.rounds, median_ms=median_ms, line=line)
    if chosen.only in {None, "people"}:
        bench_people.main(people=chosen.people, median_ms=median_ms, line=line)
    if chosen.only in {None, "documents"}:
        bench_documents.main(line=line)
    if chosen.only == "rounds":
        # Alone in its database: it fills it to ten times the size of the others.
        bench_rounds.main(hubs=chosen.laos, rounds=chosen.rounds, median_ms=median_ms)
    if chosen.only == "export":
        bench_export.main(hubs=chosen.laos, rounds=chosen.rounds)
    if chosen.only == "overview":
        # The same.
        bench_overview.main(hubs=chosen.laos, rounds=chosen.rounds, median_ms=median_ms)


if __name__ == "__main__":
    main()
