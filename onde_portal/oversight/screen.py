"""Figures as the screen writes them: the same rules as on paper, in plain digits."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from onde_portal.thai.dates import format_date, format_datetime
from onde_portal.ui.figures import NO_BREAK, Numbers
from onde_portal.ui.templatetags.ui import thai_number


class OnScreen(Numbers):
    """``Numbers`` in the language of the page, with the digits of screens."""

    def __init__(self) -> None:
        super().__init__("en" if (get_language() or "th").startswith("en") else "th")

    def words(self, text: object) -> str:
        return str(text)

    def figure(self, number: Decimal | float, places: int = 0) -> str:
        return f"{number:,.{places}f}" if places else thai_number(round(Decimal(number), 0))

    def day(self, day: date | datetime | None, style: Any = "long") -> str:
        if day is None:
            return "–"
        local = timezone.localtime(day).date() if isinstance(day, datetime) else day
        return format_date(local, style, self.language)

    def short_day(self, day: date | datetime | None) -> str:
        return self.day(day, "short").replace(" ", NO_BREAK)

    def moment(self, at: datetime) -> str:
        return format_datetime(timezone.localtime(at), "short", self.language)
