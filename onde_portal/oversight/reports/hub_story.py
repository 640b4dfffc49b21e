"""A hub's story in the order of time, from the award of its LAO to its last report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from hubs.actions.life import Verb
from hubs.models import MemoState
from hubs.reports.memos import memo_number
from monitoring.models import FollowUpState
from onde_portal.oversight.reports.hub_rounds import timeliness
from onde_portal.oversight.reports.pieces import Part, table
from onde_portal.oversight.selectors.hub_file import HubRecords
from onde_portal.ui.figures import Column, FigureTable, Numbers, Shown
from onde_portal.workflow.selectors import timeline


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on a day."""

    on: date
    what: str
    detail: str = ""


def story(found: HubRecords, numbers: Numbers) -> Part:
    """Everything that has a day, the earliest first."""
    moments = sorted(_moments(found), key=lambda item: item.on)
    rows = tuple((item.on, item.what, item.detail) for item in moments)
    head = (Column(_("Day"), Shown.DAY), Column(_("What happened")), Column(_("More")))
    pieces = table(FigureTable("story", "", head, rows), numbers)
    empty = _("Nothing has happened yet.")
    return Part("story", _("The story in order of time"), "8.2", empty, tuple(pieces))


def _moments(found: HubRecords) -> Iterator[Moment]:
    yield from _selection(found)
    yield from _workshop(found)
    yield from _path(found)
    yield from _life(found)
    yield from _reports(found)
    yield from _support(found)


def _on(at: datetime | date | None, what: str, detail: object = "") -> Iterator[Moment]:
    if at is not None:
        day = timezone.localtime(at).date() if isinstance(at, datetime) else at
        yield Moment(day, what, str(detail or ""))


def _selection(found: HubRecords) -> Iterator[Moment]:
    candidate = found.begun.candidate
    if candidate is None:
        return
    yield from _on(candidate.proposed_at, _("Proposed as a candidate"), candidate.programme.title)
    yield from _on(candidate.chosen_at, pgettext("story", "Chosen"))
    for item in found.begun.named:
        if item.memo.state == MemoState.APPROVED:
            yield from _on(item.memo.approved_at, _("Memo approved"), memo_number(item.memo))


def _workshop(found: HubRecords) -> Iterator[Moment]:
    invitee = found.begun.invitee
    if invitee:
        yield from _on(invitee.invited_at, _("Invited to the workshop"), invitee.cohort.title)
        yield from _on(
            invitee.answered_at, _("Answered the invitation"), invitee.get_answer_display()
        )
        came = sum(bool(item.came) for item in found.begun.delegates)
        if came:
            said = _("%(count)s people came") % {"count": came}
            yield from _on(invitee.cohort.starts_on, _("Workshop"), said)
    seen: set[int] = set()
    for item in found.begun.openings:
        if item.guideline_id not in seen:
            seen.add(item.guideline_id)
            yield from _on(item.opened_at, _("Opened the guideline"), item.guideline.title)


def _path(found: HubRecords) -> Iterator[Moment]:
    path = found.begun.path
    if path:
        yield from _on(path.begun_at, _("Began to establish the hub"))
        yield from _on(path.ordered_on, _("Appointed the committee"), path.order_number)
        yield from _on(path.sent_at, _("Sent the papers of the hub"))
        yield from _on(path.answered_at, _("The Office answered"), path.get_state_display())


def _life(found: HubRecords) -> Iterator[Moment]:
    hub = found.hub
    yield from _on(hub.established_on, _("Announced the hub"), hub.announcement_number)
    others = [item for item in found.events if item.verb not in {Verb.ESTABLISHED, Verb.CLOSED}]
    for event in timeline(others, {}, Verb):
        yield from _on(event.at, event.what, event.reason)
    if hub.closed_on:
        reasons = [event.reason for event in found.events if event.verb == Verb.CLOSED]
        yield from _on(hub.closed_on, _("Closed"), " ".join(reasons))


def _reports(found: HubRecords) -> Iterator[Moment]:
    ends = {
        FollowUpState.ACCEPTED: _("The Office accepted the report"),
        FollowUpState.NOTHING: _("Nothing to report"),
        FollowUpState.WAIVED: _("The Office waived the report"),
    }
    for item in found.rounds.follow_ups:
        said = f"{item.round} {timeliness(item)}".strip()
        yield from _on(item.first_submitted_at, _("Sent the report"), said)
        if item.state in ends:
            yield from _on(item.decided_at, ends[FollowUpState(item.state)], item.round)
    for event in found.rounds.returns:
        yield from _on(event.at, _("The Office returned the report"), event.follow_up.round)


def _support(found: HubRecords) -> Iterator[Moment]:
    for item in found.rounds.support:
        yield from _on(item.promised_at, _("The Office promised support"), item.what)
        yield from _on(item.given_on, _("The Office gave support"), item.given_note or item.what)
