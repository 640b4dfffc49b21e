"""A person's whole record, as the person takes it along and as the Office hands it out (PDPA)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from networks.models import Certificate, Person, SignIn, Sitting
from networks.selectors.retention import retention_day
from onde_portal.ui.templatetags.ui import localized, thai_date, thai_datetime

INDENT = 2


class Field(NamedTuple):
    """One fact: its key in files, its label, and its value (text, number, date or moment)."""

    key: str
    label: str
    value: Any

    @property
    def shown(self) -> str:
        """The value for people: dates in the Buddhist era, nothing as a dash."""
        if isinstance(self.value, datetime):
            return thai_datetime(self.value)
        if isinstance(self.value, date):
            return thai_date(self.value)
        return "–" if self.value in (None, "") else str(self.value)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a record with its entries, each a list of facts."""

    key: str
    title: str
    entries: list[list[Field]]


def person_record(person: Person) -> list[Section]:
    """Everything that the register holds about a person, in sections."""
    return [
        Section("person", _("Personal data"), [_facts(person)]),
        Section("appointments", _("Appointments"), list(_appointments(person))),
        Section("networks", _("Networks"), list(_networks(person))),
        Section("participations", _("Taking part"), list(_participations(person))),
        Section("results", _("Test results"), list(_results(person))),
        Section("certificates", _("Certificates"), list(_certificates(person))),
        Section("consents", _("Consents"), list(_consents(person))),
        Section("corrections", _("Corrections asked for"), list(_corrections(person))),
        Section("accesses", _("Who looked at the record"), list(_accesses(person))),
    ]


def _facts(person: Person) -> list[Field]:
    return [
        Field("name", _("Name"), str(person)),
        Field("sex", _("Sex"), person.get_sex_display()),
        Field("phone", _("Phone"), person.phone),
        Field("email", _("E-mail"), person.email),
        Field("address", _("Address"), person.address),
        Field("district", _("District"), localized(person.district, "name")),
        Field("province", _("Province"), localized(person.province, "name")),
        Field("organisation", _("Organisation"), str(person.organisation or "")),
        Field("position", _("Position"), person.position),
        Field("sector", _("Sector"), person.get_sector_display()),
        Field("purpose", _("Kept for"), person.purpose),
        Field("kept_until", _("Kept until"), retention_day(person)),
        Field("entered", _("Entered"), person.created_at),
    ]


def _appointments(person: Person) -> Iterator[list[Field]]:
    rows = person.appointments.select_related("role", "body", "province")
    for row in rows.order_by("-starts_on", "pk"):
        yield [
            Field("role", _("Role"), localized(row.role, "name")),
            Field("body", _("Body"), localized(row.body, "name")),
            Field("province", _("Province"), localized(row.province, "name")),
            Field("order", _("Order number"), row.order_number),
            Field("from", _("From"), row.starts_on),
            Field("to", _("To"), row.ends_on),
        ]


def _networks(person: Person) -> Iterator[list[Field]]:
    for row in person.networks.select_related("network", "office").order_by("-starts_on", "pk"):
        yield [
            Field("network", _("Network"), row.network.name),
            Field("office", _("Office"), localized(row.office, "name")),
            Field("from", _("From"), row.starts_on),
            Field("to", _("To"), row.ends_on),
        ]


def _participations(person: Person) -> Iterator[list[Field]]:
    signed = SignIn.objects.filter(attendance__participant__person=person)
    for row in person.participations.select_related("project").order_by("enrolled_at", "pk"):
        days = signed.filter(attendance__participant=row).values_list("on", flat=True)
        yield [
            Field("project", _("Project"), row.project.title),
            Field("registered", _("Registered"), row.enrolled_at),
            Field("withdrawn", _("Withdrawn on"), row.withdrawn_at),
            Field("days", _("Signed in on"), ", ".join(thai_date(day) for day in sorted(days))),
        ]


def _results(person: Person) -> Iterator[list[Field]]:
    rows = Sitting.objects.filter(participant__person=person).select_related("paper")
    for row in rows.order_by("started_at", "pk"):
        yield [
            Field("paper", _("Test"), row.paper.title),
            Field("score", _("Score"), row.score),
            Field("begun", _("Begun"), row.started_at),
            Field("finished", _("Finished"), row.finished_at),
        ]


def _certificates(person: Person) -> Iterator[list[Field]]:
    rows = Certificate.objects.filter(attendance__participant__person=person)
    for row in rows.select_related("attendance__activity").order_by("fiscal_year", "number"):
        yield [
            Field("number", _("Number"), f"{row.number}/{row.fiscal_year}"),
            Field("event", _("Event"), row.attendance.activity.title),
            Field("issued", _("Issued"), row.issued_at),
        ]


def _consents(person: Person) -> Iterator[list[Field]]:
    for row in person.consents.order_by("given_at", "pk"):
        yield [
            Field("purpose", _("Purpose"), row.get_purpose_display()),
            Field("how", _("How it was given"), row.how),
            Field("given", _("Given"), row.given_at),
            Field("withdrawn", _("Withdrawn on"), row.withdrawn_at),
        ]


def _corrections(person: Person) -> Iterator[list[Field]]:
    for row in person.corrections.order_by("asked_at", "pk"):
        yield [
            Field("asked", _("Asked"), row.asked_at),
            Field("text", _("What should be corrected"), row.text),
            Field("answer", _("Answer"), row.answer),
            Field("answered", _("Answered"), row.answered_at),
        ]


def _accesses(person: Person) -> Iterator[list[Field]]:
    for row in person.accesses.order_by("-at", "-pk")[:100]:
        yield [Field("at", _("When"), row.at), Field("what", _("What"), row.get_what_display())]


def to_json(sections: list[Section]) -> bytes:
    """The record as JSON: a list of entries for each section, dates as ISO 8601."""
    told = {
        section.key: [
            {field.key: _plain(field.value) for field in entry} for entry in section.entries
        ]
        for section in sections
    }
    return json.dumps(told, ensure_ascii=False, indent=INDENT).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def to_rows(sections: list[Section]) -> tuple[list[str], list[list[Any]]]:
    """The record as one table: section, number of the entry, what, and the value itself."""
    header = [_("Section"), _("No."), _("What"), _("Value")]
    rows = [
        [section.title, number, field.label, field.value]
        for section in sections
        for number, entry in enumerate(section.entries, 1)
        for field in entry
    ]
    return header, rows
