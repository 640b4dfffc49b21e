"""Board and round page at 157,000 follow-ups and at ten times that: how much they grow.

The country's hubs stay as many as they are; the rounds become more. All rounds but the last are
closed and read from their frozen numbers.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from hubs.models import Hub, HubState
from monitoring.models import FrozenCount, Round
from monitoring.schedule import RoundDates
from monitoring.tally import counting
from onde_portal.accounts.models import Role, User
from onde_portal.registry.models import Lao, LaoType, Province
from onde_portal.thai.calendar import HalfYear
from onde_portal.thai.working_time import BANGKOK

LIMIT = 1.3
TIMES = 10
FOLLOW_UPS = """
    INSERT INTO monitoring_followup (round_id, hub_id, state, expected_because, opened_at, due_on,
        first_submitted_at, submitted_at, decided_at, return_reason, version)
    SELECT r.id, h.id, CASE WHEN r.closed_at IS NULL AND h.id % 3 = 0 THEN 'not_started'
            ELSE 'accepted' END, 'whole', r.opened_at, r.due_on,
        CASE WHEN r.closed_at IS NULL AND h.id % 3 = 0 THEN NULL ELSE r.opened_at END,
        CASE WHEN r.closed_at IS NULL AND h.id % 3 = 0 THEN NULL ELSE r.opened_at END,
        CASE WHEN r.closed_at IS NULL AND h.id % 3 = 0 THEN NULL ELSE r.opened_at END, '', 0
    FROM monitoring_round r CROSS JOIN hubs_hub h
    WHERE NOT EXISTS (SELECT 1 FROM monitoring_followup f WHERE f.round_id = r.id)
"""
LINES = """
    INSERT INTO monitoring_frozenline (round_id, follow_up_id, hub_id, province_id, lao_type_id,
        state, due_on, first_submitted_at, accepted_at, days_late)
    SELECT f.round_id, f.id, f.hub_id, l.province_id, l.type_id, f.state, f.due_on,
        f.first_submitted_at, f.decided_at, 0
    FROM monitoring_followup f JOIN monitoring_round r ON r.id = f.round_id
        JOIN hubs_hub h ON h.id = f.hub_id JOIN registry_lao l ON l.id = h.lao_id
    WHERE r.closed_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM monitoring_frozenline x WHERE x.round_id = f.round_id)
"""


def _hubs(count: int) -> None:
    kind, provinces = LaoType.objects.get(pk="sao"), list(Province.objects.order_by("pk"))
    made = Lao.objects.bulk_create(
        (
            Lao(
                type=kind, province=provinces[number % len(provinces)], name_th=f"วัด {number}",
                full_name_th=f"องค์การบริหารส่วนตำบลวัด {number}", search_key=f"วัด {number}",
                sort_key=f"วัด {number}",
            )
            for number in range(count)
        ),
        batch_size=1000,
    )  # fmt: skip
    Hub.objects.bulk_create(
        (
            Hub(
                lao=lao, name=f"ศูนย์ {lao.full_name_th}", search_key=lao.search_key,
                state=HubState.OPERATING, registered_at=timezone.now(),
                established_on=date(1900, 1, 1), established_year=2443,
            )
            for lao in made
        ),
        batch_size=1000,
    )  # fmt: skip


def _rounds(count: int, by: User) -> None:
    """So many rounds up to the one that is receiving reports now, the last one open."""
    half = HalfYear.containing(timezone.localdate())
    known = set(Round.objects.values_list("fiscal_year", "half"))
    for number in range(count):
        dates = RoundDates.for_half(half)
        opened = datetime.combine(dates.starts_on, datetime.min.time(), BANGKOK)
        if (half.fiscal_year, half.half) not in known:
            Round.objects.create(
                fiscal_year=half.fiscal_year, half=half.half, starts_on=dates.starts_on,
                ends_on=dates.ends_on, opens_on=dates.opens_on, due_on=dates.due_on,
                opened_at=opened,
                closed_at=opened + timedelta(days=270) if number else None,
                closed_by=by if number else None,
            )  # fmt: skip
        half = half.previous()


def _fill(rounds: int, by: User) -> int:
    """Rounds with a duty of every hub in each, closed ones with their frozen numbers."""
    _rounds(rounds, by)
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW_UPS)
        cursor.execute(LINES)
    bare = Round.objects.filter(closed_at__isnull=False).annotate(n=Count("frozen_counts"))
    for round_ in bare.filter(n=0).order_by("pk"):
        rows = round_.frozen_lines.values("province", "lao_type")
        counts = rows.annotate(**counting(round_, timezone.localdate())).order_by("province")
        FrozenCount.objects.bulk_create(
            FrozenCount(
                round=round_, province_id=row.pop("province"), lao_type_id=row.pop("lao_type"),
                days_late=0, **row,
            )
            for row in counts
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM monitoring_followup")
        return int(cursor.fetchone()[0])


def main(*, hubs: int, rounds: int, median_ms: Callable[[Callable[[], object]], float]) -> None:
    """Measure at both sizes and print how much each page grew."""
    _hubs(hubs)
    director = User.objects.create(email="board@bench.example", role=Role.OFFICER, first_name="วัด")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(director)
    times: dict[str, list[float]] = {}
    for count in (rounds, rounds * TIMES):
        print(f"{_fill(count, director):,} follow-ups in {count} rounds")
        latest, closed = Round.objects.order_by("-starts_on")[:2]
        pages = {
            "Board, open round by province": f"/completeness/?by=province&round={latest.pk}",
            "Board by round": "/completeness/?by=round",
            "Board, closed round": f"/completeness/?round={closed.pk}",
            "List behind a number": f"/completeness/list/?which=received&round={closed.pk}",
            "Page of the open round": f"/staff/monitoring/round/{latest.pk}/page/",
            "Page of a closed round": f"/staff/monitoring/round/{closed.pk}/page/",
        }
        for name, address in pages.items():
            if client.get(address).status_code != 200:
                raise SystemExit(f"{address} cannot be measured")
            spent = median_ms(lambda address=address: client.get(address))  # type: ignore[misc]
            times.setdefault(name, []).append(spent)
    for name, (small, large) in times.items():
        verdict = "" if large / small <= LIMIT else "  TOO MUCH"
        print(
            f"{name:<34} {small:9.1f} ms -> {large:9.1f} ms   growth {large / small:5.2f}{verdict}"
        )
