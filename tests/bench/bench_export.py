"""The list of follow-ups as XLSX at 15,700 and 157,000 rows, beside bare XlsxWriter.

Ours reads the rows from the database, through the list's own search, filters and columns; bare
XlsxWriter is given the same values and only writes them. Each is measured in a process of its
own, so that its peak of memory is its own.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory

from monitoring.models import FollowUp
from onde_portal.accounts.models import Role, User
from onde_portal.exchange.pieces import in_pieces
from onde_portal.exchange.resources import ListResource
from onde_portal.exchange.writing import DAYS, _local, write_xlsx
from tests.bench.country import make_hubs, make_rounds

LIMIT = 0.6
FEW = 10  # rounds in ten hold the small list
TURNS = 3
Measured = tuple[float, float]


def main(*, hubs: int, rounds: int) -> None:
    """Print the ratio of speeds and the peaks of memory at both sizes."""
    make_hubs(hubs)
    reader = User.objects.create(email="export@bench.example", role=Role.OFFICER, first_name="x")
    peaks = []
    for count in (max(1, rounds // FEW), rounds):
        rows = make_rounds(count, reader)
        turns = [(_apart(lambda: _ours(reader)), _apart(lambda: _bare(reader)))
                 for _turn in range(TURNS)]  # fmt: skip
        # The best turn of each: what else the machine did is no matter of the file.
        ours, bare = min(turn[0] for turn in turns), min(turn[1] for turn in turns)
        ratio = bare[0] / ours[0]
        peaks.append(ours[1])
        # The limit is that of the long list; a short one has to read all hubs as well.
        verdict = "  TOO SLOW" if count == rounds and ratio < LIMIT else ""
        print(
            f"Export of {rows:>7,} rows   ours {rows / ours[0]:8,.0f} rows/s   "
            f"bare XlsxWriter {rows / bare[0]:8,.0f} rows/s   speed {ratio:5.2f}{verdict}   "
            f"memory {ours[1]:6.1f} MB (bare {bare[1]:6.1f} MB)"
        )
    print(f"Memory at ten times the rows: {peaks[1] - peaks[0]:+.1f} MB")


def _apart(measure: Callable[[], float]) -> Measured:
    """Seconds that the work says it took, and by how many MB its process grew at most."""
    connection.close()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = measure()
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(write, f"{seconds} {grown}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        seconds, grown = map(float, said.read().split())
    os.waitpid(child, 0)
    return seconds, grown


def _table(reader: User) -> tuple[list[str], Any]:
    """The list of follow-ups as its export has it."""
    asked = RequestFactory().get("/staff/monitoring/followup/")
    asked.user = reader
    listed: Any = admin.site._registry[FollowUp]
    rows = listed.export_rows(listed.get_changelist_instance(asked).get_queryset(asked))
    table = ListResource(listed.export_columns(asked))
    return table.header, table.cells(in_pieces(rows, shared=listed.export_shared()))


def _ours(reader: User) -> float:
    start = time.perf_counter()
    header, rows = _table(reader)
    with tempfile.TemporaryFile() as target:
        write_xlsx(target, "x", header, rows)
    return time.perf_counter() - start


def _bare(reader: User) -> float:
    """The same values by the writer alone; reading them does not count."""
    header, rows = _table(reader)
    spent = 0.0
    with tempfile.TemporaryFile() as target:
        book = xlsxwriter.Workbook(target, {"constant_memory": True})
        day = book.add_format({"num_format": DAYS["th"]})
        sheet = book.add_worksheet("x")
        sheet.write_row(0, 0, header)
        for number, cells in enumerate(rows, 1):
            values = [
                _local(value) if isinstance(value, datetime)
                else value if isinstance(value, int | float | date | None) else str(value)
                for value in cells
            ]  # fmt: skip
            start = time.perf_counter()
            for column, value in enumerate(values):
                sheet.write(number, column, value, day if isinstance(value, date) else None)
            spent += time.perf_counter() - start
        start = time.perf_counter()
        book.close()
        return spent + time.perf_counter() - start
