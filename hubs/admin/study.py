"""Findings of the study: the content of step 1 (manual 8.2 (1))."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubs.actions.study import (
    attach_finding_document,
    remove_finding,
    remove_finding_document,
    save_finding,
)
from hubs.admin.working import WorkingRecordAdmin
from hubs.errors import HubError
from hubs.models import StudyDocument, StudyFinding
from onde_portal.accounts.access import person
from onde_portal.ui.admin import date_column
from onde_portal.ui.finding_admin import FindingForm, FindingPages
from onde_portal.workflow.uploads import UploadRefused


class StudyFindingForm(FindingForm):
    class Meta:
        model = StudyFinding
        fields = ["programme", "title", "source", "source_on", "text"]


@admin.register(StudyFinding)
class StudyFindingAdmin(FindingPages, WorkingRecordAdmin):
    section = "8.2 (1)"
    refusals = (HubError, UploadRefused)
    documents = StudyDocument
    form = StudyFindingForm
    fields = ["programme", "title", "source", "source_on", "text", "file"]
    list_display = ["title", "source", "as_of", "programme"]
    list_select_related = ["programme"]
    search_fields = ["title", "source", "text"]
    ordering = ["-programme__fiscal_year", "pk"]
    as_of = date_column("source_on", _("date of the source"))

    def save_model(self, request: HttpRequest, obj: StudyFinding, form: Any, change: Any) -> None:
        by, at = person(request), timezone.now()
        saved = save_finding(
            programme=obj.programme, title=obj.title, source=obj.source, source_on=obj.source_on,
            text=obj.text, finding=obj if change else None, by=by, at=at,
        )  # fmt: skip
        obj.pk = saved.pk
        if upload := form.cleaned_data.get("file"):
            attach_finding_document(finding=saved, upload=upload, by=by, at=at)

    def delete_model(self, request: HttpRequest, obj: StudyFinding) -> None:
        remove_finding(finding=obj, by=person(request), at=timezone.now())

    def take_off(self, document: StudyDocument, at: datetime) -> None:
        remove_finding_document(document=document, at=at)
