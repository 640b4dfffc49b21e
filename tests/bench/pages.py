"""The director's page among 7,850 hubs in 20 rounds, against its bare SQL."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hubs.models import Hub, HubState
from monitoring.actions import ensure_rounds
from monitoring.models import FollowUp, FollowUpState
from onde_portal.accounts.models import Role, User
from onde_portal.registry.models import Lao, LaoType, Province
from onde_portal.thai.calendar import HalfYear, fiscal_year


def _laos(count: int) -> list[Lao]:
    """The register as it is, filled up with made ones to the wanted number."""
    there = list(Lao.objects.order_by("pk")[:count])
    kind, province = LaoType.objects.get(pk="sao"), Province.objects.get(pk="10")
    made = [
        Lao(
            type=kind,
            province=province,
            name_th=f"ทดสอบ {number}",
            full_name_th=f"องค์การบริหารส่วนตำบลทดสอบ {number}",
            search_key=f"ทดสอบ {number}",
            sort_key=f"ทดสอบ {number}",
        )
        for number in range(count - len(there))
    ]
    return there + Lao.objects.bulk_create(made, batch_size=1000)


def _fill(laos: int, rounds: int, today: date) -> None:
    half = HalfYear.containing(today)
    for _turn in range(rounds - 1):
        half = half.previous()
    start, at = half.starts_on, timezone.now()
    Hub.objects.bulk_create(
        (
            Hub(
                lao=lao,
                name=f"ศูนย์ {lao.full_name_th}"[:250],
                search_key=lao.search_key,
                state=HubState.OPERATING,
                registered_at=at,
                established_on=start,
                established_year=fiscal_year(start),
            )
            for lao in _laos(laos)
        ),
        batch_size=1000,
    )
    ensure_rounds(today=today, at=at)
    old = FollowUp.objects.filter(round__ends_on__lt=today - timedelta(days=120))
    old.update(state=FollowUpState.ACCEPTED, first_submitted_at=at, submitted_at=at, decided_at=at)


def _signed_in(role: Role, email: str) -> Client:
    user = User.objects.create(email=email, role=role, first_name="วัด", last_name="ความเร็ว")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def replay(queries: list[dict[str, str]]) -> None:
    """Read what a page read, without the page."""
    with connection.cursor() as cursor:
        for query in queries:
            if query["sql"].lstrip("( ").upper().startswith("SELECT"):
                cursor.execute(query["sql"])
                cursor.fetchall()


def _measure(client: Client, address: str) -> tuple[Callable[[], object], list[dict[str, str]]]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return lambda: client.get(address), list(captured.captured_queries)


def main(
    *,
    laos: int,
    rounds: int,
    median_ms: Callable[[Callable[[], object]], float],
    line: Callable[[str, float, float, str], None],
) -> None:
    """Fill the database, then measure the page."""
    today = timezone.localdate()
    started = timezone.now()
    _fill(laos, rounds, today)
    seconds = (timezone.now() - started).total_seconds()
    print(f"{FollowUp.objects.count():,} follow-ups opened in {seconds:.1f} s")
    director = _signed_in(Role.DIRECTOR, "director@bench.example")
    call, queries = _measure(director, "/overview/")
    line(
        "Director's page",
        median_ms(call),
        median_ms(partial(replay, queries)),
        f"its {len(queries)} queries alone",
    )
