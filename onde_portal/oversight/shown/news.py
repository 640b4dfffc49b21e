"""What changed since the last visit, and what waits for a decision, in words with addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy

from onde_portal.oversight.selectors.changes import Change
from onde_portal.oversight.selectors.waiting import Waiting
from onde_portal.oversight.shown.addresses import case_url, hub_url, overview_url
from onde_portal.oversight.shown.cases import waits_for
from onde_portal.ui.templatetags.ui import localized

SAID: dict[str, Any] = {
    "hub_established": ngettext_lazy(
        "%(count)s hub established", "%(count)s hubs established", "count"
    ),
    "hub_closed": ngettext_lazy("%(count)s hub closed", "%(count)s hubs closed", "count"),
    "hub_corrected": ngettext_lazy(
        "%(count)s announcement corrected", "%(count)s announcements corrected", "count"
    ),
    "network_founded": ngettext_lazy(
        "%(count)s network registered", "%(count)s networks registered", "count"
    ),
    "programme_moved": ngettext_lazy(
        "%(count)s hub programme moved", "%(count)s hub programmes moved", "count"
    ),
    "project_moved": ngettext_lazy(
        "%(count)s network project moved", "%(count)s network projects moved", "count"
    ),
    "memo_moved": ngettext_lazy("%(count)s memo moved", "%(count)s memos moved", "count"),
    "report_submitted": ngettext_lazy("%(count)s report sent", "%(count)s reports sent", "count"),
    "report_accepted": ngettext_lazy(
        "%(count)s report accepted", "%(count)s reports accepted", "count"
    ),
    "report_returned": ngettext_lazy(
        "%(count)s report returned", "%(count)s reports returned", "count"
    ),
    "plan_edited": ngettext_lazy(
        "%(count)s annual figure corrected", "%(count)s annual figures corrected", "count"
    ),
    "rubric_edited": ngettext_lazy("%(count)s rubric edited", "%(count)s rubrics edited", "count"),
    "year_frozen": ngettext_lazy("%(count)s year frozen", "%(count)s years frozen", "count"),
}  # fmt: skip
LISTS = {
    "hub": "admin:hubs_hub_changelist",
    "network": "admin:networks_citizennetwork_changelist",
    "programme": "admin:hubs_hubprogramme_changelist",
    "project": "admin:networks_networkproject_changelist",
    "memo": "admin:hubs_memo_changelist",
    "report": "admin:monitoring_followup_changelist",
    "plan": "admin:monitoring_annualfigure_changelist",
    "rubric": "admin:oversight_rubric_changelist",
    "year": "admin:monitoring_annualfigure_changelist",
}
BUTTONS = {True: gettext_lazy("Read and decide"), False: gettext_lazy("Look")}


@dataclass(frozen=True, slots=True)
class News:
    """A kind of change with the list behind it, and the latest of them by name."""

    text: str
    url: str
    named: tuple[tuple[str, str], ...]


def news_of(changes: Sequence[Change]) -> list[News]:
    """The changes in words."""
    return [
        News(
            text=str(SAID[change.what] % {"count": change.count}),
            url=reverse(LISTS[_kind(change.what)]),
            named=tuple((name, _url(change.what, pk)) for name, pk in change.named),
        )
        for change in changes
    ]


def _kind(what: str) -> str:
    return what.split("_", 1)[0]


def _url(what: str, pk: int) -> str:
    kind = _kind(what)
    if kind == "hub":
        return hub_url(pk)
    if kind == "year":
        return overview_url(pk)
    if kind == "memo":
        return reverse("admin:hubs_memo_page", args=[pk])
    if kind == "network":
        return reverse("admin:networks_citizennetwork_change", args=[pk])
    return case_url(kind, pk)


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """Something that waits for a decision; ``mine``: for the person who looks."""

    title: str
    detail: str
    whom: str
    since: datetime
    url: str
    button: str
    mine: bool


def waiting_shown(found: Sequence[Waiting]) -> list[WaitingShown]:
    """What waits, in words, with the page on which it is decided."""
    return [_waiting(item) for item in found]


def _waiting(item: Waiting) -> WaitingShown:
    if item.kind == "memo":
        title, url = item.title, reverse("admin:hubs_memo_page", args=[item.pk])
    else:
        title = localized(item.requirement, "label")
        url = f"{case_url(item.kind, item.pk)}#{item.requirement.anchor}"
    return WaitingShown(
        title=title,
        detail=f"{item.case} · {item.asked_by}",
        whom=waits_for(item.whom),
        since=item.since,
        url=url,
        button=str(BUTTONS[item.mine]),
        mine=item.mine,
    )
