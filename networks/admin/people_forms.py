"""Forms of the register of people."""

from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy as _

from networks.actions.founding import NetworkError
from networks.actions.people import PersonFacts, StalePerson, cleaned
from networks.keys import keys_of
from networks.models import Appointment, Organisation, Person
from networks.selectors.duplicates import find_duplicates
from onde_portal.ui.fields import ThaiCharField, ThaiDateField

MOST_NAMED = 5


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person's facts. Somebody who seems to be there already is named before entering."""

    # The form class has a ``prefix`` of its own for something else; fields are found by name.
    prefix = ThaiCharField(label=_("Prefix"), max_length=40, required=False)  # type: ignore[assignment]
    first_name = ThaiCharField(label=_("First name"), max_length=80)
    last_name = ThaiCharField(label=_("Last name"), max_length=80)
    phone = ThaiCharField(
        label=_("Phone"), max_length=40, required=False,
        help_text=_("One number, such as 081-234-5678 or 02-123-4567 ext. 89"),
    )  # fmt: skip
    address = ThaiCharField(label=_("Address"), max_length=300, required=False)
    position = ThaiCharField(label=_("Position"), max_length=150, required=False)
    purpose = ThaiCharField(
        label=_("Kept for"), max_length=200, required=False,
        help_text=_("Why the Office keeps this person's data; empty is the work of section 8.1"),
    )  # fmt: skip
    is_another = forms.BooleanField(
        label=_("I have looked: this is another person"), required=False
    )
    as_read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Person
        fields = [
            "prefix", "first_name", "last_name", "sex", "phone", "email", "address", "province",
            "district", "organisation", "position", "sector", "purpose",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "as_read" in self.fields:
            self.fields["as_read"].initial = self.instance.version

    def facts(self) -> PersonFacts:
        """What was typed, as the action takes it."""
        names = {field.name for field in fields(PersonFacts)}
        return PersonFacts(
            **{name: value for name, value in self.cleaned_data.items() if name in names}
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        try:
            facts = cleaned(self.facts())
        except NetworkError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if self.instance.pk:
            self._check_version()
        elif not given.get("is_another"):
            self._check_others(facts)
        return given

    def _check_version(self) -> None:
        current = Person.objects.get(pk=self.instance.pk).version
        if self.cleaned_data.get("as_read") != current:
            raise forms.ValidationError(str(StalePerson.message))

    def _check_others(self, facts: PersonFacts) -> None:
        asked = Person(**{field.name: getattr(facts, field.name) for field in fields(facts)})
        for name, value in asdict(keys_of(asked)).items():
            setattr(asked, name, value)
        found = find_duplicates(asked)[:MOST_NAMED]
        if not found:
            return
        told = format_html_join(
            ", ", '<a href="{}">{}</a> ({})',
            (
                (
                    reverse("admin:networks_person_record", args=[item.second.pk]),
                    " · ".join(filter(None, [str(item.second), _place(item.second)])),
                    ", ".join(item.reasons),
                )
                for item in found
            ),
        )  # fmt: skip
        said = gettext("This person may be in the register already")
        todo = gettext("Look first; if it is another person, tick the box at the end and save.")
        raise forms.ValidationError(format_html("{}: {}. {}", said, told, todo))


def _place(person: Person) -> str:
    return str(person.organisation or person.province or "")


class AppointmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is appointed as what, where and for how long."""

    order_number = ThaiCharField(label=_("Order number"), max_length=80, required=False)
    starts_on = ThaiDateField(label=_("Term starts"))
    ends_on = ThaiDateField(label=_("Term ends"), required=False)
    remarks = ThaiCharField(label=_("Remarks"), max_length=300, required=False)

    class Meta:
        model = Appointment
        fields = [
            "person", "role", "body", "province", "project", "order_number", "starts_on",
            "ends_on", "remarks",
        ]  # fmt: skip


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """An organisation's name and how to reach it."""

    name = ThaiCharField(label=_("Name"), max_length=250)
    phone = ThaiCharField(label=_("Phone"), max_length=40, required=False)

    class Meta:
        model = Organisation
        fields = ["name", "sector", "province", "phone", "email"]
