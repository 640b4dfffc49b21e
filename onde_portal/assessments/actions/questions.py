"""The question bank (manual 8.1 (3), 8.2 (3)): entering, correcting and retiring questions."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.models import BasePaper, Question, Topic, item_models
from onde_portal.thai.text import clean_text, thai_key

FEWEST_CHOICES, MOST_CHOICES = 2, 6


class QuestionTextNeeded(AssessmentError):
    message = _("Write the question.")


class ChoicesNeeded(AssessmentError):
    message = _("Give two to six choices, without a gap between them.")


class ChoicesAlike(AssessmentError):
    message = _("Two choices say the same.")


class AnswerNeeded(AssessmentError):
    message = _("Say which of the choices is right.")


class ParallelToItself(AssessmentError):
    message = _("A question is parallel to another one, not to itself.")


def _words(text: str, choices: Sequence[str]) -> tuple[str, list[str]]:
    """The question and its choices as they are kept; gaps between choices are refused."""
    asked = clean_text(text).strip()
    if not asked:
        raise QuestionTextNeeded
    listed = [clean_text(choice).strip() for choice in choices]
    while listed and not listed[-1]:
        listed.pop()
    if not all(listed) or not FEWEST_CHOICES <= len(listed) <= MOST_CHOICES:
        raise ChoicesNeeded
    if len({thai_key(choice) for choice in listed}) < len(listed):
        raise ChoicesAlike
    return asked, listed


def is_taken(question: Question) -> bool:
    """Whether people were or are asked this question: it stands on a paper that was opened."""
    return any(
        items.objects.filter(question=question).exclude(paper__state=BasePaper.State.DRAFT).exists()
        for items in item_models()
    )


@transaction.atomic
def save_question(
    *,
    topic: Topic,
    text: str,
    choices: Sequence[str],
    answer: int,
    parallel_to: Question | None = None,
    question: Question | None = None,
    at: datetime,
) -> Question:
    """Enter a question, or correct one. ``answer`` is the right choice's index from 0.

    A question that people were asked stays as it was: the corrected one takes its place in the
    bank and on papers not yet opened, and the old one is retired. The question kept is returned.
    """
    asked, listed = _words(text, choices)
    if not 0 <= answer < len(listed):
        raise AnswerNeeded
    if question is not None and parallel_to == question:
        raise ParallelToItself
    kept = question or Question()
    is_reworded = (kept.text, kept.choices, kept.answer) != (asked, listed, answer)
    replaced = question if question is not None and is_reworded and is_taken(question) else None
    if replaced is not None:
        kept = Question()
    kept.topic, kept.parallel_to = topic, parallel_to
    kept.text, kept.choices, kept.answer = asked, listed, answer
    kept.search_key = thai_key(f"{asked} {' '.join(listed)}")[:400]
    kept.save()
    if replaced is not None:
        _replace(replaced, kept, at)
    return kept


def _replace(old: Question, new: Question, at: datetime) -> None:
    """Put the new question where the old one is not yet asked."""
    for items in item_models():
        drafts = items.objects.filter(question=old, paper__state=BasePaper.State.DRAFT)
        drafts.update(question=new)
    Question.objects.filter(parallel_to=old).exclude(pk=new.pk).update(parallel_to=new)
    retire_question(question=old, at=at)


def retire_question(*, question: Question, at: datetime) -> None:
    """Take a question out of use; papers that have it keep it."""
    if Question.objects.filter(pk=question.pk, retired_at=None).update(retired_at=at):
        question.refresh_from_db()


def restore_question(*, question: Question) -> None:
    """Use a retired question again."""
    Question.objects.filter(pk=question.pk).update(retired_at=None)
    question.refresh_from_db()
