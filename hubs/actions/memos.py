"""The memo's way (manual 8.2 (2)): written, sent, endorsed, returned or approved and numbered.

Nobody endorses or approves what he or she sent. A stand-in acts on the days named. The LAOs that a
memo names are fixed when it is sent: a selection that changes afterwards takes it back to draft.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hubs.actions.programmes import note, require_running
from hubs.errors import HubError, StaleRecord
from hubs.memo_notices import tell_memo_moved, tell_memo_waits
from hubs.models import Candidate, CandidateState, HubProgramme, Memo, MemoLao, MemoState
from hubs.policies import may_approve_memo, may_endorse_memo, represented
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action
from onde_portal.documents.actions import record_document, supersede_documents
from onde_portal.documents.numbers import take_number
from onde_portal.thai.calendar import fiscal_year
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK

NUMBERS = "memo"
MEMO_KIND = "memo"
WRITABLE = (MemoState.DRAFT, MemoState.RETURNED)
WITH_SUPERIOR = (MemoState.SENT, MemoState.ENDORSED)
LONGEST = {"unit": 250, "addressee": 200, "subject": 300}
TEXTS = ("unit", "addressee", "subject", "cause", "purpose", "conclusion")


class MemoVerb(models.TextChoices):
    """What can happen to a memo."""

    BEGUN = "begun", _("Began the memo")
    SENT = "sent", _("Sent the memo to the superior")
    ENDORSED = "endorsed", _("Endorsed the memo")
    RETURNED = "returned", _("Returned the memo")
    APPROVED = "approved", _("Approved the memo")
    TAKEN_BACK = "taken_back", _("Took the memo back to draft")


class MemoOpen(HubError):
    message = _("The programme has a memo in work already. Finish that one first.")


class MemoNotWritable(HubError):
    message = _("The memo is with the superior or approved, so its text stands.")


class MemoNotWaiting(HubError):
    message = _("The memo does not wait for a decision now.")


class NobodyChosen(HubError):
    message = _("Choose the LAOs first; the memo lists them.")


class MemoUnfinished(HubError):
    message = _("Fill in unit, addressee, subject and all three parts before sending.")


class OwnMemo(HubError):
    message = _("Nobody approves what he or she submitted.")


class NotYourMemo(HubError):
    message = _("Only the superior, or who stands in today, decides on a memo.")


class EndorsedByOneself(HubError):
    message = _("You endorsed this memo, so somebody else approves it.")


class RemarksNeeded(HubError):
    message = _("Say what should be put right.")


class SelectionApproved(HubError):
    message = _("The selection is approved. Begin a new memo before you change it.")


@transaction.atomic
def start_memo(
    *, programme: HubProgramme, texts: Mapping[str, str] | None = None, by: User, at: datetime
) -> Memo:
    """Begin a memo, the next edition where one was approved. Raises ``MemoOpen``."""
    require_running(programme)
    latest = newest_memo(programme)
    if latest is not None and latest.state != MemoState.APPROVED:
        raise MemoOpen
    memo = Memo.objects.create(
        programme=programme,
        edition=latest.edition + 1 if latest else 1,
        written_at=at,
        written_by=by,
        **{"unit": settings.OFFICE["name_th"], **_cleaned(texts or {})},
    )
    memo.events.create(verb=MemoVerb.BEGUN, by=by, at=at)
    return memo


def newest_memo(programme: HubProgramme) -> Memo | None:
    """The edition in force or in work."""
    return programme.memos.order_by("-edition").first()


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    return {
        name: clean_text(texts[name]).strip()[: LONGEST.get(name)]
        for name in TEXTS
        if name in texts
    }


def about_memo(memo: Memo) -> str:
    """The memo as a document's subject; each state of it is another one."""
    return f"hubs.memo:{memo.pk}:{memo.version}"


def _change(
    memo: Memo, *, version: int | None, sources: tuple[str, ...], at: datetime, **values: Any
) -> None:
    """Change the memo as it was read, or not at all; papers of what it was are out of force."""
    read = memo.version if version is None else version
    rows = Memo.objects.filter(pk=memo.pk, version=read, state__in=sources)
    if rows.update(version=read + 1, **values) != 1:
        raise StaleRecord
    memo.version = read
    supersede_documents(kind=MEMO_KIND, about=about_memo(memo), at=at)
    memo.refresh_from_db()


