"""Reports of a place by round as files: completeness of a region or province, duties of an LAO."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _, gettext_lazy

from monitoring.boards import LABELS, Row
from monitoring.models import FollowUp
from onde_portal.accounts.access import allowed, person, reading
from onde_portal.oversight.selectors.places import Area, duties_of
from onde_portal.oversight.views.listing import Column, file_of
from onde_portal.oversight.views.place_parts import SHOWN, board_numbers, read_rounds, round_rows
from onde_portal.oversight.views.places import READERS, lao_of, region_of
from onde_portal.registry.models import Province
from onde_portal.ui.figures import Shown
from onde_portal.ui.templatetags.ui import localized


def _area(key: str, code: str) -> tuple[Area, str]:
    """The region or province of the address with its name, else the whole country.

    404 for what is no region and no province.
    """
    if code:
        province = get_object_or_404(Province, pk=code)
        return Area(region=province.region, province=province.pk), str(province)
    if key:
        region = region_of(key)
        return Area(region=region.value), str(region.label)
    return Area(), _("The whole country")


def _round_columns() -> list[Column[Row]]:
    return [
        Column("round", gettext_lazy("Round"), lambda row: row.label),
        *(_number(name, at) for at, name in enumerate(SHOWN)),
        Column("rate", gettext_lazy("Received in per cent"),
               lambda row: None if row.tally.rate is None else round(row.tally.rate, 1),
               Shown.SHARE),
    ]  # fmt: skip


def _number(name: str, at: int) -> Column[Row]:
    return Column(name, LABELS[name], lambda row: board_numbers(row)[at].count, Shown.COUNT)


@allowed(*READERS)
@reading
def rounds_file(
    request: HttpRequest,
    ending: str,
    key: str = "",
    code: str = "",
) -> HttpResponseBase:
    """Completeness over the rounds in a place, the latest first."""
    area, name = _area(key, code)
    rows = [row for _round, row in reversed(round_rows(area, read_rounds()))]
    title = f"{_('Completeness and timeliness')} {name}"
    return file_of(ending, title, _round_columns(), rows)


def _duty_columns() -> list[Column[FollowUp]]:
    return [
        Column("round", gettext_lazy("Round"), lambda one: str(one.round)),
        Column("hub", gettext_lazy("Hub"), lambda one: one.hub.name),
        Column("state", gettext_lazy("State"), lambda one: one.get_state_display()),
        Column("due", gettext_lazy("Due"), lambda one: one.due_on, Shown.DAY),
        Column("sent", gettext_lazy("First sent"), lambda one: one.first_submitted_at, Shown.DAY),
    ]


@allowed(*READERS)
@reading
def reports_file(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """The reports of an LAO's hubs by round, the latest first."""
    found = lao_of(request, pk)
    title = f"{_('Reports by round')} {localized(found, 'full_name')}"
    return file_of(ending, title, _duty_columns(), duties_of(found, person(request)))
