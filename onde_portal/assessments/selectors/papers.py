"""Tests (manual 8.1 (3), 8.2 (3)), how far they are, and what the analysis is fed with."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from onde_portal.assessments.analysis import Answers, ItemPair, Score
from onde_portal.assessments.models import (
    BasePaper,
    BasePaperItem,
    BaseSitting,
    Host,
    Question,
    Taker,
)

THAI_LETTERS = "กขคงจฉ"
LATIN_LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a test is: its items, and people by what became of their attempt."""

    paper: BasePaper
    items: int
    running: int
    on_phone: int
    on_paper: int
    imported: int
    people: int

    @property
    def sent(self) -> int:
        return self.on_phone + self.on_paper + self.imported

    @property
    def missing(self) -> int:
        """People who take part and have not sent the test."""
        return max(0, self.people - self.sent)


@dataclass(frozen=True, slots=True)
class AnalysisInput:
    """What ``analyse`` takes, one entry of ``people`` a participant."""

    people: tuple[Answers, ...]
    pre_max: int
    post_max: int
    items: tuple[ItemPair, ...]

    @property
    def is_there(self) -> bool:
        """Whether both tests have questions, and somebody sent one of them."""
        finished = any(one.pre or one.post for one in self.people)
        return self.pre_max > 0 and self.post_max > 0 and finished


def items_as_asked(paper: BasePaper) -> list[BasePaperItem]:
    """The items in order, in the words that count: frozen ones, or a draft's of today."""
    items = list(paper.items.select_related("question__topic").order_by("position"))
    if paper.state == BasePaper.State.DRAFT:
        for item in items:
            item.text, item.choices = item.question.text, item.question.choices
            item.answer = item.question.answer
    return items


def _of_all(host: Host, name: str) -> Any:
    """Items or sittings of all tests of a host at once."""
    rows = host.papers.model._meta.get_field(name).related_model
    return rows.objects.filter(paper__in=host.papers.all())


def read_progress(host: Host) -> list[Progress]:
    """Both tests of a host, as far as they are there, the pre-test first."""
    people = host.participants.taking_part().count()
    papers = list(host.papers.all())
    items = Counter(_of_all(host, "items").values_list("paper_id", flat=True))
    sat = Counter(
        (row.paper_id, row.source if row.finished_at else "")
        for row in _of_all(host, "sittings").only("paper_id", "source", "finished_at")
    )
    phone, sheet, file = (
        BaseSitting.Source.PHONE,
        BaseSitting.Source.PAPER,
        BaseSitting.Source.IMPORT,
    )
    return [
        Progress(
            paper=paper,
            items=items[paper.pk],
            running=sat[paper.pk, ""],
            on_phone=sat[paper.pk, phone],
            on_paper=sat[paper.pk, sheet],
            imported=sat[paper.pk, file],
            people=people,
        )
        for paper in sorted(papers, key=lambda one: one.kind != BasePaper.Kind.PRE)
    ]


def tests_of(host: Host) -> dict[str, Any]:
    """What the page of a host shows of its tests."""
    progress = read_progress(host)
    kinds = {item.paper.kind for item in progress}
    return {
        "papers": progress,
        "lacking": [kind for kind in BasePaper.Kind if kind not in kinds],
        "may_build_post": any(
            item.paper.kind == BasePaper.Kind.PRE and item.items for item in progress
        )
        and not any(
            item.paper.kind == BasePaper.Kind.POST and item.paper.state != BasePaper.State.DRAFT
            for item in progress
        ),
        "has_results": any(item.sent for item in progress),
        "questions": Question.objects.filter(retired_at=None).count(),
    }


def people_of(host: Host, sat: Any) -> Any:
    """Everybody who takes part, or has sat (``sat``: their keys), by name."""
    people = host.participants.all()
    return (people.taking_part() | people.filter(pk__in=sat)).in_order()


def sittings_of(paper: BasePaper, participants: Iterable[Taker]) -> dict[int, BaseSitting]:
    """The attempts of these people, by the participant's key."""
    keys = [one.pk for one in participants]
    return {row.participant_id: row for row in paper.sittings.filter(participant_id__in=keys)}


def choice_letters() -> str:
    """The signs of choices in the language of the page: ก ข ค, in English A B C."""
    return LATIN_LETTERS if (get_language() or "th").startswith("en") else THAI_LETTERS


def _score(sitting: BaseSitting | None, items: list[BasePaperItem]) -> Score | None:
    """A sent test as the analysis takes it; an imported total has no items."""
    if sitting is None or sitting.finished_at is None or sitting.score is None:
        return None
    if sitting.source == BaseSitting.Source.IMPORT and not sitting.answers:
        return Score(sitting.score)
    return Score(
        sitting.score,
        tuple(int(sitting.answers.get(str(item.position)) == item.answer) for item in items),
    )


def _pairs(before: list[BasePaperItem], after: list[BasePaperItem]) -> tuple[ItemPair, ...]:
    """Items by the number they share, then those of the post-test alone.

    A label is the item's number, both numbers where they differ, such as ``3 → 5``.
    """
    later = {item.pair: index for index, item in enumerate(after) if item.pair is not None}
    pairs = []
    for index, item in enumerate(before):
        other = later.get(item.pair) if item.pair else None
        number = f"{item.position}"
        if other is not None and after[other].position != item.position:
            number = f"{item.position} → {after[other].position}"
        pairs.append(ItemPair(number, index, other))
    met = {item.pair for item in before if item.pair is not None}
    alone = [
        ItemPair(f"→ {item.position}", None, index)
        for index, item in enumerate(after)
        if item.pair not in met
    ]
    return (*pairs, *alone)


def questions_of(host: Host) -> list[tuple[BasePaper, list[BasePaperItem]]]:
    """Both tests with their questions, the pre-test first."""
    papers = sorted(host.papers.all(), key=lambda one: one.kind != BasePaper.Kind.PRE)
    return [(paper, items_as_asked(paper)) for paper in papers]


def answers_for_analysis(host: Host) -> AnalysisInput:
    """Everybody who takes part or sent a test, with both tests by item."""
    papers = {paper.kind: paper for paper in host.papers.all()}
    items = {kind: items_as_asked(paper) for kind, paper in papers.items()}
    before, after = items.get(BasePaper.Kind.PRE, []), items.get(BasePaper.Kind.POST, [])
    sat: dict[int, dict[str, BaseSitting]] = defaultdict(dict)
    for kind, paper in papers.items():
        for sitting in paper.sittings.filter(finished_at__isnull=False):
            sat[sitting.participant_id][kind] = sitting
    return AnalysisInput(
        people=tuple(
            Answers(
                one.pk,
                str(one),
                _score(sat[one.pk].get(BasePaper.Kind.PRE), before),
                _score(sat[one.pk].get(BasePaper.Kind.POST), after),
            )
            for one in people_of(host, list(sat))
        ),
        pre_max=len(before),
        post_max=len(after),
        items=_pairs(before, after),
    )


def questions_to_choose(*, topic: int | None, words: Iterable[str]) -> "QuerySet[Question]":
    """Questions of the bank in use, by topic and search words, in the order of topics."""
    found = Question.objects.filter(retired_at=None).select_related("topic")
    if topic:
        found = found.filter(topic=topic)
    for word in words:
        found = found.filter(search_key__contains=word)
    return found.order_by("topic__position", "topic_id", "pk")
