"""The form that founds a network: its facts, its document, and who holds which office in it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from networks.actions.founding import NetworkError, check_founding_day
from networks.actions.hearings import DistrictElsewhere
from networks.actions.members import HoldsOffice, add_member
from networks.models import CitizenNetwork, NetworkMember, NetworkOffice, Person
from networks.policies import may_found
from onde_portal.accounts.access import person
from onde_portal.ui.fields import ThaiCharField, ThaiDateField
from onde_portal.ui.rows import LabelledRows
from onde_portal.workflow.uploads import ACCEPT_ATTRIBUTE, UploadRefused, check_upload

LONGEST_AIM = 5_000


class NetworkForm(forms.ModelForm):  # type: ignore[type-arg]
    """What founds a network (manual 8.1 (5))."""

    name = ThaiCharField(label=_("Name"), max_length=250)
    founded_on = ThaiDateField(label=_("Founded on"))
    area = ThaiCharField(label=_("Area"), max_length=250, required=False)
    aim = ThaiCharField(
        label=_("What it wants"), required=False, max_length=LONGEST_AIM,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Shown on the public page"),
    )  # fmt: skip
    document = forms.FileField(
        label=_("Record of the founding"), required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT_ATTRIBUTE}),
    )  # fmt: skip

    class Meta:
        model = CitizenNetwork
        fields = ["name", "province", "districts", "area", "founded_on", "aim", "hearing",
                  "project"]  # fmt: skip

    def clean_document(self) -> UploadedFile | None:
        """A file that would be refused is refused before anything is written."""
        upload: UploadedFile | None = self.cleaned_data["document"]
        if upload is None:
            return None
        try:
            check_upload(upload)
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        upload.seek(0)
        return upload

    def clean(self) -> dict[str, Any]:
        """What the action would refuse is said at the field, so that nothing typed is lost."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        day: date | None = given.get("founded_on")
        if day is not None:
            try:
                check_founding_day(day, given.get("hearing"), timezone.now())
            except NetworkError as refusal:
                self.add_error("founded_on", str(refusal))
        province = given.get("province")
        if province and any(item.province_id != province.pk for item in given.get("districts", ())):
            self.add_error("districts", str(DistrictElsewhere.message))
        return given


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What may be said otherwise after the founding."""

    area = ThaiCharField(label=_("Area"), max_length=250, required=False)
    aim = ThaiCharField(
        label=_("What it wants"), required=False, max_length=LONGEST_AIM,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Shown on the public page"),
    )  # fmt: skip

    class Meta:
        model = CitizenNetwork
        fields = ["area", "aim", "is_public"]


class FoundingRows(LabelledRows):
    """Rows of people with offices, none of them twice."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[Any, Any]] = set()
        for form in self.forms:
            given = getattr(form, "cleaned_data", {})
            row = given.get("person"), given.get("office")
            if None in row:
                continue
            if row in seen:
                form.add_error("person", str(HoldsOffice.message))
                raise forms.ValidationError(gettext("Each office of a person is given once."))
            seen.add(row)


class FoundingMembers(admin.TabularInline):  # type: ignore[type-arg]
    """Who belongs to the network from its founding; later changes are made on its page."""

    model = NetworkMember
    formset = FoundingRows
    fields = ["person", "office"]
    autocomplete_fields = ["person"]
    extra = 3
    verbose_name = _("member or adviser")
    verbose_name_plural = _("Members and advisers, from the register of people")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and may_found(person(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_view_permission

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        choices = {
            "person": Person.objects.visible_to(request.user).current(),
            "office": NetworkOffice.objects.order_by("position", "pk"),
        }
        for name, queryset in choices.items():
            field = formset.form.base_fields[name]
            field.queryset = queryset  # type: ignore[attr-defined]
            for way in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(field.widget, way, False)
        return formset


def add_founding_members(formset: Any, network: CitizenNetwork) -> None:
    """Let everybody who was named hold the office from the founding on."""
    for row in formset.save(commit=False):
        add_member(
            network=network, person=row.person, office=row.office, on=network.founded_on,
            at=timezone.now(),
        )  # fmt: skip
