"""Long lists read piece by piece, each piece a short query of its own.

One open cursor would hold the database's lock (SQLite) or a connection (PostgreSQL) for as long as
the file takes; and with it all that was read with the rows would stay in memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

PIECE = 1000


def in_pieces(
    rows: Iterable[Any], size: int = PIECE, shared: Mapping[str, QuerySet[Any]] | None = None
) -> Iterator[Any]:
    """The rows in their order, with all that the query selects and prefetches.

    The order is the one of the beginning; a row that leaves the list meanwhile is left out.
    ``shared`` names foreign keys that point to few objects from many rows, with where those come
    from: each is read once and stays in memory for the whole list.
    """
    if not isinstance(rows, QuerySet) or rows.query.is_sliced:
        yield from rows
        return
    kept: dict[str, tuple[QuerySet[Any], dict[Any, Any]]] = {
        name: (source, {}) for name, source in (shared or {}).items()
    }
    for keys in _batched(list(rows.values_list("pk", flat=True)), size):
        found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
        for name, (source, known) in kept.items():
            _attach(list(found.values()), name, source, known)
        yield from (found[key] for key in keys if key in found)


def _attach(rows: list[Any], name: str, source: QuerySet[Any], known: dict[Any, Any]) -> None:
    """Put what the key of each row points to in its place, as a prefetch would."""
    if not rows:
        return
    field = rows[0]._meta.get_field(name)
    known |= source.in_bulk({getattr(row, field.attname) for row in rows} - known.keys())
    for row in rows:
        field.set_cached_value(row, known[getattr(row, field.attname)])


def _batched(keys: list[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
