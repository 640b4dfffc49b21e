"""Lists of the drill-down: columns said once for the page and its file, sorted by the address."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page
from django.db.models import F, OrderBy
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from onde_portal.accounts.views.asked import Address, understood
from onde_portal.oversight.screen import OnScreen
from onde_portal.ui.exports import table_answer
from onde_portal.ui.figures import Shown, written

Row = TypeVar("Row")
ENDINGS = ("xlsx", "csv")
TO_THE_LEFT = {Shown.WORDS, Shown.DAY}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: what it shows of a row, how, and by what it sorts.

    ``order`` are the fields of a query, ``rank`` the key of rows at hand; without either the list
    does not sort by it. ``leads`` is the address to which the cell itself leads, if any; the first
    cell leads where its row does. ``only_file`` leaves it out of the page.
    """

    key: str
    label: Any
    value: Callable[[Row], Any]
    shown: Shown = Shown.WORDS
    order: tuple[str, ...] = ()
    rank: Callable[[Row], Any] | None = None
    leads: Callable[[Row], str] | None = None
    only_file: bool = False


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column, and whether the most comes first. An empty key is the list's own order."""

    key: str = ""
    down: bool = False

    @property
    def address(self) -> str:
        """As the address asks for it."""
        return f"-{self.key}" if self.down else self.key


@dataclass(frozen=True, slots=True)
class Head:
    """A heading with the address that sorts by it; ``sorted`` is its ``aria-sort``."""

    label: str
    numeric: bool
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has in a column, as written, and where it leads; empty where it does not."""

    said: str
    numeric: bool
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """A row as written, and where it leads."""

    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as its page shows it; ``files`` are the addresses of exactly this list as files."""

    heads: tuple[Head, ...]
    items: tuple[Item, ...]
    count: int
    files: tuple[tuple[str, str], ...]
    page: Page[Any] | None = None


def sorting_of(request: HttpRequest, columns: Sequence[Column[Any]]) -> Sorting:
    """The address's wish."""
    known = [item.key for item in columns if item.order or item.rank]
    asked = Address(request).one_of("sort", {*known, *(f"-{key}" for key in known)})
    return Sorting(asked.removeprefix("-"), asked.startswith("-"))


def in_order(rows: Iterable[Row], columns: Sequence[Column[Row]], sorting: Sorting) -> list[Row]:
    """Rows at hand in the asked order; what has no value comes last either way."""
    found = list(rows)
    rank = next((item.rank for item in columns if item.key == sorting.key), None)
    if rank is None:
        return found
    known = [row for row in found if rank(row) is not None]
    unknown = [row for row in found if rank(row) is None]
    return [*sorted(known, key=rank, reverse=sorting.down), *unknown]


def order_of(
    columns: Sequence[Column[Any]], sorting: Sorting, usual: Sequence[str]
) -> list[str | OrderBy]:
    """How a query sorts on either database: what has no value comes last either way.

    The usual order settles what is equal.
    """
    fields = next((item.order for item in columns if item.key == sorting.key), ())
    asked = [
        F(name).desc(nulls_last=True) if sorting.down else F(name).asc(nulls_last=True)
        for name in fields
    ]
    return [*asked, *usual]


def page_of(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    return Address(request).page(rows, size)


def listing(
    request: HttpRequest,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    *,
    url_of: Callable[[Row], str],
    file_url: str,
    page: Page[Any] | None = None,
) -> Listing:
    """The rows of one page, in the order they come."""
    numbers = OnScreen()
    shown = [item for item in columns if not item.only_file]
    sorting = sorting_of(request, columns)
    items = tuple(
        Item(
            url_of(row),
            tuple(
                Cell(
                    written(item.value(row), item.shown, numbers),
                    item.shown not in TO_THE_LEFT,
                    str(item.label),
                    item.leads(row) if item.leads else "",
                )
                for item in shown
            ),
        )
        for row in rows
    )
    query = understood(request, but=("page",))
    kept = f"?{query.urlencode()}" if query else ""
    files = tuple((ending.upper(), f"{file_url}list.{ending}{kept}") for ending in ENDINGS)
    count = page.paginator.count if page else len(items)
    return Listing(
        tuple(_head(request, item, sorting) for item in shown), items, count, files, page
    )


def _head(request: HttpRequest, column: Column[Any], sorting: Sorting) -> Head:
    numeric = column.shown not in TO_THE_LEFT
    if not column.order and column.rank is None:
        return Head(str(column.label), numeric, "", "")
    is_sorted = column.key == sorting.key
    query = understood(request, but=("page",))
    query["sort"] = f"-{column.key}" if (not sorting.down if is_sorted else numeric) else column.key
    how = ("descending" if sorting.down else "ascending") if is_sorted else ""
    return Head(str(column.label), numeric, f"?{query.urlencode()}", how)


def files_named(name: str, *args: object, asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The addresses of a list as files: of the route of this name, with what its page asks for."""
    kept = urlencode({key: value for key, value in asked.items() if value})
    query = f"?{kept}" if kept else ""
    return tuple(
        (ending.upper(), reverse(name, args=[*args, ending]) + query) for ending in ENDINGS
    )


def file_of(
    ending: str, title: str, columns: Sequence[Column[Row]], rows: Iterable[Row]
) -> HttpResponseBase:
    """Exactly these rows as XLSX or CSV; any other ending is 404."""
    if ending not in ENDINGS:
        raise Http404
    header = [str(item.label) for item in columns]
    cells = ([item.value(row) for item in columns] for row in rows)
    return table_answer(ending, title, header, cells)
