"""The register's import against a bare bulk insert of the same rows. Leaves the LAOs there."""

import csv
import io
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from onde_portal.exchange.reading import read_table
from onde_portal.registry.actions import apply_import
from onde_portal.registry.imports import ImportPlan, plan_import
from onde_portal.registry.models import District, Lao, Province

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "lao_th_2560.csv"
HEADER = (
    "dla_code", "type", "name_th", "name_en", "province_code", "district_code", "district_th",
    "size_2560",
)  # fmt: skip
IN_DISTRICT = 10
PER_PROVINCE = 102
TURNS = 3


def made_register() -> bytes:
    """A register of about 7,850 made subdistrict organisations in all provinces, as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for province in Province.objects.order_by("code"):
        for number in range(PER_PROVINCE):
            district, serial = divmod(number, IN_DISTRICT)
            area = f"{district + 60:02d}"
            code = f"6{province.code}{area}{serial + 1:02d}"
            writer.writerow([
                code, "sao", f"ทดสอบ{number}", f"Test {number}", province.code,
                f"{province.code}{area}", f"ทดสอบ{district}", "small",
            ])  # fmt: skip
    return text.getvalue().encode("utf-8-sig")


def _import(content: bytes) -> None:
    apply_import(plan=_plan(content), on=date(2017, 3, 1), at=timezone.now())


def _plan(content: bytes) -> ImportPlan:
    table = read_table(content, "register.csv")
    return plan_import(table.header, table.records())


def _seconds(call: Callable[[], object]) -> float:
    """Time of a call whose writing is taken back."""
    with transaction.atomic():
        start = time.perf_counter()
        call()
        spent = time.perf_counter() - start
        transaction.set_rollback(True)
    return spent


def _megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def _insert_bare(plan: ImportPlan) -> float:
    """Time of nothing but the rows' bulk insert; their districts are put there before."""
    with transaction.atomic():
        District.objects.bulk_create(plan.districts, ignore_conflicts=True)
        start = time.perf_counter()
        Lao.objects.bulk_create(plan.new, batch_size=2000)
        spent = time.perf_counter() - start
        transaction.set_rollback(True)
    return spent


def main() -> None:
    content = SHARED.read_bytes() if SHARED.exists() else made_register()
    before, count = Lao.objects.count(), len(_plan(content).new)
    if not count:
        sys.stdout.write("Import: every row is there already; nothing to measure.\n")
        return
    ours = statistics.median(_seconds(lambda: _import(content)) for _turn in range(TURNS))
    bare = statistics.median(_insert_bare(_plan(content)) for _turn in range(TURNS))
    _import(content)
    sys.stdout.write(
        f"Import of {count:,} new rows: {count / ours:,.0f} rows/s, bare insert "
        f"{count / bare:,.0f} rows/s, ratio {ours / bare:.2f}; peak {_megabytes():.0f} MB; "
        f"LAOs {before:,} before, {Lao.objects.count():,} after\n"
    )
