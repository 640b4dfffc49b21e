"""What the chapters of the demo's story share."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from onde_portal.accounts.models import User
from onde_portal.thai.working_time import BANGKOK

SEED = 2562
# Networks founded in a fiscal year (manual 14.2 and 14.3); later years found one.
NETWORKS_PER_YEAR = {2559: 2, 2560: 2, 2561: 2}


@dataclass
class Stage:
    """What the chapters of the story share."""

    now: datetime
    words: dict[str, Any]
    people: dict[str, User]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - a story

    @property
    def today(self) -> date:
        return self.now.astimezone(BANGKOK).date()

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a day in Bangkok, never later than now."""
        return min(datetime.combine(day, time(hour, minute), tzinfo=BANGKOK), self.now)

    def networks_in(self, year: int) -> int:
        """How many networks the story's project of a fiscal year founds."""
        return NETWORKS_PER_YEAR.get(year, 1)

    @property
    def officer(self) -> User:
        return self.people["officer@onde.example"]

    @property
    def head(self) -> User:
        return self.people["head@onde.example"]

    @property
    def director(self) -> User:
        return self.people["director@onde.example"]
