"""A programme's hubs in monitoring, on its page of step 6, and its closing report (8.2 (6))."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from hubs.models import HubProgramme
from hubs.stages import Stage
from monitoring.models import FollowUp
from monitoring.reports.programme_closing import (
    closing_file,
    closing_print,
    closing_title,
    request_closing,
)
from monitoring.selectors.programme import RoundOfProgramme, whole_programme
from monitoring.tones import TONES
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.panels import Panel
from onde_portal.ui.papers import LANGUAGES, asked_language, excel_answer, word_answer


@dataclass(frozen=True, slots=True)
class Cell:
    """A count with the address of the list of exactly what it counts."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round's counts, and how each hub stands in it."""

    of: RoundOfProgramme
    cells: tuple[Cell, ...]
    hubs: tuple[tuple[FollowUp, str], ...]


def followup_panel(request: HttpRequest, programme: object) -> Panel | None:
    """What the programme's hubs report: rounds, problems, recommendations, support."""
    if not isinstance(programme, HubProgramme) or not may(request.user, Action.READ_OFFICE):
        return None
    whole = whole_programme(programme, timezone.now())
    found = whole.follow_up
    context = {
        "programme": programme,
        "rounds": [_row(programme, item) for item in found.rounds],
        "found": found,
        "established": whole.figures.count(Stage.ESTABLISHED),
        "reporting": whole.figures.count(Stage.REPORTING),
        "board_url": reverse("hub-board", args=[programme.pk]) + "?reached=reporting",
        "problems": _problem_cells(programme, whole.follow_up),
    }
    return Panel("monitoring/programme_followup.html", context, position=40)


def closing_panel(request: HttpRequest, programme: object) -> Panel | None:
    """The closing report of the programme, as Word file and PDF."""
    if not isinstance(programme, HubProgramme) or not may(request.user, Action.READ_OFFICE):
        return None
    context = {
        "programme": programme,
        "papers": [(code, closing_print(programme, code)) for code in LANGUAGES],
        "may_print": may(request.user, Action.RUN_CASE),
    }
    return Panel("monitoring/programme_closing.html", context, position=90)


def _row(programme: HubProgramme, item: RoundOfProgramme) -> RoundRow:
    base = reverse("admin:monitoring_followup_changelist")
    counts = item.counts
    shown = (
        (pgettext("reports", "Expected"), counts.expected, {"standing": "expected"}),
        (pgettext("reports", "Received"), counts.received, {"standing": "received"}),
        (_("On time"), counts.on_time, {"standing": "on_time"}),
        (_("Overdue"), counts.overdue, {"standing": "overdue"}),
        (_("Nothing to report"), counts.nothing, {"state__exact": "nothing"}),
    )
    of = {"hub__programme__id__exact": programme.pk, "round__id__exact": item.round.pk}
    today = timezone.localdate()
    return RoundRow(
        of=item,
        cells=tuple(
            Cell(label, count, f"{base}?{urlencode({**of, **which})}")
            for label, count, which in shown
        ),
        hubs=tuple(
            (row, "bad" if row.is_overdue(today) else TONES.get(row.state, ""))
            for row in item.follow_ups
        ),
    )


def _problem_cells(programme: HubProgramme, found: Any) -> list[Cell]:
    """Problems that are not solved, all and by kind, then those that are."""
    base = reverse("admin:monitoring_problem_changelist")
    of = {"follow_up__hub__programme__id__exact": programme.pk}

    def cell(label: str, count: int, **which: str) -> Cell:
        return Cell(label, count, f"{base}?{urlencode({**of, **which})}")

    return [
        cell(_("Not solved"), len(found.open_problems), solved="no"),
        *(
            cell(str(category), count, solved="no", category__code__exact=category.pk)
            for category, count in found.categories
        ),
        cell(_("Solved"), found.solved, solved="yes"),
    ]


def _programme(request: HttpRequest, pk: int) -> HubProgramme:
    return get_object_or_404(HubProgramme.objects.visible_to(request.user), pk=pk)


@allowed(Action.READ_OFFICE)
@reading
def programme_closing_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The closing report as a Word file with the figures of now."""
    return word_answer(*_closing_file(request, pk, "docx"))


@allowed(Action.READ_OFFICE)
@reading
def programme_closing_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The tables of the closing report with the figures of now."""
    return excel_answer(*_closing_file(request, pk, "xlsx"))


def _closing_file(request: HttpRequest, pk: int, ending: str) -> tuple[bytes, str]:
    programme, language = _programme(request, pk), asked_language(request)
    content = closing_file(programme, ending=ending, language=language, at=timezone.now())
    return content, closing_title(programme, language)


@allowed(Action.RUN_CASE)
@writing
def programme_closing_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the closing report as PDF with the figures of now."""
    programme = _programme(request, pk)
    request_closing(
        programme, language=asked_language(request), by=person(request), at=timezone.now()
    )
    messages.success(request, _("The PDF is being made."))
    return redirect(reverse("admin:hubs_hubprogramme_followup", args=[pk]) + "#closing")
