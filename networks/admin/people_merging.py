"""Suggested pairs of records, and merging two of them side by side, field by field."""

from dataclasses import dataclass, fields
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from networks.actions.access_log import note_access
from networks.actions.founding import NetworkError
from networks.actions.merging import merge_people
from networks.actions.people import PersonFacts
from networks.masking import contact_of
from networks.models import Person, PersonAccess
from networks.policies import may_keep_people
from networks.selectors.duplicates import MOST_PAIRS, suggest_duplicates
from onde_portal.accounts.access import person as user_of, reading, writing
from onde_portal.ui.posted import posted_version
from onde_portal.ui.templatetags.ui import localized


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of both records; ``other`` is preselected where the kept one has nothing."""

    name: str
    label: str
    kept: str
    other: str

    @property
    def differs(self) -> bool:
        return self.kept != self.other

    @property
    def takes_other(self) -> bool:
        return not self.kept and bool(self.other)


class MergingPages:
    """Pages that the list of people has beside its own; to be mixed into its admin."""

    admin_site: Any
    opts: Any

    def merging_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = (
            ("duplicates/", reading(self.duplicates), "duplicates"),
            ("<int:pk>/merge/<int:other>/", reading(self.merge_page), "merge"),
            ("<int:pk>/merge/<int:other>/do/", writing(self.merge), "merge_do"),
        )
        return [
            path(route, wrap(view), name=f"networks_person_{name}") for route, view, name in pages
        ]

    def duplicates(self, request: HttpRequest) -> HttpResponse:
        """Pairs that may be one person, likeliest first."""
        user = user_of(request)
        found = suggest_duplicates()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Records that may be of one person"),
            "pairs": [
                (pair, contact_of(pair.first, user), contact_of(pair.second, user))
                for pair in found
            ],
            "more": len(found) == MOST_PAIRS,
            "may_change": may_keep_people(user),
        }
        return TemplateResponse(request, "networks/person_duplicates.html", context)

    def _pair(self, request: HttpRequest, pk: int, other: int) -> tuple[Person, Person]:
        if not may_keep_people(user_of(request)):
            raise PermissionDenied
        rows = Person.objects.visible_to(request.user).current()
        rows = rows.select_related("province", "district", "organisation")
        return get_object_or_404(rows, pk=pk), get_object_or_404(rows.exclude(pk=pk), pk=other)

    def merge_page(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Both records side by side; the first is kept, field by field as chosen."""
        kept, merged = self._pair(request, pk, other)
        note_access(
            people=[kept, merged], what=PersonAccess.What.PAGE, by=user_of(request),
            at=timezone.now(),
        )  # fmt: skip
        return self._side_by_side(request, kept, merged)

    @method_decorator(csrf_protect)
    def merge(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Merge as chosen, and show the record that is kept."""
        kept, merged = self._pair(request, pk, other)
        sides = {
            name: merged if request.POST.get(f"take_{name}") == "other" else kept
            for name in (field.name for field in fields(PersonFacts))
        }
        sides["district"] = sides["province"]  # a district belongs to its province
        facts = PersonFacts(**{name: getattr(side, name) for name, side in sides.items()})
        versions = (posted_version(request.POST), posted_version(request.POST, "other_version"))
        try:
            merge_people(
                kept=kept, merged=merged, facts=facts, versions=versions, by=user_of(request),
                at=timezone.now(),
            )  # fmt: skip
        except NetworkError as refusal:
            return self._side_by_side(request, kept, merged, refusal=str(refusal), status=409)
        messages.success(request, _("The two records are one. It can be undone on this page."))
        return redirect("admin:networks_person_record", pk=kept.pk)

    def _side_by_side(
        self,
        request: HttpRequest,
        kept: Person,
        merged: Person,
        *,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Make two records one"),
            "kept": kept,
            "merged": merged,
            "kept_has": _hanging(kept),
            "merged_has": _hanging(merged),
            "choices": [
                _choice(field.name, kept, merged)
                for field in fields(PersonFacts)
                if field.name != "district"
            ],
            "refusal": refusal,
        }
        return TemplateResponse(request, "networks/person_merge.html", context, status=status)


def _choice(name: str, kept: Person, merged: Person) -> Choice:
    label = Person._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return Choice(name, str(label), _shown(name, kept), _shown(name, merged))


def _shown(name: str, person: Person) -> str:
    """A field in words; the district stands with its province."""
    if name == "province":
        places = (localized(place, "name") for place in (person.district, person.province))
        return ", ".join(place for place in places if place)
    display = getattr(person, f"get_{name}_display", None)
    value = display() if display else getattr(person, name)
    return str(value) if value else ""


def _hanging(person: Person) -> list[tuple[str, int]]:
    """How much hangs on a record, in words and numbers."""
    return [
        (_("Appointments"), person.appointments.count()),
        (_("Projects taken part in"), person.participations.count()),
        (_("Offices in networks"), person.networks.count()),
        (_("Consents"), person.consents.count()),
    ]
