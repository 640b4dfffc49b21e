"""What an address asks for, and what of it is not understood.

A spoiled bookmark must not show everything as if it had been narrowed. What is left out is kept
with the request, and the page says so above its content (``components/left_out.html``).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from onde_portal.thai.digits import read_key, read_keys, to_ascii
from onde_portal.thai.errors import quoted
from onde_portal.thai.text import clean_text

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

KEPT, OF_FILE = "left_out_of_address", "asks_for_file"
# No value that a page knows is longer.
LONGEST = 200
# What the parameters are called on the pages.
NAMES: dict[str, Any] = {
    "by": _("Rows"),
    "cohort": _("Cohort"),
    "dimension": _("Dimension"),
    "hub": _("Hub"),
    "kind": _("Kind"),
    "map": _("Map"),
    "now": _("As it is now"),
    "on": _("Day"),
    "open": _("Without closed hubs"),
    "page": _("Page"),
    "place": _("Area"),
    "programme": _("Programme"),
    "province": _("Province"),
    "region": _("Region"),
    "round": _("Round"),
    "sort": pgettext_lazy("list", "Order"),
    "state": _("State"),
    "type": _("Type of LAO"),
    "what": _("Indicator"),
    "which": _("Figure"),
    "year": _("Fiscal year"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that a page does not use: its parameter, what that is called, and as it was given."""

    name: str
    value: str
    label: Any

    @property
    def words(self) -> str:
        """Both in one line, without anything that cannot be seen."""
        return f"{self.label} {quoted(clean_text(self.value[:LONGEST]))}"


def left_out(request: HttpRequest) -> tuple[LeftOut, ...]:
    """What the view has left out so far, each value once, in the order in which it was read."""
    found: dict[tuple[str, str], LeftOut] = getattr(request, KEPT, {})
    return tuple(found.values())


class SpoiledAddress(Exception):
    """A file was asked for by what is not understood."""


def leave_out(request: HttpRequest, name: str, value: str, label: Any = "") -> None:
    """Keep with the request that its page goes without this value; of a file, SpoiledAddress."""
    if getattr(request, OF_FILE, False):
        raise SpoiledAddress(name)
    found: dict[tuple[str, str], LeftOut] = getattr(request, KEPT, {})
    found.setdefault((name, value), LeftOut(name, value, label or NAMES.get(name, name)))
    setattr(request, KEPT, found)


def understood(request: HttpRequest, *, but: Collection[str] = ()) -> QueryDict:
    """The address's parameters without what was left out, and without those named."""
    query = request.GET.copy()
    spoiled = {(item.name, item.value) for item in left_out(request)}
    for name in list(query):
        values = [value for value in query.getlist(name) if (name, value) not in spoiled]
        if values and name not in but:
            query.setlist(name, values)
        else:
            del query[name]
    return query


def _read(value: str) -> str:
    """A value as it is compared: of Thai digits the Arabic ones, nothing invisible around it."""
    return to_ascii(clean_text(value[:LONGEST])).strip()


class Address:
    """Reads the filters of a request; an empty one asks for nothing, and is no mistake."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def one_of(self, name: str, known: Collection[str], *, label: Any = "") -> str:
        """The value if it is one of those known, else empty."""
        raw = self.last(name, label)
        said = _read(raw)
        if not said or said in known:
            return said
        leave_out(self.request, name, raw, label)
        return ""

    def several(self, name: str, known: Collection[str]) -> list[str]:
        """The known ones of the values, each once, in the order of the address."""
        found: dict[str, None] = {}
        for raw in self.request.GET.getlist(name):
            said = _read(raw)
            if said in known:
                found[said] = None
            elif said:
                leave_out(self.request, name, raw)
        return list(found)

    def keys(self, name: str, rows: QuerySet[Any], most: int) -> list[int]:
        """The primary keys of these rows in the address; what goes over ``most`` is left out."""
        asked = read_keys(map(_read, self.request.GET.getlist(name)))
        known = rows.filter(pk__in=asked).values_list("pk", flat=True) if asked else ()
        found = self.several(name, {str(key) for key in known})
        for over in found[most:]:
            leave_out(self.request, name, over)
        return [int(key) for key in found[:most]]

    def page(self, rows: Any, size: int) -> Page[Any]:
        """The page asked for; of a number past the end the last one, else the first."""
        pages, raw = Paginator(rows, size), self.last("page")
        said = _read(raw)
        number = read_key(said) if said else 1
        if not number or number > pages.num_pages:
            leave_out(self.request, "page", raw)
        return pages.get_page(number or 1)

    def last(self, name: str, label: Any = "") -> str:
        """The last of the values of one parameter; those before that say otherwise do not count."""
        *before, last = self.request.GET.getlist(name) or [""]
        for raw in before:
            if _read(raw) not in {"", _read(last)}:
                leave_out(self.request, name, raw, label)
        return last


def file_of_page(name: str) -> Callable[[View], View]:
    """A file of what the page of this name lists, at the same address.

    A file has no place to say what it leaves out: the reader is led to the page, which does.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            setattr(request, OF_FILE, True)
            try:
                return view(request, *args, **kwargs)
            except SpoiledAddress:
                of_page = {key: value for key, value in kwargs.items() if key != "ending"}
                return redirect(f"{reverse(name, kwargs=of_page)}?{request.GET.urlencode()}")

        return answered  # type: ignore[return-value]

    return decorate
