"""Lists as tables, on django-import-export: exactly the rows shown, in the reader's words."""

from collections.abc import Callable, Iterable, Sequence
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

    def table(self, rows: Iterable[Any]) -> tuple[list[str], list[list[Any]]]:
        """Header and cells; values stay dates and numbers."""
        fields = self.get_export_fields()
        header = [str(field.column_name) for field in fields]
        return header, [[self.export_field(field, row) for field in fields] for row in rows]

    def get_export_fields(self, selected_fields: Any = None) -> list[Field]:
        return list(self.fields.values())

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """The raw value: the file's writer knows how to put it into a cell."""
        return field.get_value(instance)


class _ColumnField(Field):  # type: ignore[misc]
    """A column whose value a function reads from the row."""

    def __init__(self, header: str, read: Callable[[Any], Any]) -> None:
        super().__init__(column_name=header)
        self.read = read

    def get_value(self, instance: Any) -> Any:
        return self.read(instance)
