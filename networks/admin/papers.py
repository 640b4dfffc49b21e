"""Tests in the staff's site: facts of a test, results, and what was handed out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.papers import add_material, change_paper, make_paper, remove_material
from networks.admin.paper_grid import GridPages
from networks.admin.paper_pages import PaperPages
from networks.admin.working import WorkingRecordAdmin
from networks.imports.scores import ScoresImporter
from networks.models import Material, Paper, Sitting
from onde_portal.accounts.access import person, reading
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import moment_column
from onde_portal.ui.fields import ThaiCharField, ThaiIntegerField
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.workflow.downloads import serve_file
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused


class PaperForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a test is called, what people are told, and how long they have."""

    title = ThaiCharField(label=_("Title"), max_length=250)
    instructions = ThaiCharField(
        label=_("Instructions"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    time_limit = ThaiIntegerField(
        label=_("Time limit (minutes)"), required=False, help_text=_("Leave empty for none")
    )
    as_read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Paper
        fields = ["project", "kind", "title", "instructions", "time_limit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "as_read" in self.fields:
            self.fields["as_read"].initial = self.instance.version


@admin.register(Paper)
class PaperAdmin(GridPages, PaperPages, WorkingRecordAdmin):
    section = "8.1 (3)"
    page = "tests"
    form = PaperForm
    fields = ["project", "kind", "title", "instructions", "time_limit", "as_read"]
    list_display = ["title", "kind", "project", "state", "item_count", "opened", "closed"]
    list_filter = ["kind", "state", *WorkingRecordAdmin.list_filter]
    list_select_related = ["project"]
    search_fields = ["title", "project__title"]
    ordering = ["-project__fiscal_year", "project_id", "-kind"]
    opened = moment_column("opened_at", _("opened"))
    closed = moment_column("closed_at", _("closed"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(items_on_it=Count("items"))

    @admin.display(description=_("questions"), ordering="items_on_it")
    def item_count(self, paper: Any) -> int:
        count: int = paper.items_on_it
        return count

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Once people take a test, it stands fast."""
        is_draft = obj is None or obj.state == Paper.State.DRAFT
        return is_draft and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [name for name in self.fields if name != "as_read"]
        return self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A pre-test stays one."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "kind"] if obj is not None else fields

    def save_model(self, request: HttpRequest, obj: Paper, form: Any, change: Any) -> None:
        given = form.cleaned_data
        facts = {name: given[name] for name in ("title", "instructions", "time_limit")}
        if change:
            read = Paper.objects.select_related("project").get(pk=obj.pk)
            version = given.get("as_read")
            change_paper(paper=read, version=read.version if version is None else version, **facts)
        else:
            obj.pk = make_paper(project=obj.project, kind=obj.kind, **facts).pk

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Its questions come next."""
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:networks_paper_items", pk=obj.pk)


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
class SittingAdmin(ImportingAdmin):
    """Results of all tests; they are entered on the tests' own pages, or imported."""

    section = "8.1 (3)"
    importer = ScoresImporter
    import_action = Action.RUN_CASE
    list_display = ["named", "test", "project", "source", "score", "begun", "sent"]
    list_filter = [
        ("paper__project", admin.RelatedOnlyFieldListFilter),
        "paper__kind",
        "source",
    ]
    list_select_related = ["paper__project", "participant__person"]
    key_field = "participant__person__search_key"
    ordering = ["paper__project_id", "-paper__kind", "participant__person__name_key", "pk"]
    list_display_links = None
    begun = moment_column("started_at", _("begun"))
    sent = moment_column("finished_at", _("sent"))
    actions = None

    @admin.display(description=_("name"), ordering="participant__person__name_key")
    def named(self, sitting: Sitting) -> str:
        return str(sitting.participant)

    @admin.display(description=_("test"), ordering="paper__kind")
    def test(self, sitting: Sitting) -> str:
        return sitting.paper.get_kind_display()

    @admin.display(description=_("project"), ordering="paper__project_id")
    def project(self, sitting: Sitting) -> str:
        return sitting.paper.project.title
