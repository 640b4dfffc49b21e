"""Monitoring at 157,000 follow-ups and at ten times that: form, sending, queue and board."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import override_settings

from onde_portal.accounts.models import Role, User
from tests.bench import bench_board, bench_reports
from tests.bench.country import make_hubs, make_rounds

LIMIT = 1.3
TIMES = 10
# What was sent through the portal, in the name of every report that waits for review.
SENT = """
    INSERT INTO monitoring_submission (follow_up_id, number, token, receipt_number, check_code,
        content, submitted_at, submitted_by_id, nothing_to_report)
    SELECT f.id, 1, 'bench', 'BENCH ' || f.id, 'B' || f.id, s.content, s.submitted_at,
        s.submitted_by_id, s.nothing_to_report
    FROM monitoring_followup f
        JOIN monitoring_submission s ON s.id = (SELECT MIN(id) FROM monitoring_submission)
    WHERE f.state = 'submitted'
        AND NOT EXISTS (SELECT 1 FROM monitoring_submission x WHERE x.follow_up_id = f.id)
"""


def main(*, hubs: int, rounds: int, median_ms: Callable[[Callable[[], object]], float]) -> None:
    """Measure at both sizes and print how much each page grew."""
    make_hubs(hubs)
    reader = User.objects.create(email="board@bench.example", role=Role.OFFICER, first_name="วัด")
    both: dict[str, list[float]] = {}
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        for count in (rounds, rounds * TIMES):
            print(f"{make_rounds(count, reader):,} follow-ups in {count} rounds")
            spent = bench_reports.measure(reader, median_ms)
            with connection.cursor() as cursor:
                cursor.execute(SENT)
            for name, taken in (spent | bench_board.times(reader, median_ms)).items():
                both.setdefault(name, []).append(taken)
    for name, (small, large) in both.items():
        verdict = "" if large / small <= LIMIT else "  TOO MUCH"
        print(
            f"{name:<34} {small:9.1f} ms -> {large:9.1f} ms   growth {large / small:5.2f}{verdict}"
        )
