"""Opinions of a hearing from a file."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.actions.hearings import LONGEST_TEXT, MOST_PEOPLE, answer_opinion, note_opinion
from networks.actions.study import ProjectEnded
from networks.models import Hearing, Opinion, OpinionTopic
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import Given, ImportColumn, ImportRefused, Problem, Record
from onde_portal.exchange.readers import Text, Whole, choice, one_of_records
from onde_portal.exchange.records import ModelImporter
from onde_portal.thai.digits import read_key
from onde_portal.thai.text import thai_key


class OpinionImporter(ModelImporter):
    """What was said at one hearing, a row each, with the answer where there is one."""

    key = "opinions"
    title = _("Opinions")
    model = Opinion
    context_keys = ("hearing",)

    @cached_property
    def hearing(self) -> Hearing:
        """The hearing of the context; ``DoesNotExist`` where it names none."""
        key = self.context.get("hearing", "")
        return Hearing.objects.select_related("project").get(pk=read_key(key) or 0)

    def check_context(self, by: User) -> None:
        if not Hearing.objects.visible_to(by).filter(pk=self.hearing.pk).exists():
            raise Hearing.DoesNotExist
        if not self.hearing.project.is_running:
            raise ImportRefused(str(ProjectEnded()))

    def return_url(self) -> str:
        return reverse("admin:networks_hearing_page", args=[self.hearing.pk])

    def build_columns(self) -> Sequence[ImportColumn]:
        topics = list(OpinionTopic.objects.order_by("position", "pk"))
        return (
            ImportColumn(
                "topic", ("ประเด็น", "Topic"), one_of_records(topics, "name_th", "name_en"),
                needed=True, example=topics[0].name_th if topics else "",
            ),
            ImportColumn(
                "text", ("ความคิดเห็น", "Opinion"), Text(LONGEST_TEXT, lines=True), needed=True,
                example="ควรแจ้งวันประชาคมล่วงหน้าสองสัปดาห์",
            ),
            ImportColumn(
                "times", ("จำนวนครั้ง", "How often"), Whole(1, MOST_PEOPLE), example="3",
                help=_("How often it was said; once where empty"),
            ),
            ImportColumn("state", ("สถานะ", "State"), choice(Opinion.State)),
            ImportColumn("answer", ("คำตอบ", "Answer"), Text(LONGEST_TEXT, lines=True)),
        )  # fmt: skip

    def check(self, record: Record) -> Sequence[Problem]:
        state, answer = record.get("state"), record.get("answer")
        if state and state != Opinion.State.OPEN and not answer:
            return [Problem("answer", str(_("Give the answer with the state.")))]
        if answer and (not state or state == Opinion.State.OPEN):
            return [Problem("state", str(_("An answer needs a state other than “not answered”.")))]
        return []

    def existing(self, rows: Sequence[Given]) -> QuerySet[Any]:
        return self.with_values(self.hearing.opinions.own())

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("topic")

    def identity(self, record: Record) -> Hashable:
        return (record["topic"].pk, thai_key(record["text"]))

    def values_of(self, row: Opinion) -> Record:
        return {
            "topic": row.topic, "text": row.text, "times": row.times, "state": row.state,
            "answer": row.answer,
        }  # fmt: skip

    def create(self, record: Record, *, by: User, at: datetime) -> Opinion:
        opinion = note_opinion(
            hearing=self.hearing, topic=record["topic"], text=record["text"],
            times=record.get("times") or 1,
        )  # fmt: skip
        self._answer(opinion, record, by, at)
        return opinion

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        note_opinion(
            hearing=self.hearing, topic=record["topic"], text=record["text"],
            times=record.get("times") or obj.times, opinion=obj,
        )  # fmt: skip
        self._answer(obj, record, by, at)

    def _answer(self, opinion: Opinion, record: Record, by: User, at: datetime) -> None:
        if record.get("answer"):
            answer_opinion(
                opinion=opinion, state=record["state"], answer=record["answer"], by=by, at=at
            )
