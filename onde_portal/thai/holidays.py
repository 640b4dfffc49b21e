"""Days on which Thai government offices are closed, besides Saturdays and Sundays."""

from datetime import date
from functools import lru_cache

import holidays

# Offices work on Labour Day; Children's Day is no day off. Names as the holidays package has them.
NOT_FOR_OFFICES = ("แรงงาน", "วันเด็ก")


@lru_cache(maxsize=16)
def government_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """The government's holidays of the years (C.E.) from ``first_year`` to ``last_year``.

    Source: the holidays package, Thailand, categories public and government. The Ploughing
    Ceremony is unknown after 2569 until it is announced; the Office adds such days by hand.
    """
    days = holidays.country_holidays(
        "TH",
        years=range(first_year, last_year + 1),
        categories=("public", "government"),
        language="th",
    )
    return frozenset(
        day
        for day, name in days.items()
        if not all(any(word in part for word in NOT_FOR_OFFICES) for part in name.split("; "))
    )
