"""What the board counts: one rule for live follow-ups and for the lines of a closed round.

Nothing-to-report and waived stand apart from what is expected. Time is measured against the
round's due date, for everybody the same; more time that was given shows as extended.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from monitoring.models.followups import APART_STATES, OWED_STATES, FollowUpState
from monitoring.models.rounds import Round
from onde_portal.thai.working_time import BANGKOK

MEASURES = (
    "expected", "received", "accepted", "on_time", "late", "owed", "overdue", "nothing", "waived",
    "extended",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of reports. ``received`` is sent and not returned, ``owed`` the rest of ``expected``.

    ``on_time`` and ``late``: first sent by the round's due date or after it, whatever came later;
    ``days_late`` sums the days of the late ones. ``overdue`` is owed and past its own due date.
    """

    expected: int = 0
    received: int = 0
    accepted: int = 0
    on_time: int = 0
    late: int = 0
    days_late: int = 0
    owed: int = 0
    overdue: int = 0
    nothing: int = 0
    waived: int = 0
    extended: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        names = (field.name for field in fields(self))
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def rate(self) -> float | None:
        """Received of expected, in per cent; None when nothing is expected."""
        return 100 * self.received / self.expected if self.expected else None

    @property
    def whole_rate(self) -> int | None:
        """The same in whole per cent: 100 only when all are received, 0 only when none is."""
        if not self.expected:
            return None
        rounded = round(100 * self.received / self.expected)
        most, least = (100 if self.received == self.expected else 99), min(self.received, 1)
        return max(least, min(rounded, most))

    @property
    def on_time_rate(self) -> float | None:
        """Received on time of expected, in per cent."""
        return 100 * self.on_time / self.expected if self.expected else None

    @property
    def average_delay(self) -> float | None:
        """Days by which late reports came late, on average; None when none did."""
        return self.days_late / self.late if self.late else None


def deadline(round_: Round) -> datetime:
    """The first moment that is too late for the round: midnight after its due date in Bangkok."""
    return datetime.combine(round_.due_on + timedelta(days=1), time(), BANGKOK)


def days_late(round_: Round, sent_at: datetime) -> int:
    """Days from the round's due date to the day of sending; nothing when it came on time."""
    return max(0, (sent_at.astimezone(BANGKOK).date() - round_.due_on).days)


def measure(name: str, round_: Round, today: date) -> Q:
    """Which of a round's follow-ups, or of its frozen lines, a measure counts."""
    apart, owed = Q(state__in=APART_STATES), Q(state__in=OWED_STATES)
    return {
        "expected": ~apart,
        "received": ~apart & ~owed,
        "accepted": Q(state=FollowUpState.ACCEPTED),
        "on_time": ~apart & Q(first_submitted_at__lt=deadline(round_)),
        "late": ~apart & Q(first_submitted_at__gte=deadline(round_)),
        "owed": owed,
        "overdue": owed & Q(due_on__lt=today),
        "nothing": Q(state=FollowUpState.NOTHING),
        "waived": Q(state=FollowUpState.WAIVED),
        "extended": Q(due_on__gt=round_.due_on),
    }[name]


def counting(round_: Round, today: date) -> dict[str, Count]:
    """All measures, to annotate a round's follow-ups or frozen lines with."""
    return {name: Count("pk", filter=measure(name, round_, today)) for name in MEASURES}
