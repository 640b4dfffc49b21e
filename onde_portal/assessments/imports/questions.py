"""Questions of the bank from a file: known ones by their words (manual 8.1 (3))."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from onde_portal.accounts.models import User
from onde_portal.assessments.actions.questions import (
    FEWEST_CHOICES,
    MOST_CHOICES,
    is_taken,
    save_question,
)
from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.models import Question, Topic
from onde_portal.assessments.selectors.papers import LATIN_LETTERS, THAI_LETTERS
from onde_portal.exchange.importing import (
    CellRefused,
    ImportColumn,
    ImportRefused,
    Problem,
    Record,
)
from onde_portal.exchange.readers import Text
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.digits import to_ascii
from onde_portal.thai.text import thai_key

EXAMPLE = ("ประชาชน", "กำนัน", "นายอำเภอ", "ผู้ว่าราชการจังหวัด")


class Letter:
    """A choice by its letter or number: ก, A, 1; read as an index from 0, written as ก."""

    def __call__(self, text: str) -> int:
        sign = to_ascii(text.strip().rstrip(".)")).upper()
        for signs in (THAI_LETTERS, LATIN_LETTERS, "123456"):
            if len(sign) == 1 and sign in signs:
                return signs.index(sign)
        raise CellRefused(_("Give the letter of a choice: ก ข ค ง, or 1 2 3 4."))

    def cell(self, value: int) -> str:
        return THAI_LETTERS[value]


class QuestionsImporter(ModelImporter):
    """One row, one question. The same words are the same question."""

    key = "questions"
    title = gettext_lazy("Question bank")
    model = Question

    def build_columns(self) -> Sequence[ImportColumn]:
        letters = zip(THAI_LETTERS, LATIN_LETTERS, range(MOST_CHOICES), strict=True)
        choices = [
            ImportColumn(
                f"choice_{index + 1}", (f"ตัวเลือก {thai}", f"Choice {latin}", thai, latin),
                Text(500), needed=index < FEWEST_CHOICES,
                example=EXAMPLE[index] if index < len(EXAMPLE) else "",
            )
            for thai, latin, index in letters
        ]  # fmt: skip
        return [
            ImportColumn(
                "topic", ("หัวข้อ", "Topic"), Text(200), needed=True,
                example="การปกครองท้องถิ่น", help=_("A topic that is not there yet is added"),
            ),
            ImportColumn(
                "text", ("คำถาม", "Question"), Text(2000, lines=True), needed=True,
                example="ใครเป็นผู้เลือกนายกองค์การบริหารส่วนตำบล",
            ),
            *choices,
            ImportColumn(
                "answer", ("คำตอบ", "Right choice", "เฉลย", "Answer"), Letter(), needed=True,
                example="ก", help=_("The letter of the right choice"),
            ),
            ImportColumn(
                "parallel", ("คู่ขนานกับ", "Parallel to"), self._known,
                help=_("The words of a question that is in the bank already"),
            ),
        ]  # fmt: skip

    @cached_property
    def _bank(self) -> Mapping[str, Question]:
        """Questions in use by their words."""
        rows = Question.objects.filter(retired_at=None).select_related("topic").order_by("-pk")
        return {thai_key(row.text): row for row in rows}

    def _known(self, text: str) -> str:
        found = self._bank.get(thai_key(text))
        if found is None:
            raise CellRefused(_("No question of the bank reads like this. Import that one first."))
        return found.text

    def existing(self, rows: Sequence[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = self.with_values(Question.objects.filter(retired_at=None))
        return found

    def with_values(self, rows: Any) -> Any:
        return rows.select_related("topic", "parallel_to")

    def label_of(self, record: Record) -> str:
        return str(record.get("text") or "")

    def identity(self, record: Record) -> Hashable | None:
        return thai_key(record["text"]) if record.get("text") else None

    def values_of(self, row: Question) -> Record:
        choices = {f"choice_{number}": words for number, words in enumerate(row.choices, 1)}
        return {
            "topic": row.topic.name_th,
            "text": row.text,
            **choices,
            "answer": row.answer,
            "parallel": row.parallel_to.text if row.parallel_to else None,
        }

    def check(self, record: Record) -> Iterable[Problem]:
        choices = _choices(record)
        if not all(choices):
            yield Problem("choice_2", _("Leave no choice empty between others."))
        elif len({thai_key(words) for words in choices}) < len(choices):
            yield Problem("choice_2", _("Two choices say the same."))
        if record["answer"] >= len(choices):
            yield Problem("answer", _("The question has no such choice."))
        known = self._bank.get(thai_key(record["text"]))
        if known is None:
            return
        is_other = (known.choices, known.answer) != (choices, record["answer"])
        if is_other and is_taken(known):
            said = _("People were asked this question already. Correct it in the question bank.")
            yield Problem("text", said)

    def create(self, record: Record, *, by: User, at: datetime) -> Question:
        return self._save(record, None, at)

    def change(self, obj: Question, record: Record, *, by: User, at: datetime) -> None:
        self._save(record, obj, at)

    def _save(self, record: Record, question: Question | None, at: datetime) -> Question:
        topic, _made = Topic.objects.get_or_create(name_th=record["topic"])
        parallel = record.get("parallel")
        kept = question.parallel_to if question else None
        try:
            return save_question(
                topic=topic, text=record["text"], choices=_choices(record),
                answer=record["answer"], question=question, at=at,
                parallel_to=self._bank[thai_key(parallel)] if parallel else kept,
            )  # fmt: skip
        except AssessmentError as error:
            raise ImportRefused(str(error)) from error


def _choices(record: Record) -> list[str]:
    """The choices up to the last one given."""
    given = [record.get(f"choice_{number}") or "" for number in range(1, MOST_CHOICES + 1)]
    while given and not given[-1]:
        given.pop()
    return given
