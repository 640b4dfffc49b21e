"""Step 3 in the staff's site: a project's tests, their results, and what was handed out."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.materials import add_material, remove_material
from networks.admin.working import WorkingRecordAdmin
from networks.imports.scores import ScoresImporter
from networks.models import Material, Paper, Sitting
from onde_portal.accounts.access import person, reading
from onde_portal.assessments.admin.papers import BasePaperAdmin, BasePaperForm, BaseSittingAdmin
from onde_portal.ui.admin import moment_column
from onde_portal.ui.fields import ThaiCharField
from onde_portal.ui.filters import RelatedFilter
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused


class PaperForm(BasePaperForm):
    class Meta:
        model = Paper
        fields: ClassVar[list[str]] = ["project", "kind", "title", "instructions", "time_limit"]


@admin.register(Paper)
class PaperAdmin(BasePaperAdmin, WorkingRecordAdmin):
    section = Paper.section
    page = "tests"
    form = PaperForm
    scores = ScoresImporter
    list_select_related = ["project"]
    search_fields = ["title", "project__title"]
    ordering = ["-project__fiscal_year", "project_id", "-kind"]


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]
    """A document that was handed out."""

    title = ThaiCharField(label=_("What it is"), max_length=250)
    file = forms.FileField(
        label=_("Document"), widget=forms.FileInput(attrs={"accept": ACCEPT_ATTRIBUTE})
    )

    class Meta:
        model = Material
        fields = ["project", "title"]


@admin.register(Material)
class MaterialAdmin(WorkingRecordAdmin):
    section = "8.1 (3)"
    page = "tests"
    removable = True
    refusals = (NetworkError, UploadRefused)
    form = MaterialForm
    fields = ["project", "title", "file"]
    list_display = ["title", "name", "project", "uploaded"]
    list_select_related = ["project"]
    search_fields = ["title", "name"]
    ordering = ["-uploaded_at", "pk"]
    uploaded = moment_column("uploaded_at", _("uploaded"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(reading(self.document))
        return [
            path("<int:pk>/file/", view, name="networks_material_file"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(removed_at=None)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else ["project", "title", "name"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A document is taken out and put in anew, not changed."""
        return [] if obj is None else ["project", "title", "name"]

    def document(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file, to whoever may see projects."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return serve_file(get_object_or_404(self.get_queryset(request), pk=pk))

    def save_model(self, request: HttpRequest, obj: Material, form: Any, change: Any) -> None:
        if not change:
            obj.pk = add_material(
                project=obj.project, title=obj.title, upload=form.cleaned_data["file"],
                by=person(request), at=timezone.now(),
            ).pk  # fmt: skip

    def delete_model(self, request: HttpRequest, obj: Material) -> None:
        remove_material(material=obj, at=timezone.now())


@admin.register(Sitting)
class SittingAdmin(BaseSittingAdmin):
    section = Paper.section
    importer = ScoresImporter
    list_display = ["named", "test", "host", "source", "score", "begun", "sent"]
    list_filter = [
        ("paper__project", RelatedFilter),
        "paper__kind",
        "source",
    ]
    list_select_related = ["paper__project", "participant__person"]
    key_field = "participant__person__search_key"
    ordering = ["paper__project_id", "-paper__kind", "participant__person__name_key", "pk"]

    @admin.display(description=_("name"), ordering="participant__person__name_key")
    def named(self, sitting: Sitting) -> str:
        return str(sitting.participant)
