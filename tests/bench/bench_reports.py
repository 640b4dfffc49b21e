"""The report's form, keeping a field, sending by many at once, and reading what was sent."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from threading import Thread
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from monitoring.actions import save_answers
from monitoring.models import FollowUp, FollowUpState, IndicatorValue, ValueType
from monitoring.selectors.follow_ups import previous_follow_up
from monitoring.views.tokens import new_token
from onde_portal.accounts.models import Membership, Role, User
from tests.bench.pages import replay

CLIENTS, EACH = 16, 10
FORM_LIMIT, FORM_QUERIES, SAVE_QUERIES, SEND_LIMIT = 4, 8, 6, 0.15
WORDS = {
    "general.reporter": "นางสาวมาลี บัวงาม", "general.phone": "0 4212 3456",
    "activity.1.name": "เวทีประชาคม", "activity.1.done": "3 ครั้ง",
    "budget.received": "10,000", "budget.spent": "2500.50",
    "problem.1.category": "P01", "problem.1.description": "ผู้เข้าร่วมน้อย",
    "problem.1.severity": "medium", "lessons": "เริ่มจากเรื่องใกล้ตัว",
    "next_plan": "จัดเวทีทุกเดือน",
}  # fmt: skip
FIGURES = {ValueType.BOOL: "yes", ValueType.RATIO: "3", ValueType.PERCENT: "80"}
TRANSACTION = ("BEGIN", "BEGIN IMMEDIATE", "COMMIT")
Statement = tuple[str, Any]
Writer = tuple[Client, FollowUp]


def measure(reader: User, median_ms: Callable[[Callable[[], object]], float]) -> dict[str, float]:
    """Print what is measured against its limit; what must not grow is returned, in milliseconds."""
    writers = _writers(CLIENTS * EACH + 1)
    spent = {"Report form": _form(writers[0], median_ms)}
    _field(writers[0])
    _sending(writers)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(reader)
    address = f"/staff/monitoring/followup/{writers[0][1].pk}/review/"
    _open(client, address)
    spent["Report under review"] = median_ms(lambda: client.get(address))
    return spent


def _writers(count: int) -> list[Writer]:
    """So many reports that are filled in and owed, each with its writer signed in."""
    owed = FollowUp.objects.with_place().filter(state=FollowUpState.NOT_STARTED).order_by("pk")
    return [_writer(follow_up) for follow_up in owed[:count]]


def _writer(follow_up: FollowUp) -> Writer:
    at = timezone.now()
    user = User.objects.create(email=f"{follow_up.pk}@bench.example", role=Role.LAO)
    Membership.objects.create(
        user=user, lao=follow_up.hub.lao, kind=Membership.Kind.REPORTER,
        started_at=at - timedelta(days=400),
    )  # fmt: skip
    texts = dict(WORDS)
    for asked in follow_up.round.indicators.order_by("pk"):
        texts[f"indicator.{asked.code}"] = FIGURES.get(ValueType(asked.value_type), "3")
        if asked.value_type == ValueType.RATIO:
            texts[f"indicator.{asked.code}.whole"] = "4"
    save_answers(follow_up=follow_up, texts=texts, by=user, at=at)
    _figures_of_last_round(follow_up)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client, follow_up


def _figures_of_last_round(follow_up: FollowUp) -> None:
    last = previous_follow_up(follow_up)
    if last:
        IndicatorValue.objects.bulk_create(
            IndicatorValue(follow_up=last, indicator=asked, value=3)
            for asked in last.round.indicators.order_by("pk")
        )


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} answered {answer.status_code}")


def _form(writer: Writer, median_ms: Callable[[Callable[[], object]], float]) -> float:
    """The form against its queries alone and a page with nothing on it."""
    client, follow_up = writer
    address = f"/reports/{follow_up.pk}/"
    _open(client, address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = list(captured.captured_queries)
    ours = median_ms(lambda: client.get(address))
    bare = median_ms(lambda: replay(queries)) + median_ms(lambda: client.get("/empty/"))
    print(
        f"{'Report form':<34} {ours:9.1f} ms   {bare:9.1f} ms its queries and an empty page   "
        f"ratio {ours / bare:6.2f} (at most {FORM_LIMIT})"
    )
    print(f"{'':<34} {len(queries)} queries (at most {FORM_QUERIES})")
    return ours


def _field(writer: Writer) -> None:
    client, follow_up = writer
    figure = f"indicator.{follow_up.round.indicators.order_by('pk')[0].code}"
    for name, key in (("a text", "lessons"), ("an amount", "budget.spent"), ("a figure", figure)):
        asked = {"key": key, "text": "12", "version": 1}
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(
                f"/reports/{follow_up.pk}/save/", asked, content_type="application/json"
            )
        if answer.status_code != HTTPStatus.OK:
            raise SystemExit(f"Keeping a field answered {answer.status_code}")
        own = [one for one in captured.captured_queries if one["sql"] not in TRANSACTION]
        print(f"{f'Keeping {name}':<34} {len(own)} queries (at most {SAVE_QUERIES})")


@contextmanager
def _recording(statements: list[Statement]) -> Iterator[None]:
    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if not many and not sql.startswith("BEGIN"):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        yield


def _sending(writers: list[Writer]) -> None:
    """Everybody sends at once; then as many run the very same statements without the portal."""
    # One goes ahead: the year's series of numbers begins with it and is not taken back.
    first, *writers = writers
    first[0].post(f"/reports/{first[1].pk}/send/", {"token": new_token()})
    newest = _newest_rows()
    rows = FollowUp.objects.filter(pk__in=[item.pk for _c, item in writers])
    before: list[dict[str, Any]] = [dict(row) for row in rows.values()]
    recorded: list[list[Statement]] = []
    failed: list[int] = []

    def send(writer: Writer) -> None:
        client, follow_up = writer
        statements: list[Statement] = []
        with _recording(statements):
            answer = client.post(f"/reports/{follow_up.pk}/send/", {"token": new_token()})
        if answer.status_code != HTTPStatus.FOUND or "receipt" not in answer["Location"]:
            failed.append(follow_up.pk)
        recorded.append(statements)

    ours = len(writers) / _at_once(send, writers)
    _take_back(recorded, newest, before)
    ratio = ours / (bare := len(writers) / _at_once(_repeat, recorded))
    print(
        f"{'Sending, 16 at once':<34} {ours:9.1f} /s   {bare:9.1f} /s the same statements alone"
        f"       ratio {ratio:6.2f} (at least {SEND_LIMIT})"
    )
    print(f"{'':<34} {len(failed)} refused of {len(writers)}")


def _at_once(do: Callable[[Any], object], works: Sequence[Any]) -> float:
    """Let ``CLIENTS`` threads share the work; the seconds until the last one is through."""

    def share(number: int) -> None:
        for work in works[number::CLIENTS]:
            do(work)
        connection.close()

    threads = [Thread(target=share, args=(number,)) for number in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def _newest_rows() -> dict[str, int]:
    """The highest key of every table."""
    newest = {}
    for model in apps.get_models(include_auto_created=True):
        key = model._meta.pk
        if model._meta.managed and key.get_internal_type().endswith("AutoField"):
            top = model._default_manager.aggregate(top=Max("pk"))["top"]
            newest[model._meta.db_table] = top or 0
    return newest


def _take_back(
    recorded: list[list[Statement]], newest: dict[str, int], before: list[dict[str, Any]]
) -> None:
    """Undo what was sent, so that the same statements find the same rows again."""
    touched = {
        found[1]
        for statements in recorded
        for sql, _params in statements
        if (found := re.match(r'INSERT INTO "(\w+)"', sql))
    }
    with _without_references() as cursor:
        for table in touched & newest.keys():
            cursor.execute(f'DELETE FROM "{table}" WHERE id > %s', [newest[table]])  # noqa: S608
    for row in before:
        FollowUp.objects.filter(pk=row.pop("id")).update(**row)


def _repeat(statements: list[Statement]) -> None:
    """The statements of one sending, in one transaction."""
    with _without_references() as cursor, transaction.atomic():
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


@contextmanager
def _without_references() -> Iterator[Any]:
    """Rows have other keys the second time, so nothing may watch over references."""
    if connection.vendor == "sqlite":
        off, on = "PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"
    else:
        off, on = "SET session_replication_role = replica", "RESET session_replication_role"
    with connection.cursor() as cursor:
        cursor.execute(off)
        yield cursor
        cursor.execute(on)
