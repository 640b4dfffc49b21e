"""Keeping what people type: field by field, exactly as typed, never over somebody else's text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from monitoring.actions.changes import Verb, change_follow_up, lock_follow_up, lock_visible, record
from monitoring.errors import (
    AnswerConflict,
    AnswerTooLong,
    NotAllowed,
    NotEditable,
    TooManyFiles,
    UnknownField,
)
from monitoring.models import (
    Answer,
    FieldRemark,
    FollowUp,
    FollowUpState,
    Problem,
    ReportFile,
)
from monitoring.policies import may_write
from monitoring.questions.facts import FormFacts
from monitoring.questions.sections import (
    ACTIVITY,
    ACTIVITY_ROWS,
    FIXED_KEYS,
    MAX_TEXT,
    PROBLEM,
    PROBLEM_ROWS,
)
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.thai.text import clean_text
from onde_portal.workflow.uploads import store_upload

MAX_FILES = 30
ROW_KEYS = frozenset(
    f"{name}.{row}.{question.key}"
    for name, questions, rows in (
        ("activity", ACTIVITY, ACTIVITY_ROWS),
        ("problem", PROBLEM, PROBLEM_ROWS),
    )
    for row in range(1, rows + 1)
    for question in questions
)
_INDICATOR = re.compile(r"indicator\.([A-Za-z0-9]{1,6})(?:\.(?:note|whole))?", re.ASCII)
_REMARK = re.compile(r"remark\.(\d{1,18})", re.ASCII)
_EARLIER = re.compile(r"earlier\.(\d{1,18})\.state", re.ASCII)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a whole page's save kept, and the fields that somebody else changed meanwhile.

    ``conflicts`` maps the key of such a field to the answer that stands there now.
    """

    answers: tuple[Answer, ...]
    conflicts: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was kept, and what tells whether it goes with the others."""

    answer: Answer
    facts: FormFacts


@transaction.atomic
def save_answer(
    *, follow_up: FollowUp, key: str, text: str, version: int | None, by: User, at: datetime
) -> Answer:
    """Keep the text of one field, valid or not.

    ``version`` is that of the answer the page showed, None if it showed none. The same text
    again changes nothing. Raises UnknownField, AnswerTooLong, NotAllowed, NotEditable, and
    AnswerConflict with the current answer when somebody else saved the field meanwhile.
    """
    locked = lock_follow_up(follow_up)
    kept = _keep(locked, key, text, version, by=by, at=at)
    _bring_up_to_date(follow_up, locked)
    return kept.answer


@transaction.atomic
def keep_answer(
    *, pk: int, key: str, text: str, version: int | None, by: User, at: datetime
) -> Kept:
    """The same for a page that keeps field by field: at most four queries after the first save.

    Raises FollowUp.DoesNotExist too, where this person may not know of the follow-up.
    """
    return _keep(lock_visible(pk, by), key, text, version, by=by, at=at)


def _keep(
    locked: FollowUp, key: str, text: str, version: int | None, *, by: User, at: datetime
) -> Kept:
    texts = _cleaned({key: text})
    require_writer(locked, by)
    answers = {answer.key: answer for answer in Answer.objects.filter(follow_up=locked)}
    raw = {one: answer.text for one, answer in answers.items()} | texts
    facts = FormFacts(locked, raw, {})
    _require_known(facts, texts)
    _start(locked, by=by, at=at)
    current = answers.get(key)
    if current is None:
        current = Answer.objects.create(
            follow_up=locked, key=key, text=texts[key], saved_at=at, saved_by=by
        )
    elif current.text != texts[key]:
        if current.version != version:
            raise AnswerConflict(current)
        _replace(current, texts[key], by=by, at=at)
        current.save(update_fields=["text", "version", "saved_at", "saved_by"])
    return Kept(current, facts)


@transaction.atomic
def save_answers(
    *,
    follow_up: FollowUp,
    texts: Mapping[str, str],
    versions: Mapping[str, int] | None = None,
    by: User,
    at: datetime,
) -> Saved:
    """Keep a whole page's texts (a browser without scripts): all in a few queries.

    ``versions`` are those of the answers the page showed: a field changed by somebody else since
    then is left alone and told; without them the page's text wins. Raises as ``save_answer``.
    """
    cleaned = _cleaned(texts)
    locked = _begin(follow_up, cleaned, by=by, at=at)
    known = {answer.key: answer for answer in Answer.objects.filter(follow_up=locked)}
    fresh = [
        Answer(follow_up=locked, key=key, text=text, saved_at=at, saved_by=by)
        for key, text in cleaned.items()
        if key not in known and text
    ]
    changed: list[Answer] = []
    conflicts: dict[str, Answer] = {}
    for key, text in cleaned.items():
        answer = known.get(key)
        if answer is None or answer.text == text:
            continue
        if versions is not None and versions.get(key) != answer.version:
            conflicts[key] = answer
            continue
        _replace(answer, text, by=by, at=at)
        changed.append(answer)
    Answer.objects.bulk_create(fresh)
    Answer.objects.bulk_update(changed, ["text", "version", "saved_at", "saved_by"])
    return Saved((*fresh, *changed), conflicts)


def attach_file(
    *, follow_up: FollowUp, upload: UploadedFile, key: str = "evidence", by: User, at: datetime
) -> ReportFile:
    """Keep a piece of evidence with the draft. Raises UploadRefused, TooManyFiles, NotEditable.

    The file is looked at before the transaction, as that takes seconds: until then its row counts
    as removed.
    """
    require_writer(follow_up, by)
    file = store_upload(
        ReportFile, upload=upload, by=by, at=at, follow_up=follow_up, key=key, removed_at=at
    )
    with transaction.atomic():
        locked = _begin(follow_up, {}, by=by, at=at)
        if ReportFile.objects.filter(follow_up=locked, removed_at=None).count() >= MAX_FILES:
            raise TooManyFiles
        file.removed_at = None
        file.save(update_fields=["removed_at"])
        record(locked, Verb.FILE_ADDED, by=by, at=at, reason=file.name)
    return file


@transaction.atomic
def remove_file(*, file: ReportFile, by: User, at: datetime) -> None:
    """Take a piece of evidence out of the draft; what an earlier edition named stays on disk."""
    locked = _begin(file.follow_up, {}, by=by, at=at)
    if ReportFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        file.removed_at = at
        record(locked, Verb.FILE_REMOVED, by=by, at=at, reason=file.name)


def _begin(follow_up: FollowUp, texts: Mapping[str, str], *, by: User, at: datetime) -> FollowUp:
    """The follow-up, locked and open to this writer; the first save makes it a draft."""
    locked = lock_follow_up(follow_up)
    require_writer(locked, by)
    _require_known(FormFacts(locked, {}, {}), texts)
    _start(locked, by=by, at=at)
    _bring_up_to_date(follow_up, locked)
    return locked


def _start(locked: FollowUp, *, by: User, at: datetime) -> None:
    if locked.state == FollowUpState.NOT_STARTED:
        change_follow_up(
            follow_up=locked,
            states=[FollowUpState.NOT_STARTED],
            verb=Verb.STARTED,
            by=by,
            at=at,
            state=FollowUpState.DRAFT,
            started_at=at,
        )


def _bring_up_to_date(follow_up: FollowUp, locked: FollowUp) -> None:
    follow_up.state, follow_up.version = locked.state, locked.version
    follow_up.started_at = locked.started_at


def require_writer(follow_up: FollowUp, by: User) -> None:
    """Raises NotAllowed, or NotEditable where the report is no longer open to this writer."""
    if not may(by, Action.WRITE_REPORT):
        raise NotAllowed
    if not may_write(by, follow_up):
        raise NotEditable


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    cleaned = {key: clean_text(text) for key, text in texts.items()}
    if any(len(text) > MAX_TEXT for text in cleaned.values()):
        raise AnswerTooLong
    return cleaned


def _require_known(facts: FormFacts, keys: Mapping[str, str]) -> None:
    follow_up = facts.follow_up
    unusual = [key for key in keys if key not in FIXED_KEYS and key not in ROW_KEYS]
    codes = {found[1] for key in unusual if (found := _INDICATOR.fullmatch(key))}
    problems = {int(found[1]) for key in unusual if (found := _EARLIER.fullmatch(key))}
    remarks = {int(found[1]) for key in unusual if (found := _REMARK.fullmatch(key))}
    patterns = (_INDICATOR, _EARLIER, _REMARK)
    shaped = [key for key in unusual if any(one.fullmatch(key) for one in patterns)]
    if len(shaped) < len(unusual):
        raise UnknownField
    if codes and codes - {indicator.code for indicator in facts.indicators}:
        raise UnknownField
    if problems and problems - set(
        Problem.objects.filter(
            pk__in=problems,
            follow_up__hub=follow_up.hub_id,
            follow_up__round__ends_on__lt=follow_up.round.starts_on,
        ).values_list("pk", flat=True)
    ):
        raise UnknownField
    if remarks and remarks - set(
        FieldRemark.objects.filter(pk__in=remarks, follow_up=follow_up).values_list("pk", flat=True)
    ):
        raise UnknownField


def _replace(answer: Answer, text: str, *, by: User, at: datetime) -> None:
    answer.text = text
    answer.version += 1
    answer.saved_at = at
    answer.saved_by = by
