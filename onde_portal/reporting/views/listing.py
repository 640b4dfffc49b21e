"""The list of the Office's reports, its file, and the beginning of a new one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hubs.models import HubProgramme
from networks.models import NetworkProject
from onde_portal.accounts.access import allowed, person, reading, writing
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.accounts.views.asked import Address, file_of_page
from onde_portal.oversight.selectors.years import known_years
from onde_portal.reporting.actions import open_round_report, open_year_report
from onde_portal.reporting.errors import DraftThere, ReportError
from onde_portal.reporting.forms import NewReportForm, place_choices, scope_of
from onde_portal.reporting.models import Report, ReportKind, ReportQuerySet, ReportState
from onde_portal.ui.exports import table_answer

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; empty is everything."""

    kind: str
    year: str
    place: str
    state: str

    @property
    def address(self) -> dict[str, str]:
        asked = {"kind": self.kind, "year": self.year, "place": self.place, "state": self.state}
        return {name: value for name, value in asked.items() if value}

    def narrow(self, rows: ReportQuerySet) -> ReportQuerySet:
        if self.place:
            scope = scope_of(self.place)
            rows = rows.filter(region=scope.region, province=scope.province or None)
        named = {"kind": self.kind, "fiscal_year": self.year, "state": self.state}
        return rows.filter(**{name: value for name, value in named.items() if value})


def _wanted(request: HttpRequest) -> Wanted:
    address = Address(request)
    years = {str(year) for year in known_years(timezone.localdate())}
    return Wanted(
        kind=address.one_of("kind", ReportKind.values),
        year=address.one_of("year", years),
        place=address.one_of("place", _places()),
        state=address.one_of("state", ReportState.values),
    )


def _places() -> set[str]:
    found: set[str] = set()
    for key, name in place_choices():
        found |= {inner for inner, _label in name} if isinstance(name, list) else {key}
    return found


def _rows(user: User, wanted: Wanted) -> ReportQuerySet:
    rows = wanted.narrow(Report.objects.visible_to(user).light())
    return rows.select_related("round", "province", "changed_by", "finished_by").order_by(
        "-opened_at", "-pk"
    )


@allowed(Action.READ_OFFICE)
@reading
def reports(request: HttpRequest) -> HttpResponse:
    """Round and yearly reports, the newest first, and the closing reports of cases."""
    wanted, user = _wanted(request), person(request)
    years = known_years(timezone.localdate())
    context = {
        "wanted": wanted,
        "page": Address(request).page(_rows(user, wanted), A_PAGE),
        "kinds": ReportKind.choices,
        "states": ReportState.choices,
        "years": [str(year) for year in reversed(years)],
        "places": place_choices(),
        "file_url": f"{reverse('office-reports-file')}?{urlencode(wanted.address)}",
        "may_write": may(user, Action.WRITE_OFFICE_REPORT),
        "closings": list(_closings(user, wanted)),
    }
    return render(request, "reporting/list.html", context)


@dataclass(frozen=True, slots=True)
class ClosingLink:
    """The closing report of a case, which its own part of the portal keeps."""

    section: str
    title: str
    fiscal_year: int
    url: str


def _closings(user: User, wanted: Wanted) -> Iterable[ClosingLink]:
    """Closing reports of the year asked for, else of the latest year that has cases."""
    if wanted.kind or wanted.place or wanted.state:
        return
    pages: tuple[tuple[Any, str, str], ...] = (
        (NetworkProject, "admin:networks_closingreport_page", ""),
        (HubProgramme, "admin:hubs_hubprogramme_followup", "#closing"),
    )
    for model, name, anchor in pages:
        rows = model.objects.visible_to(user).exclude(state="cancelled")
        if wanted.year:
            rows = rows.filter(fiscal_year=wanted.year)
        for case in rows.order_by("-fiscal_year", "-pk")[:A_PAGE]:
            url = reverse(name, args=[case.pk]) + anchor
            yield ClosingLink(case.procedure.section, case.title, case.fiscal_year, url)


@allowed(Action.READ_OFFICE)
@reading
@file_of_page("office-reports")
def reports_file(request: HttpRequest) -> HttpResponseBase:
    """Exactly the list of the same address, as XLSX."""
    header = [
        _("Report"), _("Fiscal year"), _("Round"), _("Area"), _("Edition"), _("State"),
        _("Number"), _("Begun"), _("Made final"), _("Superseded"),
    ]  # fmt: skip
    rows = (_cells(report) for report in _rows(person(request), _wanted(request)))
    return table_answer("xlsx", _("Reports of the Office"), header, rows)


def _cells(report: Report) -> list[Any]:
    return [
        report.get_kind_display(), report.fiscal_year, str(report.round or ""), report.area,
        report.edition, report.get_state_display(), report.number_text, report.opened_at,
        report.finished_at, report.superseded_at,
    ]  # fmt: skip


def _new_form(*args: Any, **kwargs: Any) -> NewReportForm:
    return NewReportForm(*args, years=known_years(timezone.localdate()), **kwargs)


@allowed(Action.WRITE_OFFICE_REPORT)
@reading
def new_report(request: HttpRequest) -> HttpResponse:
    """Choose kind, period and area; the address may name them already."""
    address, form = Address(request), _new_form()
    for name in ("kind", "round", "place", "year"):
        field: Any = form.fields[name]
        known = dict(flatten_choices(field.choices))
        if chosen := address.one_of(name, known):
            form.initial[name] = chosen
    return render(request, "reporting/new.html", {"form": form})


@allowed(Action.WRITE_OFFICE_REPORT)
@writing
def begin_report(request: HttpRequest) -> HttpResponse:
    """Begin the report, or lead to the draft that is there already."""
    form = _new_form(request.POST)
    if not form.is_valid():
        return render(request, "reporting/new.html", {"form": form}, status=400)
    try:
        report = _begin(form, person(request), timezone.now())
    except DraftThere as there:
        messages.info(request, str(there))
        if there.report:
            return redirect("office-report", pk=there.report)
        return redirect("office-reports")
    except ReportError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "reporting/new.html", {"form": form}, status=409)
    messages.success(
        request, _("The draft is there: its figures follow the records until it is final.")
    )
    return redirect("office-report", pk=report.pk)


def _begin(form: NewReportForm, by: User, at: datetime) -> Report:
    chosen = form.cleaned_data
    if chosen["kind"] == ReportKind.YEAR:
        return open_year_report(year=int(chosen["year"]), by=by, at=at)
    scope = scope_of(chosen["place"])
    return open_round_report(round_=form.rounds[chosen["round"]], scope=scope, by=by, at=at)