@transaction.atomic
def save_memo(
    *, memo: Memo, texts: Mapping[str, str], version: int | None = None, by: User, at: datetime
) -> None:
    """Write the parts of a draft or returned memo. Raises ``MemoNotWritable``, ``StaleRecord``."""
    require_running(memo.programme)
    if memo.state not in WRITABLE:
        raise MemoNotWritable
    _change(
        memo, version=version, sources=WRITABLE, at=at, written_at=at, written_by=by,
        **_cleaned(texts),
    )  # fmt: skip


@transaction.atomic
def send_memo(*, memo: Memo, version: int | None = None, by: User, at: datetime) -> None:
    """Send a finished memo to the superior; the LAOs chosen at this moment are its list."""
    require_running(memo.programme)
    if memo.state not in WRITABLE:
        raise MemoNotWritable
    if not all(getattr(memo, name).strip() for name in TEXTS):
        raise MemoUnfinished
    chosen = memo.programme.candidates.chosen().select_related("award__category")
    candidates = list(chosen.with_place().order_by("lao__province__sort_key", "lao__sort_key"))
    if not candidates:
        raise NobodyChosen
    _change(
        memo, version=version, sources=WRITABLE, at=at, state=MemoState.SENT,
        sent_at=at, sent_by=by, sender_name=str(by)[:160], sender_position=by.position[:200],
        remarks="", endorsed_at=None, endorsed_by=None, endorser_name="", endorser_position="",
    )  # fmt: skip
    memo.laos.all().delete()
    MemoLao.objects.bulk_create(
        _line(memo, place, candidate) for place, candidate in enumerate(candidates, start=1)
    )
    listed = f"อปท. {len(candidates)} แห่ง"
    memo.events.create(verb=MemoVerb.SENT, to_state=MemoState.SENT, reason=listed, by=by, at=at)
    tell_memo_waits(memo, at=at)


def _line(memo: Memo, place: int, candidate: Candidate) -> MemoLao:
    lao, award = candidate.lao, candidate.award
    district = f"อำเภอ{lao.district.name_th} " if lao.district else ""
    told = f"{award.category.name_th} พ.ศ. {award.year}" if award else ""
    return MemoLao(
        memo=memo, candidate=candidate, position=place, name=lao.full_name_th,
        place=f"{district}จังหวัด{lao.province.name_th}", award=told,
    )  # fmt: skip


@transaction.atomic
def endorse_memo(
    *, memo: Memo, remarks: str = "", version: int | None = None, by: User, at: datetime
) -> None:
    """Endorse a memo for the director (a head, or the head's stand-in)."""
    require_running(memo.programme)
    if memo.state != MemoState.SENT:
        raise MemoNotWaiting
    _require_other(memo, by)
    today = at.astimezone(BANGKOK).date()
    if not may_endorse_memo(by, memo, today):
        raise NotYourMemo
    _change(
        memo, version=version, sources=(MemoState.SENT,), at=at, state=MemoState.ENDORSED,
        endorsed_at=at, endorsed_by=by, endorser_name=str(by)[:160],
        endorser_position=_office(by, Action.ENDORSE_MEMO, memo, today),
    )  # fmt: skip
    said = clean_text(remarks).strip()
    memo.events.create(
        verb=MemoVerb.ENDORSED, to_state=MemoState.ENDORSED, reason=said, by=by, at=at
    )
    tell_memo_waits(memo, at=at)


@transaction.atomic
def approve_memo(
    *, memo: Memo, remarks: str = "", version: int | None = None, by: User, at: datetime
) -> None:
    """Approve a memo: it takes the next number of the fiscal year, and its LAOs are approved.

    The director or the director's stand-in of that day; an endorsement before it is usual, not
    needed. Raises ``StaleRecord`` when somebody else decided meanwhile; then no number is used.
    """
    require_running(memo.programme)
    if memo.state not in WITH_SUPERIOR:
        raise MemoNotWaiting
    _require_other(memo, by)
    if memo.endorsed_by_id == by.pk:
        raise EndorsedByOneself
    today = at.astimezone(BANGKOK).date()
    if not may_approve_memo(by, memo, today):
        raise NotYourMemo
    year = fiscal_year(today)
    read = memo.version if version is None else version
    # The row is claimed before a number is taken, so that of two approvals one stands and counts.
    rows = Memo.objects.select_for_update().filter(
        pk=memo.pk, version=read, state__in=WITH_SUPERIOR
    )
    if not rows.exists():
        raise StaleRecord
    number = take_number(key=NUMBERS, fiscal_year=year)
    _change(
        memo, version=read, sources=WITH_SUPERIOR, at=at, state=MemoState.APPROVED,
        approved_at=at, approved_by=by, approver_name=str(by)[:160],
        approver_position=_office(by, Action.APPROVE_MEMO, memo, today),
        number=number, number_year=year,
    )  # fmt: skip
    named = Candidate.objects.filter(pk__in=memo.laos.values("candidate"), approved_at=None)
    named.update(approved_at=at)
    said = clean_text(remarks).strip()
    memo.events.create(
        verb=MemoVerb.APPROVED, to_state=MemoState.APPROVED, reason=said, by=by, at=at
    )
    _enter_in_register(memo, by, at)
    tell_memo_moved(memo, remarks=said, by=by, at=at)
    note(memo.programme, f"อนุมัติบันทึกข้อความที่ {number}/{year}", by=by, at=at)


