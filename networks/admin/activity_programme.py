"""Rows on an event's page: who speaks, and the lines of the agenda."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from networks.actions.agenda import (
    check_line,
    remove_from_programme,
    save_line,
    save_speaker,
)
from networks.actions.founding import NetworkError
from networks.models import Activity, AgendaItem, Speaker
from networks.policies import may_run
from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.fields import ThaiCharField, ThaiDateField, ThaiTimeField
from onde_portal.ui.rows import LabelledRows


class ProgrammeInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows of an event: the Office reads them, who runs the project writes them."""

    formset = LabelledRows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ_OFFICE)

    def _may_write(self, request: HttpRequest, obj: Activity | None) -> bool:
        return obj is not None and may_run(person(request), obj.project)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, obj)


class SpeakerForm(forms.ModelForm):  # type: ignore[type-arg]
    name = ThaiCharField(max_length=200)
    position = ThaiCharField(max_length=200, required=False)
    organisation = ThaiCharField(max_length=200, required=False)

    class Meta:
        model = Speaker
        fields = ["name", "position", "organisation"]


class SpeakerInline(ProgrammeInline):
    model = Speaker
    form = SpeakerForm
    extra = 1


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line of the agenda. On an event of one day the day need not be typed."""

    on = ThaiDateField(required=False)
    starts_at = ThaiTimeField()
    ends_at = ThaiTimeField(required=False)
    topic = ThaiCharField(max_length=300)

    class Meta:
        model = AgendaItem
        fields = ["on", "starts_at", "ends_at", "topic", "speaker"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        activity = self.instance.activity
        given["on"] = given.get("on") or activity.starts_on
        if given.get("starts_at") and not self.errors:
            try:
                check_line(
                    activity, on=given["on"], starts_at=given["starts_at"],
                    ends_at=given.get("ends_at"), speaker=given.get("speaker"),
                )  # fmt: skip
            except NetworkError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return given


class AgendaInline(ProgrammeInline):
    """Lines of the agenda; a speaker can be chosen once he or she is saved."""

    model = AgendaItem
    form = LineForm
    extra = 2
    ordering = ["on", "starts_at", "pk"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        field = formset.form.base_fields.get("speaker")
        if field is not None:
            field.queryset = Speaker.objects.filter(activity=obj).order_by("pk")  # type: ignore[attr-defined]
            for way in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(field.widget, way, False)
        return formset


def save_programme(formset: Any) -> None:
    """Write what was changed in the rows of an event, each through its action."""
    rows = formset.save(commit=False)
    for gone in formset.deleted_objects:
        remove_from_programme(part=gone)
    for row in rows:
        if isinstance(row, Speaker):
            save_speaker(speaker=row)
        else:
            save_line(line=row)
