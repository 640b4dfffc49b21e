"""Taking a test (manual 8.1 (3), 8.2 (3)): on the own phone, entered from paper, or imported.

One attempt a person and test. On a phone every answer is kept at once; nothing that was answered is
ever lost when the time is up, the test is closed, or somebody goes on with another phone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.assessments.actions.papers import PaperNotOpen, note_paper, require_running
from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.models import BasePaper, BasePaperItem, BaseSitting, Taker

GRACE = timedelta(seconds=30)
ATTEMPTS = 8  # of two phones writing at the same moment
Answers = Mapping[int, int]
"""The chosen index from 0 by the item's position."""


class TestSent(AssessmentError):
    """The attempt is over."""

    __test__ = False  # not a test for pytest
    message = _("This test was sent already. It can be taken once.")


class TestElsewhere(AssessmentError):
    __test__ = False
    message = _("Your answers were already entered from paper.")


class TimeUp(AssessmentError):
    message = _("The time is up. What you had answered was kept and sent.")


class AnswerUnknown(AssessmentError):
    message = _("This is no answer to this test.")


class SittingLocked(AssessmentError):
    message = _("This person took the test on the phone. Those answers stand.")


class SittingStale(AssessmentError):
    """Somebody else entered this row meanwhile; ``current`` is what stands there now."""

    message = _("Somebody else has just entered this person's answers. Compare, then save again.")

    def __init__(self, current: BaseSitting | None) -> None:
        super().__init__()
        self.current = current


class ScoreOutOfRange(AssessmentError):
    message = _("A score is a whole number from 0 to the number of questions.")


class OtherHost(AssessmentError):
    message = _("This person does not take part in the work that the test belongs to.")


def deadline(sitting: BaseSitting) -> datetime | None:
    """When the time of a sitting is up, without the seconds of grace; ``None`` without a limit."""
    limit = sitting.paper.time_limit
    return sitting.started_at + timedelta(minutes=limit) if limit else None


def is_out_of_time(sitting: BaseSitting, at: datetime) -> bool:
    """Whether the limit and its grace have passed."""
    until = deadline(sitting)
    return until is not None and at > until + GRACE


def _rows(sitting: BaseSitting) -> Any:
    """All results of the kind of tests that this one is of."""
    return type(sitting)._default_manager.all()


def _current(sitting: BaseSitting) -> BaseSitting:
    """The attempt as it stands now, with its test and what that belongs to."""
    host = f"paper__{sitting.paper.host_field}"
    current: BaseSitting = _rows(sitting).select_related(host).get(pk=sitting.pk)
    return current


def _keys(paper: BasePaper) -> dict[int, BasePaperItem]:
    return {item.position: item for item in paper.items.all()}


def count_right(items: Iterable[BasePaperItem], answers: Mapping[str, int]) -> int:
    """How many items were answered rightly."""
    return sum(answers.get(str(item.position)) == item.answer for item in items)


def _checked(items: Mapping[int, BasePaperItem], answers: Answers) -> dict[str, int]:
    """Answers as they are kept; ``AnswerUnknown`` for one that the paper does not offer."""
    for position, choice in answers.items():
        if position not in items or not 0 <= choice < len(items[position].choices):
            raise AnswerUnknown
    return {str(position): choice for position, choice in sorted(answers.items())}


def _require_open(paper: BasePaper) -> None:
    if paper.state != BasePaper.State.OPEN or not paper.host.is_running:
        raise PaperNotOpen


@transaction.atomic
def begin_sitting(*, paper: BasePaper, participant: Taker, at: datetime) -> BaseSitting:
    """A person's attempt on the phone, begun now or gone on with."""
    if not paper.host.participants.filter(pk=participant.pk).exists():
        raise OtherHost
    _require_open(paper)
    sitting: BaseSitting
    sitting, _made = paper.sittings.get_or_create(
        participant=participant,
        defaults={"source": BaseSitting.Source.PHONE, "started_at": at},
    )
    if sitting.source != BaseSitting.Source.PHONE:
        raise TestElsewhere
    if sitting.finished_at is not None:
        raise TestSent
    return sitting


def save_answers(*, sitting: BaseSitting, answers: Answers, at: datetime) -> BaseSitting:
    """Keep these answers beside those given before. The last word on an item counts.

    Refusals keep what was there: ``TestSent``, ``PaperNotOpen``, ``TimeUp`` (which also sends what
    was answered in time), ``AnswerUnknown``.
    """
    given = _checked(_keys(sitting.paper), answers)
    for _attempt in range(ATTEMPTS):
        current = _current(sitting)
        _require_unfinished(current, at)
        if all(current.answers.get(key) == choice for key, choice in given.items()):
            return current
        rows = _rows(sitting).filter(
            pk=current.pk, version=current.version, finished_at=None,
            paper__state=BasePaper.State.OPEN,
        )  # fmt: skip
        if rows.update(answers=current.answers | given, version=F("version") + 1) == 1:
            return _current(sitting)
    raise SittingStale(_rows(sitting).get(pk=sitting.pk))


