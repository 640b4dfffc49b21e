"""What the Office's reports say, as of a moment: frozen figures and words in both languages.

Screen, PDF, Word and Excel are made of this and of nothing else; a final report keeps it as JSON.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from monitoring.content import Label
from monitoring.tally import Tally


@dataclass(frozen=True, slots=True)
class Words:
    """What officers write: it stands in the paper in the language in which it was typed."""

    introduction: str = ""
    conclusions: str = ""


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """Completeness of one place or kind of LAO. ``kind`` is region, province or type."""

    kind: str
    place: Label
    tally: Tally


@dataclass(frozen=True, slots=True)
class RoundTally:
    """Completeness of one round; ``mark`` is its short name, such as 1/2570."""

    round: Label
    mark: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator over all received reports, with the rounds before, the oldest first.

    Sums of numbers, means of scores, per cent (0 to 100) of shares and of yes-or-no; None where
    nothing was given.
    ``reports`` gave a value, ``silent`` said that there is none.
    """

    code: str
    level: str
    dimension: Label
    name: Label
    unit: Label
    value: Decimal | None
    reports: int
    silent: int
    before: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Words of one hub."""

    hub: str
    text: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """Problems of one category. ``named`` for the first time in this round, ``carried`` from
    earlier rounds and not solved before; of both together ``open`` are not solved.

    ``measure`` is what the manual or the catalogue suggests, ``taken`` what LAOs do, the words
    that most of them use first.
    """

    code: str
    name: Label
    section: str
    named: int
    carried: int
    open: int
    solved: int
    hubs: int
    measure: Label
    taken: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """The same words of ``hubs`` hubs, some of them by name, and what the Office answered."""

    text: str
    hubs: int
    names: tuple[str, ...]
    answers: tuple[str, ...] = ()
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sayings:
    """What hubs said to one question: the words most of them used first, as far as listed.

    ``reports`` said something, in ``different`` words; ``answered`` of them have an answer.
    """

    lines: tuple[SaidLine, ...]
    different: int
    reports: int
    answered: int = 0


@dataclass(frozen=True, slots=True)
class SupportLine:
    """One promise of the Office to a hub."""

    hub: str
    place: Label
    what: str
    owner: str
    promised_on: date
    due_on: date
    given_on: date | None
    given_note: str
    dropped_on: date | None


@dataclass(frozen=True, slots=True)
class SupportPart:
    """Promises that were open in the round or made in it; ``overdue`` is a part of ``owed``."""

    lines: tuple[SupportLine, ...]
    promised: int
    given: int
    owed: int
    overdue: int
    dropped: int


@dataclass(frozen=True, slots=True)
class HubLine:
    """One hub's duty in the round. ``number`` is its receipt's; ``follow_up`` the record's key."""

    hub: str
    place: Label
    state: Label
    sent_on: date | None
    days_late: int | None
    number: str
    closed_on: date | None
    follow_up: int | None


@dataclass(frozen=True, slots=True)
class RoundContent:
    """The consolidated report of a round for the country, a region or a province (manual 10).

    ``closed_on``: the completeness is that of the closing. ``marks`` names the rounds of the
    indicators' ``before`` and this one, the oldest first. ``issued_by`` is who made it final.
    """

    as_of: datetime
    area: Label
    round: Label
    fiscal_year: int
    half: int
    starts_on: date
    ends_on: date
    due_on: date
    closed_on: date | None
    tally: Tally
    places: tuple[PlaceTally, ...]
    trend: tuple[RoundTally, ...]
    marks: tuple[str, ...]
    indicators: tuple[IndicatorLine, ...]
    problems: tuple[ProblemLine, ...]
    lessons: Sayings
    recommendations: Sayings
    wanted: Sayings
    support: SupportPart
    next_phase: Sayings
    hubs: tuple[HubLine, ...]
    words: Words = Words()
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A fiscal year of the manual's tables 14.2 and 14.3, continued (manual 9.2).

    ``is_frozen``: the figures are those the director froze; ``hubs_now``, ``total_now`` and
    ``networks_now`` are what the records say today where that differs, else None.
    """

    fiscal_year: int
    networks_planned: int | None
    networks: int
    hubs_planned: int | None
    hubs: int
    total: int
    growth: int | None
    source: str
    is_running: bool = False
    is_frozen: bool = False
    networks_now: int | None = None
    hubs_now: int | None = None
    total_now: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A hub or network that came into a frozen year's figures, or went out of them, since."""

    name: str
    came_in: bool
    figures: Label
    reason: str
    on: date | None


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network founded in the year; ``members`` and ``advisers`` as of the report's moment."""

    name: str
    province: Label
    founded_on: date
    members: int
    advisers: int


@dataclass(frozen=True, slots=True)
class HubLifeLine:
    """A hub that was established or closed in the year."""

    name: str
    place: Label
    established_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class YearIndicator:
    """An indicator in both halves of a year, as the round reports have it."""

    code: str
    level: str
    name: Label
    unit: Label
    halves: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case of the year against its standard time, in working hours (manual 9.1)."""

    section: str
    title: str
    state: Label
    step: Label
    budget: Decimal
    used: Decimal
    paused: Decimal
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class SuccessLine:
    """The success level by one rubric (manual 5): 1 to 5 and its weight.

    ``reached`` is what the highest level asks for of those that are met.
    """

    name: Label
    weight: Decimal
    level: Decimal | None
    reached: Label


@dataclass(frozen=True, slots=True)
class YearContent:
    """The yearly report of the Office (manual 5, 9, 14)."""

    as_of: datetime
    fiscal_year: int
    ends_on: date
    years: tuple[YearLine, ...]
    corrections: tuple[CorrectionLine, ...]
    networks: tuple[NetworkLine, ...]
    established: tuple[HubLifeLine, ...]
    closed: tuple[HubLifeLine, ...]
    rounds: tuple[RoundTally, ...]
    indicators: tuple[YearIndicator, ...]
    cases: tuple[CaseLine, ...]
    success: tuple[SuccessLine, ...] = ()
    success_level: Decimal | None = None
    words: Words = Words()
    issued_by: str = ""


Content = RoundContent | YearContent
