"""Long lists read piece by piece, each piece a short query of its own.

One open cursor would hold the database's lock (SQLite) or a connection (PostgreSQL) for as long as
the file takes; and with it all that was read with the rows would stay in memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

PIECE = 500


def in_pieces(rows: Iterable[Any], size: int = PIECE) -> Iterator[Any]:
    """The rows in their order, with all that the query selects and prefetches.

    The order is the one of the beginning; a row that leaves the list meanwhile is left out.
    """
    if not isinstance(rows, QuerySet) or rows.query.is_sliced:
        yield from rows
        return
    for keys in _batched(list(rows.values_list("pk", flat=True)), size):
        found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
        yield from (found[key] for key in keys if key in found)


def _batched(keys: list[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
