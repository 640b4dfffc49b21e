"""The register of people: its list, the form of a person, and the record's own page."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from networks.actions.access_log import note_access
from networks.actions.founding import NetworkError
from networks.actions.people import save_person
from networks.admin.people_filters import DueFilter, OfficeFilter, RoleFilter
from networks.admin.people_forms import PersonForm
from networks.admin.people_merging import MergingPages
from networks.admin.people_moves import MOVES
from networks.imports.people import PeopleImporter
from networks.masking import contact_of, mask_email, mask_phone
from networks.models import Consent, Person, PersonAccess, PersonVerb
from networks.policies import may_erase_people
from networks.reports.people import person_record, to_json, to_rows
from networks.selectors.duplicates import find_duplicates
from networks.selectors.people import match_people
from networks.selectors.retention import retention_day
from onde_portal.accounts.access import person as user_of, reading, writing
from onde_portal.accounts.permissions import Action, may
from onde_portal.exchange.writing import XLSX, to_xlsx
from onde_portal.thai.digits import read_key
from onde_portal.ui.case_admin import MoveRefused
from onde_portal.ui.import_admin import ImportingAdmin
from onde_portal.ui.templatetags.ui import localized

MOST_RANKED = 200
MOST_ACCESSES = 30
PARTS_SHOWN = frozenset({"networks", "participations", "results", "certificates"})
# What an address may filter by: nobody finds people by contact data that is masked for them.
FILTERED_BY = frozenset(
    {"province", "sector", "organisation", "sex"}
    | {one.parameter_name for one in (OfficeFilter, RoleFilter, DueFilter)}
)


@admin.register(Person)
class PersonAdmin(MergingPages, ImportingAdmin):
    importer = PeopleImporter
    import_action = Action.RUN_CASE
    section = "8.1 (4)"
    form = PersonForm
    add_action = change_action = Action.RUN_CASE
    autocomplete_fields = ["organisation", "province", "district"]
    list_display = [
        "full_name",
        "province_name",
        "organisation",
        "position",
        "phone_shown",
        "email_shown",
    ]
    list_display_links = None
    list_filter = [OfficeFilter, RoleFilter, "sector", DueFilter, "province"]
    list_select_related = ["province", "organisation"]
    change_list_template = "networks/person_list.html"
    search_fields = ["search_key"]
    search_help_text = _("Name in any spelling, organisation, province; phone or e-mail in full")
    ordering = ["name_key", "pk"]
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/record/", wrap(reading(self.record)), name="networks_person_record"),
            path(
                "<int:pk>/record/<slug:move>/",
                wrap(writing(self.move)),
                name="networks_person_move",
            ),
            path(
                "<int:pk>/take/<slug:ending>/",
                wrap(reading(self.take)),
                name="networks_person_take",
            ),
            *self.merging_urls(),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        sees = may(request.user, Action.READ_PERSONAL_DATA)
        rows = super().get_queryset(request)
        return rows.current().annotate(sees=Value(sees, output_field=BooleanField()))  # type: ignore[attr-defined, no-any-return]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # type: ignore[override]
        return lookup.split("__", maxsplit=1)[0] in FILTERED_BY

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Best first; with very many, the list's own order serves better."""
        if not search_term.strip():
            return queryset, False
        found = match_people(queryset, search_term, user=request.user)  # type: ignore[arg-type]
        keys = list(found.values_list("pk", flat=True)[: MOST_RANKED + 1])
        if len(keys) > MOST_RANKED:
            return found, False
        places = (When(pk=pk, then=Value(place)) for place, pk in enumerate(keys))
        best_first = Case(*places, default=Value(0), output_field=IntegerField())
        return queryset.filter(pk__in=keys).order_by(best_first), False

    @admin.display(description=_("name"), ordering="name_key")
    def full_name(self, row: Person) -> str:
        return format_html('<a href="{}">{}</a>', record_address(row), row)

    @admin.display(description=_("province"), ordering="province__sort_key")
    def province_name(self, row: Person) -> str:
        return localized(row.province, "name")

    @admin.display(description=_("phone"))
    def phone_shown(self, row: Person) -> str:
        return row.phone if row.sees else mask_phone(row.phone)  # type: ignore[attr-defined]

    @admin.display(description=_("e-mail"))
    def email_shown(self, row: Person) -> str:
        return row.email if row.sees else mask_email(row.email)  # type: ignore[attr-defined]

    def export(self, request: HttpRequest, ending: str) -> HttpResponseBase:
        """The list as a file; everybody on it has the look written down."""
        answer = super().export(request, ending)
        rows = self.get_changelist_instance(request).get_queryset(request)
        note_access(
            people=rows, what=PersonAccess.What.LIST, by=user_of(request), at=timezone.now()
        )
        return answer

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*PersonForm.Meta.fields, *(["as_read"] if obj else ["is_another"])]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Those who may not change a record see its page, where contact data may be masked."""
        if read_key(object_id) is None:
            return redirect("admin:networks_person_changelist")
        if not self.has_change_permission(request):
            return redirect("admin:networks_person_record", pk=object_id)
        found = self.get_queryset(request).filter(pk=object_id)
        if request.method == "GET":
            self._note(request, found, PersonAccess.What.PAGE)
        return super().change_view(request, object_id, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is refused is said; personal data that was typed does not enter an address."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except NetworkError as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: Any) -> None:
        """Save through the action; the form's object only carried the input."""
        stored = Person.objects.get(pk=obj.pk) if change else None
        saved = save_person(
            facts=form.facts(), person=stored, version=form.cleaned_data.get("as_read"),
            by=user_of(request), at=timezone.now(),
        )  # fmt: skip
        obj.pk = saved.pk

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        answer = super().response_add(request, obj, post_url_continue)
        stays = {"_addanother", "_continue"} & set(request.POST)
        return answer if stays else redirect(record_address(obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        answer = super().response_change(request, obj)
        stays = {"_addanother", "_continue"} & set(request.POST)
        return answer if stays else redirect(record_address(obj))

    def _found(self, request: HttpRequest, pk: int) -> Person:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Person.objects.visible_to(request.user)
        related = rows.select_related("province", "district", "organisation", "merged_into")
        return get_object_or_404(related, pk=pk)

    def _note(self, request: HttpRequest, people: Any, what: str) -> None:
        note_access(people=people, what=what, by=user_of(request), at=timezone.now())

    def record(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about a person, contact data masked where it must be; the look is logged."""
        found = self._found(request, pk)
        self._note(request, [found], PersonAccess.What.PAGE)
        return self._show_record(request, found)

    @method_decorator(csrf_protect)
    def move(self, request: HttpRequest, pk: int, move: str) -> HttpResponse:
        """Do one thing with a record and go back to its page."""
        found = self._found(request, pk)
        if move not in MOVES:
            return redirect(record_address(found))
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            said = MOVES[move](request, found, timezone.now())
        except (NetworkError, MoveRefused) as refusal:
            return self._show_record(request, found, refusal=str(refusal), refused=move, status=409)
        messages.success(request, said)
        return redirect(record_address(found))

    def take(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """The whole record as a file, for the person or a lawful request; logged."""
        found = self._found(request, pk)
        if not may(request.user, Action.READ_PERSONAL_DATA):
            raise PermissionDenied
        self._note(request, [found], PersonAccess.What.EXPORT)
        record = person_record(found)
        if ending == "json":
            answer = HttpResponse(to_json(record), content_type="application/json")
        else:
            header, rows = to_rows(record)
            answer = HttpResponse(to_xlsx(gettext("Record"), header, rows), content_type=XLSX)
            ending = "xlsx"
        answer.headers["Content-Disposition"] = f'attachment; filename="person-{pk}.{ending}"'
        return answer

    def _show_record(
        self,
        request: HttpRequest,
        found: Person,
        *,
        refusal: str = "",
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user, today = user_of(request), timezone.localdate()
        is_kept = not (found.merged_into_id or found.erased_at)
        context = {
            **self.admin_site.each_context(request),
            **_record_of(found, today),
            "opts": self.opts,
            "title": str(found),
            "person": found,
            "contact": contact_of(found, user),
            "sees": may(user, Action.READ_PERSONAL_DATA),
            "may_change": is_kept and self.has_change_permission(request),
            "may_erase": is_kept and may_erase_people(user),
            "is_kept": is_kept,
            "suspicions": find_duplicates(found) if is_kept else [],
            "purposes": Consent.Purpose.choices,
            "today": today,
            "refusal": refusal,
            "refused": refused,
            "posted": defaultdict(str, request.POST.items()),
        }
        return TemplateResponse(request, "networks/person_record.html", context, status=status)


def _record_of(found: Person, today: date) -> dict[str, Any]:
    """What is on record about a person, in the words of the page."""
    verbs = dict(PersonVerb.choices)
    events = found.events.select_related("by").order_by("-at", "-pk")
    return {
        "kept_until": retention_day(found),
        "appointments": _appointments(found),
        "in_office": set(found.appointments.current_on(today).values_list("pk", flat=True)),
        "parts": [
            part for part in person_record(found) if part.key in PARTS_SHOWN and part.entries
        ],
        "consents": found.consents.order_by("-given_at", "pk"),
        "corrections": found.corrections.order_by("-asked_at", "pk"),
        "merges": found.merges.filter(undone_at=None).select_related("merged").order_by("-at"),
        "events": [(event, verbs.get(event.verb, event.verb)) for event in events],
        "accesses": found.accesses.select_related("by").order_by("-at", "-pk")[:MOST_ACCESSES],
    }


def _appointments(found: Person) -> QuerySet[Any]:
    rows = found.appointments.select_related("role", "body", "province", "project")
    return rows.order_by("-starts_on", "pk")


def record_address(row: Person) -> str:
    """Where a person's record is shown."""
    return reverse("admin:networks_person_record", args=[row.pk])
