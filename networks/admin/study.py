"""Findings and target groups: the content of step 1."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.study import (
    MOST_EXPECTED,
    NumberOutOfRange,
    attach_finding_document,
    remove_finding,
    remove_finding_document,
    remove_target_group,
    save_finding,
    save_target_group,
)
from networks.admin.working import WorkingRecordAdmin
from networks.imports.project import FindingImporter, TargetGroupImporter
from networks.models import Finding, FindingDocument, TargetGroup
from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import date_column
from onde_portal.ui.fields import ThaiCharField, ThaiIntegerField
from onde_portal.ui.finding_admin import FindingForm, FindingPages
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.templatetags.ui import localized
from onde_portal.workflow.uploads import UploadRefused

__all__ = ["FindingAdmin", "TargetGroupAdmin"]


class StudyFindingForm(FindingForm):
    class Meta:
        model = Finding
        fields = ["project", "title", "source", "source_on", "text"]


@admin.register(Finding)
class FindingAdmin(FindingPages, ImportingAdmin, WorkingRecordAdmin):
    importer = FindingImporter
    import_action = Action.RUN_CASE
    section = "8.1 (1)"
    refusals = (NetworkError, UploadRefused)
    documents = FindingDocument
    form = StudyFindingForm
    fields = ["project", "title", "source", "source_on", "text", "file"]
    list_display = ["title", "source", "as_of", "project"]
    list_select_related = ["project"]
    search_fields = ["title", "source", "text"]
    ordering = ["-project__fiscal_year", "project_id", "pk"]
    as_of = date_column("source_on", _("date of the source"))

    def save_model(self, request: HttpRequest, obj: Finding, form: Any, change: Any) -> None:
        by, at = person(request), timezone.now()
        saved = save_finding(
            project=obj.project, title=obj.title, source=obj.source, source_on=obj.source_on,
            text=obj.text, finding=obj if change else None, by=by, at=at,
        )  # fmt: skip
        obj.pk = saved.pk
        if upload := form.cleaned_data.get("file"):
            attach_finding_document(finding=saved, upload=upload, by=by, at=at)

    def delete_model(self, request: HttpRequest, obj: Finding) -> None:
        remove_finding(finding=obj)

    def take_off(self, document: FindingDocument, at: datetime) -> None:
        remove_finding_document(document=document, at=at)


class TargetGroupForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is to be reached, where, and how many."""

    name = ThaiCharField(
        label=_("Kind of people"),
        max_length=200,
        help_text=_("Such as community leaders, youth"),
    )
    expected = ThaiIntegerField(label=_("Expected number"))
    reason = ThaiCharField(
        label=_("Why this group"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = TargetGroup
        fields = ["project", "name", "provinces", "districts", "expected", "reason"]

    def clean_expected(self) -> int:
        number: int = self.cleaned_data["expected"]
        if not 1 <= number <= MOST_EXPECTED:
            raise forms.ValidationError(NumberOutOfRange.message)
        return number


@admin.register(TargetGroup)
class TargetGroupAdmin(ImportingAdmin, WorkingRecordAdmin):
    importer = TargetGroupImporter
    import_action = Action.RUN_CASE
    section = "8.1 (1)"
    page = "study"
    removable = True
    form = TargetGroupForm
    autocomplete_fields = ["provinces", "districts"]
    list_display = ["name", "area", "expected", "project"]
    list_select_related = ["project"]
    search_fields = ["name"]
    ordering = ["-project__fiscal_year", "project_id", "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("provinces", "districts")

    @admin.display(description=_("area"))
    def area(self, group: TargetGroup) -> str:
        return area_in_words(group)

    def save_model(self, request: HttpRequest, obj: TargetGroup, form: Any, change: Any) -> None:
        given = form.cleaned_data
        saved = save_target_group(
            project=obj.project, name=obj.name, expected=given["expected"], reason=obj.reason,
            provinces=list(given["provinces"]), districts=list(given["districts"]),
            group=obj if change else None,
        )  # fmt: skip
        obj.pk = saved.pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The action has set provinces and districts."""

    def delete_model(self, request: HttpRequest, obj: TargetGroup) -> None:
        remove_target_group(group=obj)


def area_in_words(group: TargetGroup) -> str:
    """Provinces, or the districts chosen in them."""
    places = group.districts.all() or group.provinces.all()
    return ", ".join(localized(place, "name") for place in places)
