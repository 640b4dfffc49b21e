"""Days on which Thai government offices are closed.

Public and government holidays with their substitutes, without Labour Day (offices work) and
Children's Day (always a Saturday). Cabinet adds days at short notice and the Ploughing Ceremony
is known only up to B.E. 2569: corrections by hand belong to the caller.
"""

from datetime import date
from functools import lru_cache
from typing import Final

from holidays import country_holidays

_OFFICES_WORK: Final = ("National Labor Day", "National Children's Day")


def _closes_offices(names: str) -> bool:
    """Whether any holiday of a day closes offices; several stand apart by semicolons."""
    return any(not name.startswith(_OFFICES_WORK) for name in names.split("; "))


@lru_cache(maxsize=32)
def government_holidays(first_year_ce: int, last_year_ce: int) -> frozenset[date]:
    """The closed days of these C.E. years, both included; weekends only where they are holidays."""
    # A substitute for the last days of a year falls into the next: look one year further back.
    found = country_holidays(
        "TH",
        years=range(first_year_ce - 1, last_year_ce + 1),
        expand=False,
        categories=("public", "government"),
        language="en_US",
    )
    return frozenset(
        day
        for day, names in found.items()
        if first_year_ce <= day.year <= last_year_ce and _closes_offices(names)
    )
