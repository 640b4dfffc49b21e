"""What the opening of a round would bring about: who is asked and why, and who is mailed what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hubs.models import Hub
from monitoring.actions.reminders import LADDER, LAST
from monitoring.models import Expectation, Round
from monitoring.schedule import expectation
from onde_portal.accounts.models import Membership, User
from onde_portal.registry.models import Lao


@dataclass(frozen=True, slots=True)
class Expected:
    """A hub that the round would ask, why, and whom the portal would write to about it.

    ``people`` are reminded on every rung, ``chiefs`` too with the last.
    """

    hub: Hub
    because: Expectation
    people: tuple[User, ...]
    chiefs: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class PlannedRung:
    """A rung of the ladder on its day, and how many mails it is if nobody has sent by then."""

    days: int
    day: date
    mails: int

    @property
    def is_before(self) -> bool:
        return self.days < 0

    @property
    def is_last(self) -> bool:
        """The rung with which the LAO's chief and the heads of section are told too."""
        return self.days == LAST.days

    @property
    def distance(self) -> int:
        return abs(self.days)


@dataclass(frozen=True, slots=True)
class Opening:
    """All of it, as hubs and people stand now; ``unreached`` hubs have nobody to write to."""

    expected: tuple[Expected, ...]
    rungs: tuple[PlannedRung, ...]
    reasons: tuple[tuple[Expectation, int], ...]
    unreached: int


def opening_of(round_: Round) -> Opening:
    """Whom a round that is still planned would ask and write to. Two queries."""
    hubs = Hub.objects.alive_between(round_.starts_on, round_.ends_on).with_place()
    found = expected_of(round_, hubs.order_by("lao__province__sort_key", "lao__sort_key", "pk"))
    counts = Counter(item.because for item in found)
    return Opening(
        expected=tuple(found),
        rungs=planned_rungs(round_, found),
        reasons=tuple((reason, counts[reason]) for reason in Expectation if counts[reason]),
        unreached=sum(not item.people for item in found),
    )


def expected_of(round_: Round, hubs: Iterable[Hub]) -> list[Expected]:
    """Which of these hubs the round asks, with the people of their LAOs."""
    asked = [(hub, because) for hub in hubs if (because := _because(round_, hub))]
    people = people_of(hub.lao for hub, _because in asked)
    found = []
    for hub, because in asked:
        reporters = people[hub.lao_id, Membership.Kind.REPORTER]
        certifiers = people[hub.lao_id, Membership.Kind.CERTIFIER]
        chiefs = tuple(one for one in certifiers if one not in reporters)
        found.append(Expected(hub, because, tuple(reporters), chiefs))
    return found


def _because(round_: Round, hub: Hub) -> Expectation | None:
    if hub.established_on is None:
        return None
    found = expectation(round_.half_year, hub.established_on, hub.closed_on)
    return Expectation(found) if found else None


def people_of(laos: Iterable[Lao]) -> dict[tuple[int, str], list[User]]:
    """Who holds which office in these LAOs now and may sign in."""
    found: dict[tuple[int, str], list[User]] = defaultdict(list)
    wanted = {lao.pk for lao in laos}
    current = Membership.objects.current().filter(user__is_active=True).select_related("user")
    for membership in current.order_by("user"):
        if membership.lao_id in wanted:
            found[membership.lao_id, membership.kind].append(membership.user)
    return found


def planned_rungs(round_: Round, expected: Sequence[Expected]) -> tuple[PlannedRung, ...]:
    """The ladder on its days, the first reminder first."""
    people = sum(len(item.people) for item in expected)
    chiefs = sum(len(item.chiefs) for item in expected)
    return tuple(
        PlannedRung(rung.days, rung.day(round_.due_on), people + (chiefs if rung == LAST else 0))
        for rung in reversed(LADDER)
    )
