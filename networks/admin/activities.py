"""Events in the staff's site: what they are, their speakers and agenda."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from networks.actions.activities import ActivityFacts, change_activity, plan_activity
from networks.admin.activity_people import EventPages
from networks.admin.activity_programme import AgendaInline, SpeakerInline, save_programme
from networks.admin.working import WorkingRecordAdmin
from networks.imports.participants import ParticipantImporter
from networks.imports.project import ActivityImporter
from networks.models import Activity, Participant
from onde_portal.accounts.access import person
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import date_column, moment_column
from onde_portal.ui.fields import (
    ThaiCharField,
    ThaiDateField,
    ThaiDecimalField,
    ThaiIntegerField,
    ThaiTimeField,
)
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.import_admin import ImportingAdmin

FACTS = (
    "title", "kind", "starts_on", "ends_on", "starts_at", "ends_at", "place", "province",
    "district", "capacity", "budget_planned", "budget_spent", "summary", "walk_ins",
)  # fmt: skip


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]
    """The facts of an event."""

    title = ThaiCharField(label=_("Title"), max_length=250)
    place = ThaiCharField(label=_("Place"), max_length=250)
    starts_on = ThaiDateField(label=_("First day"))
    ends_on = ThaiDateField(
        label=_("Last day"), required=False, help_text=_("Leave empty for an event of one day")
    )
    starts_at = ThaiTimeField(label=_("Begins"), required=False)
    ends_at = ThaiTimeField(label=_("Ends"), required=False)
    capacity = ThaiIntegerField(label=_("Places"), required=False)
    budget_planned = ThaiDecimalField(label=_("Budget planned (baht)"), required=False)
    budget_spent = ThaiDecimalField(label=_("Budget spent (baht)"), required=False)
    summary = ThaiCharField(
        label=_("What came of it"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    as_read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Activity
        fields = ["project", *FACTS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_read"].initial = self.instance.version

    def clean_capacity(self) -> int | None:
        number: int | None = self.cleaned_data["capacity"]
        if number is not None and not 1 <= number <= 1_000_000:  # noqa: PLR2004 - as it says
            raise forms.ValidationError(_("Between 1 and 1,000,000 people."))
        return number

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["ends_on"] = given.get("ends_on") or given.get("starts_on")
        given["budget_planned"] = given.get("budget_planned") or 0
        return given


@admin.register(Activity)
class ActivityAdmin(EventPages, ImportingAdmin, WorkingRecordAdmin):
    """Events; the page of an event's people is the one that is used on its day."""

    importer = ActivityImporter
    import_action = Action.RUN_CASE
    section = "8.1 (2)"
    page = "events"
    form = ActivityForm
    fields = ["project", *FACTS, "as_read"]
    autocomplete_fields = ["district"]
    inlines = [SpeakerInline, AgendaInline]
    list_display = ["title", "kind", "first_day", "last_day", "province", "state", "project"]
    list_filter = ["state", "kind", "province__region", *WorkingRecordAdmin.list_filter]
    list_select_related = ["project", "province"]
    search_fields = ["title", "place"]
    ordering = ["-starts_on", "pk"]
    first_day = date_column("starts_on", _("first day"))
    last_day = date_column("ends_on", _("last day"))

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_inline_instances(request, obj) if obj is not None else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What came of it is asked once the event is planned."""
        later = () if obj is not None else ("budget_spent", "summary", "as_read")
        return [name for name in self.fields if name not in later]

    def save_model(self, request: HttpRequest, obj: Activity, form: Any, change: Any) -> None:
        given = form.cleaned_data
        facts = ActivityFacts(**{name: given[name] for name in FACTS if name in given})
        by, at = person(request), timezone.now()
        if change:
            read = Activity.objects.get(pk=obj.pk)
            version = given.get("as_read")
            change_activity(
                activity=read, facts=facts, version=read.version if version is None else version
            )
        else:
            obj.pk = plan_activity(project=obj.project, facts=facts, by=by, at=at).pk

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        save_programme(formset)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Agenda and speakers come next."""
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:networks_activity_change", obj.pk)

    def _back(self, obj: Any) -> HttpResponseRedirect:
        return redirect("admin:networks_activity_people", pk=obj.pk)


@admin.register(Participant)
class ParticipantAdmin(ImportingAdmin):
    """People who take part, over all projects; they are entered on the pages of events."""

    section = "8.1 (2)"
    importer = ParticipantImporter
    import_action = Action.RUN_CASE
    list_display_links = None
    list_display = ["named", "project", "target_group", "source", "enrolled", "there"]
    list_filter = [
        ("project", RelatedFilter),
        "source",
        "person__province__region",
    ]
    list_select_related = ["person", "project", "target_group"]
    key_field = "person__search_key"
    ordering = ["project_id", "person__name_key", "pk"]
    enrolled = moment_column("enrolled_at", _("registered"))

    def get_queryset(self, request: HttpRequest) -> Any:
        came = models.Count(
            "attendances", models.Q(attendances__sign_ins__isnull=False), distinct=True
        )
        return super().get_queryset(request).annotate(there_count=came)

    @admin.display(description=_("name"), ordering="person__name_key")
    def named(self, participant: Participant) -> str:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:networks_person_record", args=[participant.person_id]),
            participant.person,
        )

    @admin.display(description=_("events attended"), ordering="there_count")
    def there(self, participant: Any) -> int:
        count: int = participant.there_count
        return count
