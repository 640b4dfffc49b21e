"""Results of a test from a file: answers by question, or totals (manual 8.1 (3), 8.2 (3)).

People are named by their personal code, or by first and last name where those are one person's.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from onde_portal.accounts.models import User
from onde_portal.assessments.actions.sittings import count_right, enter_answers, enter_score
from onde_portal.assessments.codes import plain_code
from onde_portal.assessments.errors import AssessmentError, HostEnded
from onde_portal.assessments.imports.questions import Letter
from onde_portal.assessments.models import BasePaper, BaseSitting, Taker
from onde_portal.assessments.selectors.papers import items_as_asked, people_of
from onde_portal.exchange.importing import (
    Change,
    Given,
    ImportColumn,
    ImportRefused,
    Problem,
    Record,
    Verdict,
)
from onde_portal.exchange.readers import Text, Whole
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.digits import read_key
from onde_portal.thai.names import name_key

NOTHING = -1


class AnswerLetter(Letter):
    """An answer by its letter or number; a dash for a question left out."""

    def __call__(self, text: str) -> int:
        return NOTHING if text.strip() in {"-", "–", "—", "0", "๐"} else super().__call__(text)

    def cell(self, value: int) -> str:
        return "-" if value == NOTHING else super().cell(value)


class ScoresImporter(ModelImporter):
    """One row, one person's attempt at the test of the context. Empty rows mean nothing.

    Each app's subclass names its own tables of tests and results.
    """

    paper_model: ClassVar[type[BasePaper]]

    title = gettext_lazy("Test results")
    context_keys = ("paper",)

    @cached_property
    def paper(self) -> BasePaper:
        """The test of the context; ``DoesNotExist`` where it names none."""
        key = self.context.get("paper", "")
        return self.paper_model._default_manager.get(pk=read_key(key) or 0)

    @cached_property
    def items(self) -> list[Any]:
        return items_as_asked(self.paper)

    def build_columns(self) -> Sequence[ImportColumn]:
        answers = [
            ImportColumn(
                f"item_{item.position}",
                (str(item.position), f"Item {item.position}", f"ข้อ {item.position}"),
                AnswerLetter(),
            )
            for item in self.items
        ]
        return [
            ImportColumn("code", ("รหัสประจำตัว", "Personal code", "รหัส"), Text(20)),
            ImportColumn("first_name", ("ชื่อ", "First name"), Text(80)),
            ImportColumn("last_name", ("นามสกุล", "Last name", "สกุล"), Text(80)),
            *answers,
            ImportColumn(
                "score", ("คะแนน", "Score", "คะแนนรวม"), Whole(0, len(self.items)),
                help=_("Only needed where the answers to the questions are not known"),
            ),
        ]  # fmt: skip

    def check_context(self, by: User) -> None:
        if not self.paper_model.objects.visible_to(by).filter(pk=self.paper.pk).exists():
            raise self.paper_model.DoesNotExist
        if not self.paper.host.is_running:
            raise ImportRefused(str(HostEnded()))
        if self.paper.state == BasePaper.State.DRAFT:
            raise ImportRefused(_("Open the test first: only then its questions stand fast."))

    def return_url(self) -> str:
        return reverse(self.paper.host_page, args=[self.paper.host_id])

    # --- who a row is

    @cached_property
    def _people(self) -> list[Taker]:
        sat = self.paper.sittings.values("participant_id")
        return list(people_of(self.paper.host, sat))

    @cached_property
    def _by_code(self) -> dict[str, Taker]:
        return {one.code: one for one in self._people}

    @cached_property
    def _by_name(self) -> dict[Any, list[Taker]]:
        found: dict[Any, list[Taker]] = {}
        for one in self._people:
            found.setdefault(one.name_key, []).append(one)
        return found

    @cached_property
    def _sat(self) -> dict[int, BaseSitting]:
        return {row.participant_id: row for row in self.paper.sittings.all()}

    def _found(self, row: Given, known: Any) -> list[Any]:
        participant, _why = self._who(row.record)
        sitting = self._sat.get(participant.pk) if participant else None
        return [sitting] if sitting else []

    def _who(self, record: Record) -> tuple[Taker | None, Problem | None]:
        """The person of a row, or what keeps the row from having one."""
        if record.get("code"):
            found = self._by_code.get(plain_code(record["code"]))
            said = _("Nobody here has this code.")
            return found, None if found else Problem("code", said)
        key = name_key(record.get("first_name") or "", record.get("last_name") or "")
        same = self._by_name.get(key, [])
        if len(same) == 1:
            return same[0], None
        if not (record.get("first_name") and record.get("last_name")):
            return None, Problem("code", _("Give the personal code, or first and last name."))
        if same:
            said = _("Several people have this name. Give the personal code.")
            return None, Problem("code", said)
        return None, Problem("first_name", _("Nobody of this name takes part."))

    def identity(self, record: Record) -> Hashable | None:
        participant, _why = self._who(record)
        return participant.pk if participant else None

    def identity_of(self, obj: BaseSitting) -> Hashable:
        return obj.participant_id

    def existing(self, rows: Sequence[Given]) -> QuerySet[Any]:
        none: QuerySet[Any] = self.paper.sittings.none()  # found by person, all at once
        return none

    def label_of(self, record: Record) -> str:
        participant, _why = self._who(record)
        return str(participant) if participant else str(record.get("code") or "–")

    # --- what a row says

    def _answers(self, record: Record) -> dict[int, int] | None:
        """Answers by question; ``None`` where the row has none at all."""
        given = {
            item.position: record[f"item_{item.position}"]
            for item in self.items
            if record.get(f"item_{item.position}") is not None
        }
        if not given:
            return None
        return {position: choice for position, choice in given.items() if choice != NOTHING}

    def _is_empty(self, record: Record) -> bool:
        return self._answers(record) is None and record.get("score") is None

    def check(self, record: Record) -> Iterable[Problem]:
        participant, problem = self._who(record)
        if problem is not None:
            yield problem
            return
        answers = self._answers(record)
        for item in self.items:
            if answers and answers.get(item.position, NOTHING) >= len(item.choices):
                yield Problem(f"item_{item.position}", _("The question has no such choice."))
        yield from self._check_score(record, answers)
        sitting = self._sat.get(participant.pk) if participant else None
        is_phone = sitting is not None and sitting.source == BaseSitting.Source.PHONE
        if sitting and is_phone and not self._is_empty(record) and self.changes(sitting, record):
            said = _("This person took the test on the phone. Those answers stand.")
            yield Problem("code", said)

    def _check_score(self, record: Record, answers: dict[int, int] | None) -> Iterable[Problem]:
        if answers is None or record.get("score") is None:
            return
        right = count_right(self.items, {str(key): choice for key, choice in answers.items()})
        if right != record["score"]:
            said = _("The answers make %(right)d points; the file says %(score)d.")
            yield Problem("score", said % {"right": right, "score": record["score"]})

    def judge(self, row: Given, found: Sequence[Any]) -> Verdict:
        if self._is_empty(row.record):
            return Verdict.same(found[0].pk if found else "")
        return super().judge(row, found)

    def changes(self, obj: BaseSitting, record: Record) -> list[Change]:
        """Other answers, or another total."""
        answers = self._answers(record)
        if answers is None:
            score = record.get("score")
            is_same = score is None or score == obj.score
            return [] if is_same else [Change(_("Score"), _shown(obj.score), _shown(score))]
        kept = {str(key): choice for key, choice in answers.items()}
        if kept == obj.answers and obj.finished_at:
            return []
        return [Change(_("Answers"), self._in_letters(obj.answers), self._in_letters(kept))]

    def _in_letters(self, answers: dict[str, int]) -> str:
        """Answers in the order of questions, such as ``กค-ง``."""
        write = AnswerLetter().cell
        return "".join(write(answers.get(str(item.position), NOTHING)) for item in self.items)

    # --- writing, and the file that can be read again

    def create(self, record: Record, *, by: User, at: datetime) -> BaseSitting:
        return self._enter(record, None, by, at)

    def change(self, obj: BaseSitting, record: Record, *, by: User, at: datetime) -> None:
        self._enter(record, obj.version, by, at)

    def _enter(self, record: Record, version: int | None, by: User, at: datetime) -> BaseSitting:
        participant, _why = self._who(record)
        answers = self._answers(record)
        if participant is None:
            raise ImportRefused(_("Somebody no longer takes part. Send the file again."))
        try:
            if answers is None:
                return enter_score(
                    paper=self.paper, participant=participant, score=record["score"],
                    version=version, by=by, at=at,
                )  # fmt: skip
            kept = enter_answers(
                paper=self.paper, participant=participant, answers=answers, version=version,
                source=BaseSitting.Source.IMPORT, by=by, at=at,
            )  # fmt: skip
        except AssessmentError as error:
            raise ImportRefused(str(error)) from error
        return kept or self.paper.sittings.model()

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Header and rows of everybody with the results there are; reads back unchanged."""
        header = [column.label for column in self.columns]
        return header, [self._row(one) for one in self._people]

    def _row(self, participant: Taker) -> list[Any]:
        sitting = self._sat.get(participant.pk)
        names = [participant.code, *participant.name_parts]
        if sitting is None or sitting.finished_at is None:
            return [*names, *[""] * len(self.items), ""]
        is_total = sitting.source == BaseSitting.Source.IMPORT and not sitting.answers
        write = AnswerLetter().cell
        answers = [
            "" if is_total else write(sitting.answers.get(str(item.position), NOTHING))
            for item in self.items
        ]
        return [*names, *answers, sitting.score]


def _shown(score: int | None) -> str:
    return "–" if score is None else str(score)
