"""Lists as tables, on django-import-export: exactly the rows shown, in the reader's words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from import_export import resources
from import_export.fields import Field

Column = tuple[str, Callable[[Any], Any]]


class ListResource(resources.Resource):  # type: ignore[misc]
    """A table of columns, each a header and how to read a row's value."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.fields = {
            f"column{number}": _ColumnField(header, read)
            for number, (header, read) in enumerate(columns)
        }

    @property
    def header(self) -> list[str]:
        return [str(field.column_name) for field in self.get_export_fields()]

    def cells(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        """The cells row by row; values stay dates and numbers."""
        readers = [field.read for field in self.fields.values()]
        for row in rows:
            yield [read(row) for read in readers]

    def table(self, rows: Iterable[Any]) -> tuple[list[str], list[list[Any]]]:
        """Header and cells of a short list."""
        return self.header, list(self.cells(rows))

    def get_export_fields(self, selected_fields: Any = None) -> list[Field]:
        return list(self.fields.values())


class _ColumnField(Field):  # type: ignore[misc]
    """A column whose value a function reads from the row."""

    def __init__(self, header: str, read: Callable[[Any], Any]) -> None:
        super().__init__(column_name=header)
        self.read = read

    def get_value(self, instance: Any) -> Any:
        return self.read(instance)
