"""Form fields that read what Thai people type, and teach when they cannot."""

import re
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from onde_portal.thai.dates import DateError, format_date, parse_date
from onde_portal.thai.digits import NumberError, parse_decimal, parse_int, to_ascii
from onde_portal.thai.text import clean_text

LAST_HOUR, LAST_MINUTE = 23, 59


def in_language(error: DateError | NumberError) -> str:
    """The error's sentence in the language of the page."""
    return error.message_en if (get_language() or "th").startswith("en") else error.message_th


class ThaiDateInput(forms.TextInput):
    """A date as text in B.E. ("31/8/2562"); typed text comes back untouched."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "inputmode": "text",
                "autocomplete": "off",
                "placeholder": "31/8/2569",
                **(attrs or {}),
            }
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return format_date(value, "numeric")
        return super().format_value(value)


class ThaiDateField(forms.Field):
    """Reads the forms of onde_portal.thai.dates; gives a ``date`` (C.E.)."""

    widget = ThaiDateInput
    default_error_messages = {"required": _("Give the date, such as 31/8/2569.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Such as 31/8/2569 or 31 Aug 2569"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except DateError as error:
            raise forms.ValidationError(in_language(error), code=error.code) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


class ThaiTimeInput(forms.TextInput):
    """A time of day as text ("9.30"); typed text comes back untouched."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"inputmode": "text", "autocomplete": "off", "placeholder": "9.30"}
        super().__init__({**usual, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%H.%M}" if isinstance(value, time) else super().format_value(value)


class ThaiTimeField(forms.Field):
    """A time of day as ``9.30``, ``๐๙.๓๐ น.`` or ``09:30``; gives a ``time``."""

    widget = ThaiTimeInput
    _FORM = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?::\d{2})?(?: ?(?:น\.?|hrs?\.?))?", re.ASCII)

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Such as 9.30 or 13.00"))
        super().__init__(**options)

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        found = self._FORM.fullmatch(to_ascii(clean_text(str(value)[:40])).strip())
        hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
        if hour > LAST_HOUR or minute > LAST_MINUTE:
            raise forms.ValidationError(
                _("Cannot read this time. Type hour and minute, such as 9.30."), code="format"
            )
        return time(hour, minute)


class ThaiIntegerField(forms.Field):
    """A whole number in Thai or ASCII digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return parse_int(str(value))
        except NumberError as error:
            raise forms.ValidationError(in_language(error), code=error.code) from error


class ThaiDecimalField(forms.Field):
    """A decimal number in Thai or ASCII digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return parse_decimal(str(value))
        except NumberError as error:
            raise forms.ValidationError(in_language(error), code=error.code) from error


class ThaiCharField(forms.CharField):
    """Text fit to be kept: without control and zero-width characters."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")
