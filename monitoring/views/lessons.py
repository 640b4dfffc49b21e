"""What earlier years taught, on the page of a programme's study, and drawing it in (8.2 (1))."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from hubs.actions.study import save_finding
from hubs.errors import HubError
from hubs.models import HubProgramme
from hubs.policies import may_run
from monitoring.selectors.lessons import KINDS, Lesson, lessons_before
from onde_portal.accounts.access import allowed, person, writing
from onde_portal.accounts.permissions import Action
from onde_portal.ui.panels import Panel

TITLES: Mapping[str, Any] = {
    "problems": gettext_lazy("Problems and obstacles"),
    "lessons": gettext_lazy("Lessons"),
    "recommendations": gettext_lazy("Recommendations"),
    "support": gettext_lazy("Support wanted"),
    "evaluation": gettext_lazy("Evaluation of the programme"),
}


@dataclass(frozen=True, slots=True)
class OfferedLesson:
    """A lesson, and whether the programme drew it in already."""

    lesson: Lesson
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class YearOfLessons:
    """The lessons of a fiscal year, by kind."""

    fiscal_year: int
    kinds: tuple[tuple[Any, tuple[OfferedLesson, ...]], ...]
    count: int


def lessons_panel(request: HttpRequest, programme: object) -> Panel | None:
    """Problems, lessons and recommendations of the years before, to be drawn in as findings."""
    if not isinstance(programme, HubProgramme):
        return None
    user = person(request)
    context = {
        "years": _by_year(programme, lessons_before(programme, user)),
        "may_draw": may_run(user, programme),
        "programme": programme,
    }
    return Panel("monitoring/programme_lessons.html", context)


def _by_year(programme: HubProgramme, lessons: list[Lesson]) -> list[YearOfLessons]:
    drawn = set(programme.findings.exclude(drawn_from="").values_list("drawn_from", flat=True))
    years: dict[int, dict[str, list[OfferedLesson]]] = {}
    for lesson in lessons:
        kinds = years.setdefault(lesson.fiscal_year, {kind: [] for kind in KINDS})
        kinds[lesson.kind].append(OfferedLesson(lesson, lesson.key in drawn))
    return [
        YearOfLessons(
            year,
            tuple((TITLES[kind], tuple(items)) for kind, items in kinds.items() if items),
            sum(len(items) for items in kinds.values()),
        )
        for year, kinds in years.items()
    ]


@allowed(Action.RUN_CASE)
@writing
def draw_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a finding of a lesson, with its source; drawn in twice it is refused."""
    user = person(request)
    programme = get_object_or_404(HubProgramme.objects.visible_to(user), pk=pk)
    if not may_run(user, programme):
        raise PermissionDenied
    lesson = _lesson(programme, request)
    try:
        save_finding(
            programme=programme, title=finding_title(lesson), text=lesson.text,
            source=lesson.source, source_on=lesson.source_on, drawn_from=lesson.key,
            by=user, at=timezone.now(),
        )  # fmt: skip
    except HubError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is a finding of the study now."))
    return redirect(reverse("admin:hubs_hubprogramme_study", args=[pk]) + "#lessons")


def _lesson(programme: HubProgramme, request: HttpRequest) -> Lesson:
    key = request.POST.get("key", "")
    found = next(
        (row for row in lessons_before(programme, person(request)) if row.key == key), None
    )
    if found is None:
        raise Http404
    return found


def finding_title(lesson: Lesson) -> str:
    """The lesson with the number of hubs that name it."""
    return f"{lesson.title} ({lesson.hubs} ศูนย์)" if lesson.hubs else lesson.title
