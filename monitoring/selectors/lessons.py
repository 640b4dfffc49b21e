"""What earlier years taught, for the study of a hub programme (manual 8.2 (1))."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hubs.models import HubProgramme, ProgrammeEvaluation
from monitoring.models import FollowUp, Problem, Submission
from onde_portal.accounts.models import User
from onde_portal.thai.text import thai_key

YEARS_BACK = 5
SHOWN_WORDS, NAMED_HUBS = 4, 5
KINDS = ("problems", "lessons", "recommendations", "support", "evaluation")
OF_EVALUATIONS = (
    ("problems", "ปัญหาและอุปสรรคของโครงการ"),
    ("lessons", "บทเรียนของโครงการ"),
    ("recommendations", "ข้อเสนอแนะของโครงการ"),
    ("next_year", "ข้อเสนอสำหรับปีถัดไป"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """Something said, and the hubs that said it, in their order."""

    text: str
    hubs: tuple[str, ...]

    @property
    def with_hubs(self) -> str:
        """The words with their hubs in brackets, in Thai, as a finding quotes them."""
        if not self.hubs:
            return self.text
        names = ", ".join(self.hubs[:NAMED_HUBS])
        rest = len(self.hubs) - NAMED_HUBS
        return f"{self.text} ({names} และอีก {rest} ศูนย์)" if rest > 0 else f"{self.text} ({names})"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing that hubs, or an earlier programme, said in a fiscal year (B.E.).

    ``key`` names it as findings keep it in ``drawn_from``. ``words`` are what was said, each once
    with the hubs that said it; ``hubs`` how many different hubs did, 0 for what a programme says.
    ``source`` and ``source_on`` are as a finding quotes them, in Thai.
    """

    key: str
    kind: str
    fiscal_year: int
    title: str
    words: tuple[Words, ...]
    hubs: int
    source: str
    source_on: date | None

    @property
    def shown(self) -> tuple[Words, ...]:
        return self.words[:SHOWN_WORDS]

    @property
    def more(self) -> int:
        """How many more words there are than shown."""
        return max(0, len(self.words) - SHOWN_WORDS)

    @property
    def text(self) -> str:
        """The words as lines of a finding's details."""
        return "\n".join(words.with_hubs for words in self.words)


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a hub's latest report of a round."""

    year: int
    hub_id: int
    hub: str
    words: str
    on: date


def lessons_before(programme: HubProgramme, user: User) -> list[Lesson]:
    """Problems, lessons, recommendations and wishes of the five years before a programme's.

    Problems are put together by category and year, words when they are the same; what most hubs
    name comes first in each year, newest year first. Evaluations of earlier programmes follow.
    """
    years = range(programme.fiscal_year - YEARS_BACK, programme.fiscal_year)
    follow_ups = FollowUp.objects.visible_to(user).filter(round__fiscal_year__in=years)
    found = [
        *_problems(follow_ups.values("pk")),
        *_texts(follow_ups.values("pk")),
        *_evaluations(years, user),
    ]
    return sorted(found, key=lambda item: (-item.fiscal_year, KINDS.index(item.kind), -item.hubs))


def _problems(follow_ups: object) -> Iterator[Lesson]:
    rows = Problem.objects.filter(follow_up__in=follow_ups)
    rows = rows.select_related("category", "follow_up__round", "follow_up__hub")
    groups: dict[tuple[int, str], list[Problem]] = defaultdict(list)
    for row in rows.order_by("-follow_up__round__starts_on", "pk"):
        groups[row.follow_up.round.fiscal_year, row.category_id].append(row)
    for (year, code), members in groups.items():
        yield Lesson(
            key=f"monitoring.problem:{code}:{year}",
            kind="problems",
            fiscal_year=year,
            title=members[0].category.name_th,
            words=_together((_problem_words(row), row.follow_up.hub.name) for row in members),
            hubs=len({row.follow_up.hub_id for row in members}),
            source=_source(year),
            source_on=max(row.follow_up.round.ends_on for row in members),
        )


def _together(said: Iterable[tuple[str, str]]) -> tuple[Words, ...]:
    """The same words once with all their hubs; what most hubs said comes first."""
    groups: dict[str, tuple[str, dict[str, None]]] = {}
    for words, hub in said:
        groups.setdefault(thai_key(words), (words, {}))[1][hub] = None
    found = [Words(words, tuple(hubs)) for words, hubs in groups.values()]
    return tuple(sorted(found, key=lambda words: -len(words.hubs)))


def _problem_words(row: Problem) -> str:
    said = " ".join(row.description.split())
    measure = " ".join(row.measure.split())
    return f"{said} – การแก้ไข: {measure}" if measure else said


def _texts(follow_ups: object) -> Iterator[Lesson]:
    groups: dict[tuple[int, str, str], list[_Said]] = defaultdict(list)
    for kind, said in _latest_texts(follow_ups):
        mark = hashlib.sha256(thai_key(said.words).encode()).hexdigest()[:16]
        groups[said.year, kind, mark].append(said)
    for (year, kind, mark), members in groups.items():
        hubs = {said.hub_id: said.hub for said in members}
        first = members[0].words
        yield Lesson(
            key=f"monitoring.{kind}:{mark}:{year}",
            kind=kind,
            fiscal_year=year,
            title=first.splitlines()[0][:200],
            words=(Words(" ".join(first.split()), tuple(hubs.values())),),
            hubs=len(hubs),
            source=_source(year),
            source_on=max(said.on for said in members),
        )


def _latest_texts(follow_ups: object) -> Iterator[tuple[str, _Said]]:
    """The words of the newest edition of each report, by the question they answer."""
    rows = Submission.objects.filter(follow_up__in=follow_ups, nothing_to_report=False)
    rows = rows.select_related("follow_up__round", "follow_up__hub").order_by("number", "pk")
    latest = {row.follow_up_id: row for row in rows}
    for row in latest.values():
        for entry in row.content.get("texts", ()):
            words = str(entry.get("text", "")).strip()
            if entry.get("key") in KINDS and words.strip("-–. "):
                hub, on = row.follow_up.hub, timezone.localtime(row.submitted_at).date()
                year = row.follow_up.round.fiscal_year
                yield entry["key"], _Said(year, hub.pk, hub.name, words, on)


def _evaluations(years: Iterable[int], user: User) -> Iterator[Lesson]:
    rows = ProgrammeEvaluation.objects.visible_to(user).filter(
        programme__fiscal_year__in=list(years)
    )
    for row in rows.select_related("programme"):
        for name, label in OF_EVALUATIONS:
            words = getattr(row, name).strip()
            if words:
                yield Lesson(
                    key=f"hubs.programmeevaluation:{row.pk}:{name}",
                    kind="evaluation",
                    fiscal_year=row.programme.fiscal_year,
                    title=f"{label} ปีงบประมาณ พ.ศ. {row.programme.fiscal_year}",
                    words=tuple(Words(line, ()) for line in words.splitlines() if line.strip()),
                    hubs=0,
                    source=f"ผลการประเมิน {row.programme.title}",
                    source_on=timezone.localtime(row.saved_at).date(),
                )


def _source(year: int) -> str:
    return f"รายงานผลรอบ 6 เดือนของศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน ปีงบประมาณ พ.ศ. {year}"