def _enter_in_register(memo: Memo, by: User, at: datetime) -> None:
    """The approved memo is on record, and what it takes the place of is out of force."""
    for old in Memo.objects.filter(
        programme=memo.programme_id, edition__lt=memo.edition, state=MemoState.APPROVED
    ):
        supersede_documents(kind=MEMO_KIND, about=about_memo(old), at=at)
    title = f"{memo.number}-{memo.number_year} {memo.subject}"[:250]
    record_document(kind=MEMO_KIND, about=about_memo(memo), title=title, by=by, at=at)


@transaction.atomic
def return_memo(
    *, memo: Memo, remarks: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Return a memo to its writer with what should be put right."""
    require_running(memo.programme)
    if memo.state not in WITH_SUPERIOR:
        raise MemoNotWaiting
    _require_other(memo, by)
    today = at.astimezone(BANGKOK).date()
    if not (may_endorse_memo(by, memo, today) or may_approve_memo(by, memo, today)):
        raise NotYourMemo
    said = clean_text(remarks).strip()
    if not said:
        raise RemarksNeeded
    _change(
        memo, version=version, sources=WITH_SUPERIOR, at=at, state=MemoState.RETURNED, remarks=said
    )
    memo.events.create(
        verb=MemoVerb.RETURNED, to_state=MemoState.RETURNED, reason=said, by=by, at=at
    )
    tell_memo_moved(memo, remarks=said, by=by, at=at)


@transaction.atomic
def take_memo_back(
    *, memo: Memo, why: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Take a sent memo back to draft, on the record, before anybody approved it."""
    if memo.state not in WITH_SUPERIOR:
        raise MemoNotWaiting
    _change(
        memo, version=version, sources=WITH_SUPERIOR, at=at, state=MemoState.DRAFT,
        endorsed_at=None, endorsed_by=None, endorser_name="", endorser_position="",
    )  # fmt: skip
    memo.events.create(
        verb=MemoVerb.TAKEN_BACK, to_state=MemoState.DRAFT, reason=why[:500], by=by, at=at
    )
    tell_memo_moved(memo, remarks=why, by=by, at=at)


def selection_changed(*, programme: HubProgramme, what: str, by: User, at: datetime) -> None:
    """Take note that the LAOs chosen change: a memo with the superior goes back to draft.

    Raises ``SelectionApproved`` where the newest memo is approved. Call it in the transaction of
    the change, before it.
    """
    memo = newest_memo(programme)
    if memo is None or memo.state in WRITABLE:
        return
    if memo.state == MemoState.APPROVED:
        raise SelectionApproved
    take_memo_back(memo=memo, why=what, by=by, at=at)


def _office(by: User, action: Action, memo: Memo, on: date) -> str:
    """The position that papers print: a stand-in's own, and in whose place he or she acts."""
    person = represented(by, action, memo, on)
    if person is None:
        return by.position[:200]
    place = person.position or str(person)
    return f"{by.position} ปฏิบัติหน้าที่แทน{place}".strip()[:200]


def _require_other(memo: Memo, by: User) -> None:
    if memo.sent_by_id == by.pk:
        raise OwnMemo


def named_laos(memo: Memo) -> list[MemoLao]:
    """The LAOs on a memo's list; of a draft, those that are chosen now."""
    if memo.state in WRITABLE:
        chosen = memo.programme.candidates.filter(state=CandidateState.CHOSEN)
        rows = chosen.select_related("award__category").with_place()
        ordered = rows.order_by("lao__province__sort_key", "lao__sort_key")
        return [_line(memo, place, candidate) for place, candidate in enumerate(ordered, start=1)]
    return list(memo.laos.order_by("position"))
