"""The addresses of the lists and pages behind the figures."""

from django.urls import reverse
from django.utils.http import urlencode

from onde_portal.oversight.models import Measure
from onde_portal.oversight.selectors.years import YearFigures

PROVINCE, HUB = "drill-province", "drill-hub"
CASES = {"programme": "hubs_hubprogramme", "project": "networks_networkproject"}


def overview_url(year: int, **chosen: str) -> str:
    """The page of a year, with what else was chosen in its address."""
    return f"{reverse('overview')}?{urlencode({'year': str(year), **chosen})}"


def province_url(code: str) -> str:
    return reverse(PROVINCE, args=[code])


def hub_url(pk: int) -> str:
    return reverse(HUB, args=[pk])


def hubs_of_year(year: YearFigures) -> str:
    """Hubs established in a fiscal year: those that were frozen, where it is."""
    if year.is_frozen:
        return f"{frozen_url(year.year)}?which=is_new#hubs"
    return f"{reverse('admin:hubs_hub_changelist')}?established_year={year.year}"


def hubs_in_total(year: YearFigures) -> str:
    """Hubs counted on the last day of a fiscal year, or today; those that were frozen."""
    if year.is_frozen:
        return f"{frozen_url(year.year)}?which=is_counted#hubs"
    return f"{reverse('admin:hubs_hub_changelist')}?counted_fy={year.year}"


def networks_of_year(year: YearFigures) -> str:
    """Networks founded in a fiscal year; those that were frozen."""
    if year.is_frozen:
        return f"{frozen_url(year.year)}#networks"
    return f"{reverse('admin:networks_citizennetwork_changelist')}?fiscal_year={year.year}"


def frozen_url(year: int) -> str:
    """A frozen year's own page: the rows behind it, and what was corrected since."""
    return reverse("overview-frozen", args=[year])


def case_url(kind: str, pk: int) -> str:
    return reverse(f"admin:{CASES[kind]}_case", args=[pk])


def cases_url(kind: str, year: int) -> str:
    return f"{reverse(f'admin:{CASES[kind]}_changelist')}?fiscal_year={year}"


def board_list(round_: int, which: str, **scope: str) -> str:
    """The hubs behind a number of a round, as the board lists them."""
    query = urlencode({"which": which, "round": str(round_), **scope})
    return f"{reverse('monitoring-board-list')}?{query}"


def owed_in_time(round_: int) -> str:
    """The reports of a round that are still owed and not overdue."""
    address = reverse("admin:monitoring_followup_changelist")
    return f"{address}?{urlencode({'round__id__exact': str(round_), 'standing': 'in_time'})}"


def problems_of(code: str) -> str:
    """All problems of a category."""
    address = reverse("admin:monitoring_problem_changelist")
    return f"{address}?{urlencode({'category__code__exact': code})}"


def problems_named(code: str, round_: int) -> str:
    """The problems of a category that a round's reports named."""
    return f"{problems_of(code)}&{urlencode({'named_in': str(round_)})}"


def evidence_url(measure: str, year: YearFigures, about: int | None) -> str:
    """The list, round or case behind a measure; empty where there is nothing to look at."""
    plain = {
        Measure.HUBS_OF_PLAN: hubs_of_year(year),
        Measure.HUBS_ESTABLISHED: hubs_of_year(year),
        Measure.HUBS_GROWTH: f"{overview_url(year.year)}#years",
        Measure.NETWORKS_OF_PLAN: networks_of_year(year),
        Measure.NETWORKS_FOUNDED: networks_of_year(year),
        Measure.PROBLEMS_SOLVED: reverse("admin:monitoring_problem_changelist"),
        Measure.PROGRAMME_STEP: cases_url("programme", year.year),
        Measure.PROJECT_STEP: cases_url("project", year.year),
    }
    if measure in plain:
        return _of_case(measure, about) or plain[Measure(measure)]
    which = {Measure.ROUND_RECEIVED: "received", Measure.ROUND_ON_TIME: "on_time"}.get(
        Measure(measure), ""
    )
    return board_list(about, which) if about is not None and which else ""


def _of_case(measure: str, about: int | None) -> str:
    kinds = {Measure.PROGRAMME_STEP: "programme", Measure.PROJECT_STEP: "project"}
    kind = kinds.get(Measure(measure))
    return case_url(kind, about) if kind and about is not None else ""
