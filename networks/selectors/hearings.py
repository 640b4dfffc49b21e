"""Step 5 (manual 8.1 (5)): hearings, who came, what was said, and which opinions are alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Sum

from networks.models import Hearing, HearingAttendance, NetworkProject, Opinion, Sector
from networks.selectors.founded import with_standing
from onde_portal.accounts.models import User
from onde_portal.thai.text import thai_key
from onde_portal.thai.working_time import BANGKOK

ALIKE = 0.5  # shared pairs of letters, of all pairs of both texts (Dice's measure)


@dataclass(frozen=True, slots=True)
class AttendanceTable:
    """Headcounts of a hearing by kind of people, with totals."""

    rows: tuple[tuple[str, str, int, int, int, int], ...]
    women: int
    men: int
    unsaid: int

    @property
    def total(self) -> int:
        return self.women + self.men + self.unsaid


def attendance_of(hearing: Hearing, *, with_empty: bool = False) -> AttendanceTable:
    """Kinds of people with women, men, unsaid and total; empty kinds for the form only."""
    found = {row.sector: row for row in hearing.attendance.all()}
    rows = []
    for sector, label in Sector.choices:
        row = found.get(sector, HearingAttendance(sector=sector))
        if row.total or with_empty:
            rows.append((str(sector), str(label), row.women, row.men, row.unsaid, row.total))
    return AttendanceTable(
        tuple(rows),
        sum(row.women for row in found.values()),
        sum(row.men for row in found.values()),
        sum(row.unsaid for row in found.values()),
    )


def opinions_by_topic(hearing: Hearing) -> list[tuple[Any, list[Opinion]]]:
    """The hearing's own opinions under their topics, the most often said first."""
    opinions = hearing.opinions.own().select_related("topic", "answered_by")
    ordered = opinions.prefetch_related("merged").order_by(
        "topic__position", "topic", "-times", "pk"
    )
    grouped: dict[Any, list[Opinion]] = {}
    for opinion in ordered:
        grouped.setdefault(opinion.topic, []).append(opinion)
    return list(grouped.items())


def _pairs(text: str) -> Counter[str]:
    letters = thai_key(text).replace(" ", "")
    return Counter(letters[place : place + 2] for place in range(len(letters) - 1))


def likeness(first: str, second: str) -> float:
    """How alike two texts are, 0 to 1: shared pairs of letters (Dice 1945). Needs no dictionary."""
    one, other = _pairs(first), _pairs(second)
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0


def alike(opinions: Sequence[Opinion]) -> list[tuple[Opinion, Opinion]]:
    """Pairs of opinions of one topic whose words are much alike, the likest first."""
    found = [
        (likeness(first.text, second.text), first, second)
        for number, first in enumerate(opinions)
        for second in opinions[number + 1 :]
        if first.topic_id == second.topic_id
    ]
    ordered = sorted(found, key=lambda one: -one[0])
    return [(first, second) for share, first, second in ordered if share >= ALIKE]


def with_counts(hearings: Any) -> Any:
    """Hearings with how many came, and how many opinions were noted and answered."""
    came = F("attendance__women") + F("attendance__men") + F("attendance__unsaid")
    own = Q(opinions__merged_into=None, opinions__isnull=False)
    counted = hearings.annotate(
        said=Count("opinions", own, distinct=True),
        unanswered=Count("opinions", own & Q(opinions__state="open"), distinct=True),
    )
    totals = dict(hearings.values_list("pk").annotate(came=Sum(came)).order_by("pk"))
    rows = list(counted.select_related("province").order_by("held_on", "pk"))
    for row in rows:
        row.came = totals.get(row.pk) or 0
    return rows


def hearing_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 5 shows."""
    return {
        "hearings": with_counts(project.hearings.all()),
        "networks": with_standing(project.networks.all(), at.astimezone(BANGKOK).date()),
    }
