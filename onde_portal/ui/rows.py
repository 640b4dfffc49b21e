"""Rows of records edited on the page of the record that they belong to."""

from typing import Any

from django.forms import BaseInlineFormSet


class LabelledRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows whose inputs bear their column's name for those who cannot see the head."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            label = field.label or form._meta.model._meta.get_field(name).verbose_name
            getattr(field.widget, "widget", field.widget).attrs["aria-label"] = str(label)
