"""Whether anything changed since a page was made: one cheap question to the database.

Every change appends a row: an event, a row of history, an entry of the staff site's log, or the
record itself. The stamp sums the latest keys of all those tables, so that a row that was given its
key early and committed late changes it as well.
"""

import hashlib
from datetime import datetime
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection, models

from hubs.models import Hub, Memo
from monitoring.models import FollowUp, Problem, ProblemNote, Round
from networks.models import CitizenNetwork
from onde_portal.oversight.models import FrozenYear, KeptFigures, KeptPage
from onde_portal.workflow.models import Event

# Raised when what is kept takes another shape.
EDITION = 1
LATEST = 16
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
def _release() -> str:
    """What the page is made by, as it is installed: another release makes its pages anew."""
    places = (
        "templates/*.html", "templates/layouts/*.html", "templates/components/*.html",
        "templates/oversight/**/*.html", "onde_portal/locale/**/*.mo",
        "onde_portal/oversight/**/*.py", "onde_portal/ui/**/*.py", "onde_portal/thai/**/*.py",
    )  # fmt: skip
    digest = hashlib.sha256()
    for file in sorted(file for place in places for file in settings.BASE_DIR.glob(place)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def stamp_at(now: datetime) -> str:
    """Differs whenever a figure may: after each change, and with each hour of the cases' clocks."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        row = cursor.fetchone()
    said = f"{EDITION} {_release()} {now:%Y-%m-%dT%H%z} {[str(number) for number in row]}"
    return hashlib.sha256(said.encode()).hexdigest()


def kept(year: int) -> KeptFigures | None:
    """The figures kept of a year, of use if their stamp is today's."""
    return KeptFigures.objects.filter(fiscal_year=year).first()


def kept_parts(year: int, language: str, shown: str, stamp: str) -> dict[str, str] | None:
    """The parts of a page made under this stamp; None when they must be made anew."""
    rows = KeptPage.objects.filter(
        fiscal_year=year, language=language, shown=shown, stamp=stamp
    ).values_list("parts", flat=True)
    found: dict[str, str] | None = next(iter(rows), None)
    return found
