"""Hubs as anybody may have them: names, places, days. No contacts, no people."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from hubs.models import Hub, HubChannel, HubQuerySet
from onde_portal.opendata.dictionary import HUBS

# Hubs read at once. Each piece is a query of its own, so that a slow reader holds no database.
PIECE = 1000
Row = tuple[Any, ...]
_COLUMNS = {
    "lao_name_th": "lao__full_name_th",
    "lao_name_en": "lao__full_name_en",
    "lao_code": "lao__code",
    "lao_type": "lao__type",
    "lao_type_th": "lao__type__name_th",
    "district_code": "lao__district",
    "district_th": "lao__district__name_th",
    "province_code": "lao__province",
    "province_th": "lao__province__name_th",
    "province_en": "lao__province__name_en",
    "province_iso": "lao__province__iso_code",
    "region": "lao__province__region",
    "established_fiscal_year": "established_year",
}
_OF_CHANNELS = ("channels", "website")


def public_hubs(today: date) -> HubQuerySet:
    """Hubs announced by today, closed meanwhile or not; not those that lived for no day at all."""
    return Hub.objects.lived().filter(established_on__lte=today)


def hub_rows(today: date) -> Iterator[Row]:
    """The rows of the table of hubs in the order of its columns, by number; in pieces."""
    own = [name for name in HUBS.header if name not in _OF_CHANNELS]
    columns = [_COLUMNS.get(name, name) for name in own]
    last = 0
    while True:
        piece = public_hubs(today).filter(pk__gt=last).order_by("pk")
        rows = list(piece.values_list(*columns)[:PIECE])
        channels = _channels([row[0] for row in rows])
        for row in rows:
            kinds, website = channels.get(row[0], ((), ""))
            yield (*row, ";".join(kinds), website)
        if len(rows) < PIECE:
            return
        last = rows[-1][0]


def _channels(hubs: list[int]) -> dict[int, tuple[tuple[str, ...], str]]:
    """By hub: the kinds of its channels, and the address of its website.

    What else a channel says may be somebody's own number, and stays in the portal.
    """
    if not hubs:
        return {}
    found: dict[int, tuple[tuple[str, ...], str]] = {}
    said = HubChannel.objects.filter(hub_id__gte=hubs[0], hub_id__lte=hubs[-1])
    for hub, kind, detail in said.order_by("hub", "pk").values_list("hub", "kind", "detail"):
        kinds, website = found.get(hub, ((), ""))
        if kind not in kinds:
            kinds = (*kinds, kind)
        if kind == HubChannel.Kind.WEB and not website:
            website = _web_address(detail)
        found[hub] = (kinds, website)
    return found


def _web_address(text: str) -> str:
    """The text when it is one address of the web and nothing else, without whom to sign in as."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    host = parts.hostname or ""
    is_plain = parts.scheme in {"http", "https"} and "." in host and not parts.username
    return text.strip() if is_plain and not any(map(str.isspace, text.strip())) else ""
