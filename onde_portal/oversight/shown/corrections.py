"""What was corrected after a year was frozen, in words with addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hubs.actions.life import Verb
from onde_portal.oversight.selectors.corrections import Correction
from onde_portal.oversight.shown.addresses import hub_url
from onde_portal.ui.templatetags.ui import thai_date_short


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """A hub or network that came in or went out: of which figures, by what, and why."""

    name: str
    url: str
    came_in: bool
    figures: str
    what: str
    reason: str
    at: datetime | None


def corrections_shown(found: Iterable[Correction]) -> list[CorrectionShown]:
    """The corrections in words."""
    return [_shown(item) for item in found]


def _shown(item: Correction) -> CorrectionShown:
    is_hub = item.product == "hubs"
    network = "admin:networks_citizennetwork_change"
    return CorrectionShown(
        name=item.name,
        url=hub_url(item.pk) if is_hub else reverse(network, args=[item.pk]),
        came_in=item.came_in,
        figures=", ".join(figure_name(name) for name in item.figures),
        what=_what(item) if item.what else "",
        reason=_in_words(item.reason),
        at=item.at,
    )


def figure_name(name: str) -> str:
    """What a count of ``YearCount`` is called."""
    return {
        "hubs_established": _("hubs established"),
        "hubs_total": _("hubs in total"),
        "hubs_planned": _("hubs planned"),
        "networks_founded": _("networks founded"),
        "networks_planned": _("networks planned"),
        "growth": _("growth on the year before"),
    }[name]


def _what(item: Correction) -> str:
    if item.product == "hubs":
        return str(Verb(item.what).label)
    later = item.what == "registered"
    return _("registered later") if later else _("corrected in the register")


def _in_words(reason: str) -> str:
    """An establishment gives its day as the reason."""
    try:
        return thai_date_short(date.fromisoformat(reason))
    except ValueError:
        return reason
