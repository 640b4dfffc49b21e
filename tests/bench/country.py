"""A country of hubs with years of rounds behind them, for what is measured in it.

The hubs stay as many as they are; the rounds become more. All rounds but the last are closed,
with their frozen numbers.
"""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from hubs.models import Hub, HubState
from monitoring.actions.rounds import freeze_questions
from monitoring.models import FrozenCount, Round
from monitoring.schedule import RoundDates
from monitoring.tally import counting
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao, LaoType, Province
from onde_portal.thai.calendar import HalfYear
from onde_portal.thai.working_time import BANGKOK

# Of the open round a third is not begun, a third waits for review, a third is accepted.
FOLLOW_UPS = """
    INSERT INTO monitoring_followup (round_id, hub_id, state, expected_because, opened_at, due_on,
        first_submitted_at, submitted_at, decided_at, return_reason, version)
    SELECT r.id, h.id,
        CASE WHEN r.closed_at IS NOT NULL OR h.id % 3 = 2 THEN 'accepted'
            WHEN h.id % 3 = 1 THEN 'submitted' ELSE 'not_started' END,
        'whole', r.opened_at, r.due_on,
        CASE WHEN r.closed_at IS NULL AND h.id % 3 = 0 THEN NULL ELSE r.opened_at END,
        CASE WHEN r.closed_at IS NULL AND h.id % 3 = 0 THEN NULL ELSE r.opened_at END,
        CASE WHEN r.closed_at IS NULL AND h.id % 3 < 2 THEN NULL ELSE r.opened_at END, '', 0
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


def make_hubs(count: int) -> None:
    """So many hubs, spread over all provinces, older than any round."""
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
    """So many rounds up to the half-year that ended last, the last one open for reports."""
    half = HalfYear.containing(timezone.localdate()).previous()
    known = set(Round.objects.values_list("fiscal_year", "half"))
    for number in range(count):
        dates = RoundDates.for_half(half)
        opened = datetime.combine(dates.starts_on, datetime.min.time(), BANGKOK)
        if (half.fiscal_year, half.half) not in known:
            made = Round.objects.create(
                fiscal_year=half.fiscal_year, half=half.half, starts_on=dates.starts_on,
                ends_on=dates.ends_on, opens_on=dates.opens_on, due_on=dates.due_on,
                opened_at=opened,
                closed_at=opened + timedelta(days=270) if number else None,
                closed_by=by if number else None,
            )  # fmt: skip
            freeze_questions(made)
        half = half.previous()


def make_rounds(rounds: int, by: User) -> int:
    """Rounds with a duty of every hub in each, closed ones with their frozen numbers; how many."""
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
        # PostgreSQL does so by itself after a while, SQLite never does.
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM monitoring_followup")
        return int(cursor.fetchone()[0])
