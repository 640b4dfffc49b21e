"""Appointments, who covers which province, and what they rest on: roles, bodies, organisations."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from networks.actions.appointments import Term, appoint, correct_appointment
from networks.actions.founding import NetworkError
from networks.actions.people import save_organisation
from networks.actions.privacy import answer_correction
from networks.admin.people import record_address
from networks.admin.people_filters import AnsweredFilter, TermFilter
from networks.admin.people_forms import AppointmentForm, OrganisationForm
from networks.imports.organisations import OrganisationImporter
from networks.models import (
    Appointment,
    AppointmentBody,
    AppointmentRole,
    CorrectionRequest,
    NetworkProject,
    Organisation,
    Person,
    PersonAccess,
)
from networks.selectors.coverage import read_coverage
from onde_portal.accounts.access import person as user_of, reading
from onde_portal.accounts.permissions import Action
from onde_portal.ui.admin import PortalModelAdmin, date_column, moment_column
from onde_portal.ui.filters import RelatedFilter
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.templatetags.ui import localized

TERM_FIELDS = ("role", "body", "province", "order_number", "starts_on", "ends_on", "remarks")


@admin.register(Appointment)
class AppointmentAdmin(PortalModelAdmin):
    section = "8.1 (4)"
    refusals = (NetworkError,)
    form = AppointmentForm
    add_action = change_action = Action.RUN_CASE
    autocomplete_fields = ["person", "province"]
    change_list_template = "networks/person_list.html"
    key_field = "person__search_key"
    list_display = ["person_name", "role_name", "place", "body_name", "begins", "ends", "project"]
    list_display_links = ["role_name"]
    list_filter = [
        TermFilter,
        ("role", RelatedFilter),
        ("province", RelatedFilter),
        ("project", RelatedFilter),
    ]
    list_select_related = ["person", "role", "body", "province", "project"]
    ordering = ["province__sort_key", "role__position", "person__name_key", "pk"]
    begins = date_column("starts_on", _("term starts"))
    ends = date_column("ends_on", _("term ends"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(reading(self.coverage))
        return [
            path("coverage/", view, name="networks_appointment_coverage"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Appointments are imported with the people who hold them."""
        given = {}
        if self.has_add_permission(request):
            given["import_url"] = reverse("admin:networks_person_import")
        return super().changelist_view(request, given | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.filter(person__merged_into=None, person__erased_at=None)

    @admin.display(description=_("name"), ordering="person__name_key")
    def person_name(self, row: Appointment) -> str:
        return format_html('<a href="{}">{}</a>', record_address(row.person), row.person)

    @admin.display(description=_("role"), ordering="role__position")
    def role_name(self, row: Appointment) -> str:
        return localized(row.role, "name")

    @admin.display(description=_("body"))
    def body_name(self, row: Appointment) -> str:
        return localized(row.body, "name")

    @admin.display(description=_("province"), ordering="province__sort_key")
    def place(self, row: Appointment) -> str:
        return localized(row.province, "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An appointment stays the person's and the project's."""
        return ["person", "project"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "project":
            rows = NetworkProject.objects.visible_to(request.user).running()
            kwargs["queryset"] = rows.order_by("-fiscal_year", "title")
        if db_field.name in {"role", "body"}:
            model = db_field.related_model
            kwargs["queryset"] = model.objects.filter(retired_on=None).order_by("position", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: Any) -> None:
        """Save through the action; the form's object only carried the input."""
        by, at = user_of(request), timezone.now()
        term = Term(**{name: form.cleaned_data[name] for name in TERM_FIELDS})
        if change:
            correct_appointment(appointment=obj, term=term, by=by, at=at)
            return
        project = form.cleaned_data["project"]
        obj.pk = appoint(person=obj.person, term=term, project=project, by=by, at=at).pk

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST and obj.project_id:
            return redirect(f"{request.path}?project={obj.project_id}")
        return answer if {"_addanother", "_continue"} & set(request.POST) else _onward(obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        answer = super().response_change(request, obj)
        return answer if {"_addanother", "_continue"} & set(request.POST) else _onward(obj)

    def coverage(self, request: HttpRequest) -> HttpResponse:
        """Provinces against the roles that each should have; every number opens its list."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Who covers which province"),
            "coverage": read_coverage(timezone.localdate()),
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "networks/person_coverage.html", context)


def _onward(appointment: Appointment) -> HttpResponse:
    """To the project's register if the appointment was made there, else to the person."""
    if appointment.project_id:
        return redirect("admin:networks_networkproject_register", pk=appointment.project_id)
    return redirect(record_address(appointment.person))


@admin.register(Organisation)
class OrganisationAdmin(ImportingAdmin):
    importer = OrganisationImporter
    import_action = Action.RUN_CASE
    section = "8.1 (4)"
    refusals = (NetworkError,)
    form = OrganisationForm
    add_action = change_action = Action.RUN_CASE
    autocomplete_fields = ["province"]
    key_field = "search_key"
    list_display = ["name", "sector", "province", "phone", "email"]
    list_filter = ["sector", ("province", RelatedFilter)]
    list_select_related = ["province"]
    ordering = ["name"]

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: Any) -> None:
        values = {name: form.cleaned_data[name] for name in OrganisationForm.Meta.fields}
        stored = Organisation.objects.get(pk=obj.pk) if change else None
        obj.pk = save_organisation(organisation=stored, **values).pk


@admin.register(AppointmentRole)
class AppointmentRoleAdmin(PortalModelAdmin):
    section = "8.1 (4)"
    add_action = change_action = Action.EDIT_SETTINGS
    list_display = ["name_th", "name_en", "body", "every_province", "position", "retired"]
    list_select_related = ["body"]
    search_fields = ["name_th", "name_en"]
    ordering = ["position", "pk"]
    retired = date_column("retired_on", _("no longer used since"))


@admin.register(AppointmentBody)
class AppointmentBodyAdmin(PortalModelAdmin):
    section = "8.1 (4)"
    add_action = change_action = Action.EDIT_SETTINGS
    list_display = ["name_th", "name_en", "position", "retired"]
    search_fields = ["name_th", "name_en"]
    ordering = ["position", "pk"]
    retired = date_column("retired_on", _("no longer used since"))


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(PortalModelAdmin):
    """What people ask for about their own data; the unanswered come first."""

    view_action = Action.READ_PERSONAL_DATA
    change_action = Action.RUN_CASE
    refusals = (NetworkError,)
    list_display = ["person", "text", "asked", "answered"]
    list_filter = [AnsweredFilter]
    list_select_related = ["person"]
    fields = ("person", "text", "asked", "answer", "answered")
    ordering = ["answered_at", "-asked_at"]
    asked = moment_column("asked_at", _("asked"))
    answered = moment_column("answered_at", _("answered"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        is_open = obj is not None and obj.answered_at is None
        return [name for name in CorrectionRequestAdmin.fields if name != "answer" or not is_open]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        answer_correction(
            request=obj, answer=form.cleaned_data.get("answer", ""), by=user_of(request),
            at=timezone.now(),
        )  # fmt: skip

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        super().response_change(request, obj)
        return redirect("admin:networks_correctionrequest_changelist")


@admin.register(PersonAccess)
class PersonAccessAdmin(PortalModelAdmin):
    """Who looked at whose data, for audits."""

    list_display = ["seen", "by", "what", "person_name"]
    list_filter = ["what", ("by", RelatedFilter)]
    list_select_related = ["person", "by"]
    fields = ["seen", "by", "what", "person"]
    ordering = ["-at", "-pk"]
    seen = moment_column("at", _("when"))

    @admin.display(description=_("person of the register"))
    def person_name(self, row: PersonAccess) -> str:
        named: Person = row.person
        return format_html('<a href="{}">{}</a>', record_address(named), named)
