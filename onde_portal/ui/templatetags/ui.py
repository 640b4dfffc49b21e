"""``{% load ui %}``: dates in the Buddhist era, numbers, chips, section tags, fields, charts."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from onde_portal.thai import dates
from onde_portal.thai.dates import DateStyle as Style
from onde_portal.thai.digits import to_thai

register = template.Library()

CHIP_SIGNS = {"good": "✓", "warn": "!", "bad": "✕", "": "•"}


def _language() -> str:
    return "en" if (get_language() or "th").startswith("en") else "th"


def _print(value: date | datetime | None, style: Style) -> str:
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dates.format_date(value, style, _language())


@register.filter
def thai_date(value: date | datetime | None) -> str:
    """``31 มีนาคม 2569``."""
    return _print(value, "long")


@register.filter
def thai_date_short(value: date | datetime | None) -> str:
    """``31 มี.ค. 69``."""
    return _print(value, "short")


@register.filter
def thai_date_official(value: date | datetime | None) -> str:
    """``๓๑ มีนาคม ๒๕๖๙`` on papers."""
    return _print(value, "official")


@register.filter
def thai_month(value: date | datetime | None) -> str:
    """``มีนาคม 2569``."""
    return _print(value, "month")


@register.filter
def thai_datetime(value: datetime | None) -> str:
    """``31 มี.ค. 69 14:03 น.`` in Bangkok time."""
    if not value:
        return ""
    return dates.format_datetime(timezone.localtime(value), "short", _language())


@register.filter
def thai_datetime_official(value: datetime | None) -> str:
    """``๓๑ มีนาคม ๒๕๖๙ ๑๔:๐๓ น.`` on papers."""
    if not value:
        return ""
    return dates.format_datetime(timezone.localtime(value), "official", _language())


@register.filter
def clock_time(value: time | None) -> str:
    """A time of day: ``9.30 น.``, in English ``9:30``."""
    if value is None:
        return ""
    hour, minute = value.hour, f"{value.minute:02}"
    return f"{hour}:{minute}" if _language() == "en" else f"{hour}.{minute} น."


@register.simple_tag
def thai_range(start: date, end: date) -> str:
    """A period: ``1 เม.ย. – 30 ก.ย. 2569``."""
    return dates.format_range(start, end, _language())


@register.filter
def official_digits(value: object) -> str:
    """The value with Thai digits in Thai, as it is in English."""
    return to_thai(str(value)) if _language() == "th" else str(value)


@register.filter
def thai_number(value: float | Decimal | None) -> str:
    """A number with commas at thousands; whole numbers without a point."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if number == number.to_integral_value():
        return f"{number:,.0f}"
    return f"{number.normalize():,f}"


@register.filter
def localized(subject: Any, field: str) -> str:
    """``name_th`` or ``name_en`` by the page's language; Thai where there is no English."""
    if subject is None:
        return ""
    own = getattr(subject, f"{field}_{_language()}", "")
    return own or getattr(subject, f"{field}_th", "")


@register.filter
def place(lao: Any) -> str:
    """Where an LAO lies: "อ.เมือง จ.อุดรธานี", in English "Mueang, Udon Thani"."""
    if _language() == "en":
        parts = [localized(lao.district, "name"), localized(lao.province, "name")]
        return ", ".join(part for part in parts if part)
    parts = []
    if lao.district_id:
        kind = "เขต" if lao.district.kind == "khet" else "อ."
        parts.append(f"{kind}{lao.district.name_th}")
    if lao.province_id != "10":
        parts.append(f"จ.{lao.province.name_th}")
    return " ".join(parts)


@register.simple_tag
def section(number: str) -> SafeString:
    """The gold tag that names the manual's section a part of the page serves."""
    words = f"ข้อ {to_thai(number)}" if _language() == "th" else f"Section {number}"
    return format_html('<span class="section-tag">{}</span>', words)


@register.simple_tag
def chip(label: object, tone: str = "") -> SafeString:
    """A state as a word with a sign and a colour (good, warn, bad, or none)."""
    sign = CHIP_SIGNS.get(tone, CHIP_SIGNS[""])
    return format_html(
        '<span class="chip {}"><span aria-hidden="true">{}</span> {}</span>', tone, sign, label
    )


@register.inclusion_tag("components/meter.html")
def meter(value: float, maximum: float, label: str, tone: str = "") -> dict[str, Any]:
    """A bar of ``value`` out of ``maximum`` with a text for those who cannot see it."""
    share = min(100.0, 100 * float(value) / float(maximum)) if maximum else 0.0
    return {"share": f"{share:.1f}", "label": label, "tone": tone}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, last: object = None, unit: str = "") -> dict[str, Any]:
    """A form field with label, help, last round's value and errors."""
    return {"field": bound, "last": last, "unit": unit}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Previous and next within a list, the filters of the address kept."""
    return {"page": page, "request": context["request"]}


@register.simple_tag
def yes_no(value: object) -> str:
    """A truth as a word."""
    return _("Yes") if value else _("No")