def _require_unfinished(sitting: BaseSitting, at: datetime) -> None:
    if sitting.finished_at is not None:
        raise TestSent
    if is_out_of_time(sitting, at):
        _finish(sitting, deadline(sitting) or at)
        raise TimeUp
    _require_open(sitting.paper)


def finish_sitting(*, sitting: BaseSitting, at: datetime) -> None:
    """Send the answers; the second time changes nothing."""
    current = _current(sitting)
    until = deadline(current)
    _finish(current, min(at, until) if until else at)


def _finish(sitting: BaseSitting, at: datetime) -> bool:
    """End an attempt with the score of what was answered; whether this call did it."""
    for _attempt in range(ATTEMPTS):
        current = _rows(sitting).get(pk=sitting.pk)
        if current.finished_at is not None:
            return False
        score = count_right(sitting.paper.items.all(), current.answers)
        rows = _rows(sitting).filter(pk=current.pk, version=current.version, finished_at=None)
        if rows.update(score=score, finished_at=at, version=F("version") + 1) == 1:
            return True
    raise SittingStale(_rows(sitting).get(pk=sitting.pk))


@transaction.atomic
def close_paper(*, paper: BasePaper, by: User, at: datetime) -> int:
    """End the test. Whoever answered something without sending it: it counts as it stands.

    Gives how many were sent so. Attempts without any answer stay open and count for nothing.
    """
    require_running(paper.host)
    rows = type(paper)._default_manager.filter(pk=paper.pk, state=BasePaper.State.OPEN)
    if rows.update(state=BasePaper.State.CLOSED, closed_at=at, version=F("version") + 1) != 1:
        raise PaperNotOpen
    paper.refresh_from_db()
    sent = 0
    for sitting in paper.sittings.filter(finished_at=None).select_related("paper"):
        if sitting.answers:
            until = deadline(sitting)
            sent += _finish(sitting, min(at, until) if until else at)
    note_paper(paper, "ปิดแบบทดสอบ", by, at)
    return sent


@transaction.atomic
def enter_answers(
    *,
    paper: BasePaper,
    participant: Taker,
    answers: Answers | None,
    version: int | None,
    source: str = BaseSitting.Source.PAPER,
    by: User,
    at: datetime,
) -> BaseSitting | None:
    """Enter a person's answers from paper as they were read (``version``; ``None`` for no row yet).

    ``answers`` without items is a sheet handed in empty; ``None`` means no sheet was handed in and
    takes an entered row out again. ``SittingLocked`` for a phone's, ``SittingStale`` on a race.
    """
    current = _enterable(paper, participant, version)
    if answers is None:
        if current is not None:
            paper.sittings.filter(pk=current.pk, version=current.version).delete()
        return None
    items = _keys(paper)
    kept = _checked(items, answers)
    values = {
        "answers": kept, "score": count_right(items.values(), kept), "source": source,
        "entered_by": by, "finished_at": at,
    }  # fmt: skip
    return _enter(paper, participant, current, values, at)


@transaction.atomic
def enter_score(
    *, paper: BasePaper, participant: Taker, score: int, version: int | None, by: User,
    at: datetime,
) -> BaseSitting:  # fmt: skip
    """Enter a total only, as an import may have it; items are then unknown."""
    current = _enterable(paper, participant, version)
    if not 0 <= score <= paper.items.count():
        raise ScoreOutOfRange
    values = {
        "answers": {}, "score": score, "source": BaseSitting.Source.IMPORT, "entered_by": by,
        "finished_at": at,
    }  # fmt: skip
    return _enter(paper, participant, current, values, at)


def _enterable(paper: BasePaper, participant: Taker, version: int | None) -> BaseSitting | None:
    """The row that was read, if it may be entered and nobody changed it since."""
    require_running(paper.host)
    if paper.state == BasePaper.State.DRAFT:
        raise PaperNotOpen
    if not paper.host.participants.filter(pk=participant.pk).exists():
        raise OtherHost
    current: BaseSitting | None = paper.sittings.filter(participant=participant).first()
    if current is not None and current.source == BaseSitting.Source.PHONE:
        raise SittingLocked
    if (current.version if current else None) != version:
        raise SittingStale(current)
    return current


def _enter(
    paper: BasePaper,
    participant: Taker,
    current: BaseSitting | None,
    values: dict[str, object],
    at: datetime,
) -> BaseSitting:
    if current is None:
        try:
            with transaction.atomic():
                entered: BaseSitting = paper.sittings.create(
                    participant=participant, started_at=at, **values
                )
        except IntegrityError as error:
            raise SittingStale(paper.sittings.filter(participant=participant).first()) from error
        return entered
    rows = paper.sittings.filter(pk=current.pk, version=current.version)
    if rows.update(version=F("version") + 1, **values) != 1:
        raise SittingStale(paper.sittings.filter(participant=participant).first())
    current.refresh_from_db()
    return current
