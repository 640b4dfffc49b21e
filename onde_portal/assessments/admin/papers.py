"""Tests in the staff's site: facts of a test, and results. Each app registers its own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.permissions import Action
from onde_portal.assessments.actions.papers import change_paper, make_paper
from onde_portal.assessments.admin.paper_grid import GridPages
from onde_portal.assessments.admin.paper_pages import PaperPages
from onde_portal.assessments.errors import AssessmentError
from onde_portal.assessments.models import BasePaper, BaseSitting
from onde_portal.ui.admin import moment_column
from onde_portal.ui.fields import ThaiCharField, ThaiIntegerField
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.working_admin import CaseRecordAdmin

FACTS = ("kind", "title", "instructions", "time_limit")


class BasePaperForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a test is called, what people are told, and how long they have."""

    title = ThaiCharField(label=_("Title"), max_length=250)
    instructions = ThaiCharField(
        label=_("Instructions"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    time_limit = ThaiIntegerField(
        label=_("Time limit (minutes)"), required=False, help_text=_("Leave empty for none")
    )
    as_read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "as_read" in self.fields:
            self.fields["as_read"].initial = self.instance.version


class BasePaperAdmin(GridPages, PaperPages, CaseRecordAdmin):
    """Tests of one kind of host; mixed with the app's own admin of working records."""

    refusals: tuple[type[Exception], ...] = (AssessmentError,)
    opened = moment_column("opened_at", _("opened"))
    closed = moment_column("closed_at", _("closed"))

    def get_list_display(self, request: HttpRequest) -> Any:
        facts = ("state", "item_count", "opened", "closed")
        return ["title", "kind", self.model.host_field, *facts]

    def get_list_filter(self, request: HttpRequest) -> Any:
        return ["kind", "state", *self.list_filter]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(items_on_it=Count("items"))

    @admin.display(description=_("questions"), ordering="items_on_it")
    def item_count(self, paper: Any) -> int:
        count: int = paper.items_on_it
        return count

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Once people take a test, it stands fast."""
        is_draft = obj is None or obj.state == BasePaper.State.DRAFT
        return is_draft and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        is_read_only = obj is not None and not self.has_change_permission(request, obj)
        return [self.model.host_field, *FACTS, *(() if is_read_only else ("as_read",))]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A pre-test stays one."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "kind"] if obj is not None else fields

    def save_model(self, request: HttpRequest, obj: BasePaper, form: Any, change: Any) -> None:
        given = form.cleaned_data
        facts = {name: given[name] for name in ("title", "instructions", "time_limit")}
        if change:
            read = self.model.objects.get(pk=obj.pk)
            version = given.get("as_read")
            change_paper(paper=read, version=read.version if version is None else version, **facts)
        else:
            obj.pk = make_paper(host=obj.host, kind=obj.kind, **facts).pk

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Its questions come next."""
        super().response_add(request, obj, post_url_continue)
        return redirect(f"admin:{self.page_name('items')}", pk=obj.pk)


class BaseSittingAdmin(ImportingAdmin):
    """Results of all tests; they are entered on the tests' own pages, or imported."""

    import_action = Action.RUN_CASE
    list_display_links = None
    begun = moment_column("started_at", _("begun"))
    sent = moment_column("finished_at", _("sent"))
    actions = None

    @admin.display(description=_("test"), ordering="paper__kind")
    def test(self, sitting: BaseSitting) -> str:
        kind: str = sitting.paper.get_kind_display()
        return kind

    @admin.display(description=_("belongs to"))
    def host(self, sitting: BaseSitting) -> str:
        return str(sitting.paper.host)
