"""Whether anything changed since a page was made: one cheap question to the database.

Every change appends a row: an event, a row of history, an entry of the staff site's log, or the
record itself. The stamp sums the latest keys of all those tables, so that a row that was given its
key early and committed late changes it as well.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.utils.safestring import mark_safe

from hubs.models import Hub, Memo
from monitoring.models import FollowUp, Problem, ProblemNote, Round
from networks.models import CitizenNetwork
from onde_portal.oversight.models import FrozenYear, KeptFigures, KeptPage
from onde_portal.workflow.models import Event

# Raised when what is kept takes another shape.
EDITION = 1
LATEST = 16
# The years that several people look at in both languages; a quarter of a megabyte each.
PAGES_IN_MEMORY = 16
RECORDS: tuple[type[models.Model], ...] = (
    *(LogEntry, FollowUp, Problem, ProblemNote, Round, Hub, Memo, CitizenNetwork),
    FrozenYear,
)


@cache
def watched() -> tuple[type[models.Model], ...]:
    """The tables in which every change of the page's figures leaves a row."""
    appended = [
        model
        for model in apps.get_models()
        if issubclass(model, Event) or hasattr(model, "history_type")
    ]
    return (*RECORDS, *appended)


@cache
def _question() -> str:
    quote = connection.ops.quote_name
    sums = []
    for model in watched():
        key, table = quote(str(model._meta.pk.column)), quote(model._meta.db_table)
        latest = f"SELECT {key} AS k FROM {table} ORDER BY {key} DESC LIMIT {LATEST}"  # noqa: S608
        sums.append(f"(SELECT SUM(k) FROM ({latest}) AS latest)")  # noqa: S608 - our own tables
    return f"SELECT {', '.join(sums)}"


@cache
def release() -> str:
    """What figures are counted and pages made by, as installed: another release makes them anew."""
    places = (
        "templates/*.html", "templates/layouts/*.html", "templates/components/*.html",
        "templates/oversight/**/*.html", "onde_portal/**/*.mo", "onde_portal/**/*.py",
        "hubs/**/*.py", "networks/**/*.py", "monitoring/**/*.py",
    )  # fmt: skip
    digest = hashlib.sha256()
    for file in sorted(file for place in places for file in settings.BASE_DIR.glob(place)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def stamp_at(now: datetime) -> str:
    """Differs whenever a figure may: after each change, and with each hour of the cases' clocks."""
    sums = [str(number) for number in _latest_sums()]
    said = f"{EDITION} {release()} {now:%Y-%m-%dT%H%z} {sums}"
    return hashlib.sha256(said.encode()).hexdigest()


def _latest_sums() -> tuple[Any, ...]:
    """The answer to the question. PostgreSQL plans it once for each connection, as planning takes
    four times as long as answering; Django's own cursors cannot ask for that.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_question())
            return tuple(cursor.fetchone())
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as planned:
        planned.execute(_question(), prepare=True)
        return tuple(planned.fetchone() or ())


def kept(year: int) -> KeptFigures | None:
    """The figures kept of a year, of use if their stamp is today's."""
    return KeptFigures.objects.filter(fiscal_year=year).first()


def kept_parts(year: int, language: str, shown: str, stamp: str) -> Mapping[str, str] | None:
    """The parts of a page made under this stamp; None when they must be made anew."""
    try:
        return remembered_parts(year, language, shown, stamp)
    except KeptPage.DoesNotExist:
        return None


@lru_cache(maxsize=PAGES_IN_MEMORY)
def remembered_parts(year: int, language: str, shown: str, stamp: str) -> Mapping[str, str]:
    """The same, read once by each process: reading them costs more than all else on the page.

    Raises KeptPage.DoesNotExist, which is not remembered.
    """
    kept = KeptPage.objects.get(fiscal_year=year, language=language, shown=shown, stamp=stamp)
    return MappingProxyType({name: mark_safe(text) for name, text in kept.parts.items()})  # noqa: S308 - made by us
