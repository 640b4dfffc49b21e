"""Step 3 (manual 8.1 (3)): tests, how far they are, and what the analysis is fed with."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from networks.analysis import Answers, ItemPair, Score
from networks.models import NetworkProject, Paper, PaperItem, Participant, Question, Sitting
from onde_portal.accounts.models import User

THAI_LETTERS = "กขคงจฉ"
LATIN_LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a test is: its items, and people by what became of their attempt."""

    paper: Paper
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
    """What ``networks.analysis.analyse`` takes, one entry of ``people`` a participant."""

    people: tuple[Answers, ...]
    pre_max: int
    post_max: int
    items: tuple[ItemPair, ...]

    @property
    def is_there(self) -> bool:
        """Whether both tests have questions, and somebody sent one of them."""
        finished = any(one.pre or one.post for one in self.people)
        return self.pre_max > 0 and self.post_max > 0 and finished


def items_as_asked(paper: Paper) -> list[PaperItem]:
    """The items in order, in the words that count: frozen ones, or a draft's of today."""
    items = list(paper.items.select_related("question__topic").order_by("position"))
    if paper.state == Paper.State.DRAFT:
        for item in items:
            item.text, item.choices = item.question.text, item.question.choices
            item.answer = item.question.answer
    return items


def read_progress(project: NetworkProject) -> list[Progress]:
    """Both tests of a project, as far as they are there, the pre-test first."""
    people = project.participants.taking_part().count()
    papers = list(project.papers.all())
    items = Counter(PaperItem.objects.filter(paper__in=papers).values_list("paper_id", flat=True))
    sat = Counter(
        (row.paper_id, row.source if row.finished_at else "")
        for row in Sitting.objects.filter(paper__in=papers).only(
            "paper_id", "source", "finished_at"
        )
    )
    phone, sheet, file = Sitting.Source.PHONE, Sitting.Source.PAPER, Sitting.Source.IMPORT
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
        for paper in sorted(papers, key=lambda one: one.kind != Paper.Kind.PRE)
    ]


def tests_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 3 shows."""
    progress = read_progress(project)
    kinds = {item.paper.kind for item in progress}
    return {
        "papers": progress,
        "lacking": [kind for kind in Paper.Kind if kind not in kinds],
        "may_build_post": any(item.paper.kind == Paper.Kind.PRE and item.items for item in progress)
        and not any(
            item.paper.kind == Paper.Kind.POST and item.paper.state != Paper.State.DRAFT
            for item in progress
        ),
        "has_results": any(item.sent for item in progress),
        "materials": project.materials.filter(removed_at=None)
        .select_related("uploaded_by")
        .order_by("pk"),
        "participants": project.participants.taking_part().count(),
        "questions": Question.objects.filter(retired_at=None).count(),
    }


def sittings_of(paper: Paper, participants: Iterable[Participant]) -> dict[int, Sitting]:
    """The attempts of these people, by the participant's key."""
    keys = [one.pk for one in participants]
    return {row.participant_id: row for row in paper.sittings.filter(participant_id__in=keys)}


def choice_letters() -> str:
    """The signs of choices in the language of the page: ก ข ค, in English A B C."""
    return LATIN_LETTERS if (get_language() or "th").startswith("en") else THAI_LETTERS


def _score(sitting: Sitting | None, items: list[PaperItem]) -> Score | None:
    """A sent test as the analysis takes it; an imported total has no items."""
    if sitting is None or sitting.finished_at is None or sitting.score is None:
        return None
    if sitting.source == Sitting.Source.IMPORT and not sitting.answers:
        return Score(sitting.score)
    return Score(
        sitting.score,
        tuple(int(sitting.answers.get(str(item.position)) == item.answer) for item in items),
    )


def _pairs(before: list[PaperItem], after: list[PaperItem]) -> tuple[ItemPair, ...]:
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


def questions_of(project: NetworkProject) -> list[tuple[Paper, list[PaperItem]]]:
    """Both tests with their questions, the pre-test first."""
    papers = sorted(project.papers.all(), key=lambda one: one.kind != Paper.Kind.PRE)
    return [(paper, items_as_asked(paper)) for paper in papers]


def answers_for_analysis(project: NetworkProject) -> AnalysisInput:
    """Everybody who takes part or sent a test, with both tests by item."""
    papers = {paper.kind: paper for paper in project.papers.all()}
    items = {kind: items_as_asked(paper) for kind, paper in papers.items()}
    before, after = items.get(Paper.Kind.PRE, []), items.get(Paper.Kind.POST, [])
    sat: dict[int, dict[str, Sitting]] = defaultdict(dict)
    for sitting in Sitting.objects.filter(paper__project=project, finished_at__isnull=False):
        kind = next(kind for kind, paper in papers.items() if paper.pk == sitting.paper_id)
        sat[sitting.participant_id][kind] = sitting
    people = project.participants.filter(Q(withdrawn_at=None) | Q(pk__in=list(sat)))
    return AnalysisInput(
        people=tuple(
            Answers(
                one.pk,
                str(one.person),
                _score(sat[one.pk].get(Paper.Kind.PRE), before),
                _score(sat[one.pk].get(Paper.Kind.POST), after),
            )
            for one in people.select_related("person").order_by("person__name_key", "pk")
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
