"""Step 6 (manual 8.1 (6)): meetings, what they resolved, and where the follow-up stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from networks.models import CitizenNetwork, ClosingReport, NetworkProject, ProgressNote, Resolution
from networks.selectors.closing import closing_written
from networks.selectors.founded import with_standing
from onde_portal.accounts.models import Role, User


@dataclass(frozen=True, slots=True)
class OpenResolution:
    """A resolution somebody is in charge of, as a line of "my work"."""

    title: str
    detail: str
    url: str
    due_on: date
    overdue: bool


def open_resolutions(user: User, on: date | None = None) -> list[OpenResolution]:
    """What this person is in charge of and has not settled, the most urgent first.

    ``on`` is the day by which a due date is past; without it nothing is called overdue.
    """
    mine = _open_of_projects().filter(owner=user)
    return [
        OpenResolution(
            title=row.text[:120],
            detail=f"{row.meeting} · {row.meeting.project.title}",
            url=resolution_url(row),
            due_on=row.due_on,
            overdue=on is not None and row.due_on < on,
        )
        for row in mine.order_by("due_on", "pk")
    ]


def resolution_url(resolution: Resolution) -> str:
    """The page on which a resolution is settled."""
    return reverse("admin:networks_resolution_page", args=[resolution.pk])


def resolutions_to_remind() -> QuerySet[Resolution]:
    """Open resolutions of projects that were not cancelled, with all that a mail says."""
    return _open_of_projects().select_related("owner", "meeting__project__owner")


def _open_of_projects() -> QuerySet[Resolution]:
    rows = Resolution.objects.open().exclude(meeting__project__state="cancelled")
    return rows.select_related("meeting__project")


def minutes_final(project: NetworkProject) -> bool:
    """Whether the minutes of a meeting of the project are final."""
    return project.meetings.exclude(final_at=None).exists()


def owners() -> QuerySet[User]:
    """People of the Office who can be in charge of a resolution, in the order of their names."""
    roles = [Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.ADMINISTRATOR]
    people = User.objects.get_queryset().filter(role__in=roles, is_active=True)
    return people.order_by("first_name", "last_name", "pk")


@dataclass(frozen=True, slots=True)
class NetworkNews:
    """A network of the project with its latest news, and whether these are too old."""

    pk: int
    name: str
    note: ProgressNote | None
    is_silent: bool


def latest_news(project: NetworkProject, today: date) -> list[NetworkNews]:
    """Each network of the project that still is, with its latest progress note."""
    standing = with_standing(project.networks.filter(ended_on=None), today)
    notes = ProgressNote.objects.filter(network__project=project).order_by("noted_on", "pk")
    latest = {note.network_id: note for note in notes}
    return [
        NetworkNews(row.network.pk, row.network.name, latest.get(row.network.pk), row.is_silent)
        for row in standing
    ]


def last_heard_of(network: CitizenNetwork) -> date:
    """The day of a network's latest news; of its founding where there are none."""
    latest: date | None = network.notes.aggregate(day=Max("noted_on"))["day"]
    return latest or network.founded_on


def summary_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 6 shows."""
    today = timezone.localtime(at).date()
    rows = Resolution.objects.filter(meeting__project=project).select_related("owner", "meeting")
    resolutions = sorted(rows.order_by("due_on", "pk"), key=_open_first)
    return {
        "meetings": _meetings(project),
        "resolutions": resolutions,
        "overdue": [row for row in resolutions if _is_overdue(row, today)],
        "open_count": sum(_open_first(row) == 0 for row in resolutions),
        "today": today,
        "news": latest_news(project, today),
        "closing": ClosingReport.objects.filter(project=project).order_by("pk").first(),
        "closing_written": closing_written(project),
    }


def _meetings(project: NetworkProject) -> Sequence[Any]:
    open_ones = Q(resolutions__done_on=None, resolutions__dropped_on=None)
    counted = project.meetings.annotate(
        resolved=Count("resolutions"),
        still_open=Count("resolutions", filter=open_ones & ~Q(resolutions=None)),
    )
    return list(counted.order_by(F("held_on").desc(), "-pk"))


def _open_first(row: Resolution) -> int:
    return 0 if row.done_on is None and row.dropped_on is None else 1


def _is_overdue(row: Resolution, today: date) -> bool:
    return _open_first(row) == 0 and row.due_on < today
