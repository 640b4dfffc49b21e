"""Structure templates: committee seats and units by type and size of LAO (manual 13 (4))."""

import secrets
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from hubs.models import StructureTemplate, TemplateSeat, TemplateUnit
from onde_portal.accounts.permissions import Action, may
from onde_portal.registry.models import LaoSize
from onde_portal.ui.admin import PortalModelAdmin
from onde_portal.ui.fields import ThaiCharField, ThaiIntegerField
from onde_portal.ui.rows import LabelledRows
from onde_portal.ui.templatetags.ui import localized

MOST_PEOPLE = 200


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """For which LAOs, and how few people a committee may have without a warning."""

    name_th = ThaiCharField(label=_("Name in Thai"), max_length=200)
    name_en = ThaiCharField(label=_("Name in English"), max_length=200, required=False)
    sizes = forms.MultipleChoiceField(
        label=_("Sizes"), choices=LaoSize.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen means any size."),
    )  # fmt: skip
    fewest_members = ThaiIntegerField(label=_("Fewest members"))

    class Meta:
        model = StructureTemplate
        fields = ["name_th", "name_en", "types", "sizes", "fewest_members", "position", "retired"]
        widgets = {"types": forms.CheckboxSelectMultiple}
        help_texts = {"types": _("None chosen means any type.")}

    def clean_fewest_members(self) -> int:
        number: int = self.cleaned_data["fewest_members"]
        if not 1 <= number <= MOST_PEOPLE:
            raise forms.ValidationError(
                _("Give a number from 1 to %(most)d."), params={"most": MOST_PEOPLE}
            )
        return number


class SeatForm(forms.ModelForm):  # type: ignore[type-arg]
    office_th = ThaiCharField(label=_("Seat in Thai"), max_length=150)
    office_en = ThaiCharField(label=_("Seat in English"), max_length=150, required=False)
    usual_th = ThaiCharField(
        label=_("Usually held by, Thai"), max_length=250, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    usual_en = ThaiCharField(
        label=_("Usually held by, English"), max_length=250, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    seats = ThaiIntegerField(label=_("Number of seats"))

    class Meta:
        model = TemplateSeat
        fields = [
            "position", "office_th", "usual_th", "office_en", "usual_en", "sector", "seats",
        ]  # fmt: skip

    def clean_seats(self) -> int:
        number: int = self.cleaned_data["seats"]
        if not 1 <= number <= MOST_PEOPLE:
            raise forms.ValidationError(
                _("Give a number from 1 to %(most)d."), params={"most": MOST_PEOPLE}
            )
        return number


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    name_th = ThaiCharField(label=_("Unit in Thai"), max_length=150)
    name_en = ThaiCharField(label=_("Unit in English"), max_length=150, required=False)
    duties_th = ThaiCharField(
        label=_("Duties in Thai, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    duties_en = ThaiCharField(
        label=_("Duties in English, one a line"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    class Meta:
        model = TemplateUnit
        fields = ["position", "name_th", "name_en", "duties_th", "duties_en"]


class TemplateRows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows of a template: the Office reads them, who may edit the template writes them."""

    formset = LabelledRows
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ_OFFICE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.RUN_CASE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.RUN_CASE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.RUN_CASE)


class SeatInline(TemplateRows):
    model = TemplateSeat
    form = SeatForm


class UnitInline(TemplateRows):
    model = TemplateUnit
    form = UnitForm


@admin.register(StructureTemplate)
class StructureTemplateAdmin(PortalModelAdmin):
    section = "13 (4)"
    add_action = change_action = Action.RUN_CASE
    form = TemplateForm
    inlines = [SeatInline, UnitInline]
    list_display = ["name", "laos", "people", "fewest_members", "retired"]
    list_filter = ["retired", "types"]
    search_fields = ["name_th", "name_en"]
    ordering = ["position", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).prefetch_related("types")
        counted: QuerySet[Any] = rows.annotate(seat_total=Sum("seats__seats"))
        return counted

    @admin.display(description=_("structure template"), ordering="name_th")
    def name(self, template: StructureTemplate) -> str:
        return localized(template, "name")

    @admin.display(description=_("for LAOs"))
    def laos(self, template: StructureTemplate) -> str:
        labels = dict(LaoSize.choices)
        types = [localized(kind, "name") for kind in template.types.all()]
        sizes = [str(labels[size]) for size in template.sizes if size in labels]
        words = [", ".join(types) or gettext("any type"), ", ".join(sizes) or gettext("any size")]
        return " · ".join(words)

    @admin.display(description=_("people on the committee"), ordering="seat_total")
    def people(self, template: Any) -> int:
        return template.seat_total or 0

    def save_model(
        self, request: HttpRequest, obj: StructureTemplate, form: Any, change: Any
    ) -> None:
        """A template of one's own gets a key that no default has."""
        if not change:
            obj.key = f"own-{secrets.token_hex(8)}"
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Save the rows; a template with fewer seats than its own minimum is kept, and said."""
        super().save_related(request, form, formsets, change)
        template: StructureTemplate = form.instance
        seats = template.seats.aggregate(total=Sum("seats"))["total"] or 0
        if seats < template.fewest_members:
            said = ngettext(
                "The template has %(seats)d seat, fewer than its fewest members.",
                "The template has %(seats)d seats, fewer than its fewest members.",
                seats,
            )
            messages.warning(request, said % {"seats": seats})
