"""Importing the register of people, with what they are appointed as (manual 8.1 (4)).

A row is a person, and one appointment where it names a role. A row whose name and phone number or
e-mail are those of one record is that record; a row that shares only some of them is unclear, and a
person decides.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from networks.actions.appointments import Term, appoint, correct_appointment
from networks.actions.people import PersonFacts, ensure_organisation, save_person
from networks.imports.people_matching import PersonMatcher
from networks.keys import phone_key
from networks.models import Appointment, AppointmentRole, Person, Sector
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Affected,
    Change,
    Given,
    ImportColumn,
    Problem,
    Record,
    Taken,
    UndoRefused,
    Verdict,
)
from onde_portal.exchange.readers import (
    Day,
    Email,
    PhoneNumber,
    ProvinceName,
    Text,
    choice,
    one_of_records,
)
from onde_portal.exchange.records import (
    CHANGED,
    CREATED,
    ModelImporter,
    mark_of,
    restore_state,
    shown,
    state_of,
)
from onde_portal.thai.names import name_key
from onde_portal.thai.text import thai_key

TERM = ("role", "starts_on", "ends_on", "order_number")
APPOINTMENT = "networks.appointment"
FACTS = tuple(PersonFacts.__dataclass_fields__)


def person_columns() -> list[ImportColumn]:
    """The columns that name and describe a person; lists of participants share them."""
    return [
        ImportColumn("prefix", ("คำนำหน้า", "Prefix", "คำนำหน้าชื่อ"), Text(40), example="นาย"),
        ImportColumn("first_name", ("ชื่อ", "First name"), Text(80), needed=True, example="สมชาย"),
        ImportColumn(
            "last_name", ("นามสกุล", "Last name", "สกุล"), Text(80), needed=True, example="ใจดี"
        ),
        ImportColumn("sex", ("เพศ", "Sex"), choice(Person.Sex), example="ชาย"),
        ImportColumn(
            "phone", ("โทรศัพท์", "Phone", "เบอร์โทร", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์"),
            PhoneNumber(), example="081-234-5678", help=_("One number a person"),
        ),
        ImportColumn(
            "email", ("อีเมล", "E-mail", "อีเมล์", "Email"), Email(), example="somchai@example.go.th"
        ),
        ImportColumn("address", ("ที่อยู่", "Address"), Text(300), example="1 หมู่ 2 ต.หนองบัว"),
        ImportColumn("province", ("จังหวัด", "Province"), ProvinceName(), example="อุดรธานี"),
        ImportColumn(
            "organisation", ("หน่วยงาน", "Organisation", "องค์กร", "สังกัด"), Text(250),
            example="ชมรมผู้สูงอายุหนองบัว", help=_("Entered with the person if it is not there yet"),
        ),
        ImportColumn("position", ("ตำแหน่ง", "Position"), Text(150), example="ประธานชมรม"),
        ImportColumn(
            "sector", ("ภาคส่วน", "Sector"), choice(Sector), example="ภาคประชาชนและชุมชน"
        ),
    ]  # fmt: skip


def facts_from(record: Record, person: Person | None = None) -> PersonFacts:
    """A row as a person's facts; empty cells leave what ``person`` has. May enter organisations."""
    base = PersonFacts.of(person) if person else PersonFacts(first_name="")
    names = {column for column in FACTS if record.get(column) not in (None, "")}
    values = {name: record[name] for name in names - {"organisation"}}
    if record.get("organisation"):
        sector = record.get("sector") or "other"
        values["organisation"] = ensure_organisation(name=record["organisation"], sector=sector)
    return replace(base, **values)


class PeopleImporter(ModelImporter):
    """The register of people."""

    key = "people"
    title = _("Register of people")
    model = Person
    owned = ("networks.PersonEvent", "networks.PersonAccess")

    def build_columns(self) -> Sequence[ImportColumn]:
        roles = AppointmentRole.objects.filter(retired_on=None).order_by("position", "pk")
        return [
            *person_columns(),
            ImportColumn(
                "role", ("บทบาท", "Role", "แต่งตั้งเป็น"), one_of_records(roles, "name_th", "name_en"),
                example=next((role.name_th for role in roles), ""),
                help=_("What the person is appointed as in the province; leave empty for none"),
            ),
            ImportColumn(
                "starts_on", ("เริ่มวาระ", "Term starts", "วันเริ่มวาระ"), Day(), example="1/10/2569"
            ),
            ImportColumn(
                "ends_on", ("สิ้นสุดวาระ", "Term ends", "วันสิ้นสุดวาระ"), Day(), example="30/9/2573"
            ),
            ImportColumn(
                "order_number", ("เลขที่คำสั่ง", "Order number", "คำสั่งที่"), Text(80),
                example="12/2569",
            ),
        ]  # fmt: skip

    def identity(self, record: Record) -> Hashable:
        """The same name with the same phone, e-mail and province is the same row twice."""
        return (
            name_key(record["first_name"], record["last_name"]),
            phone_key(record.get("phone") or ""), thai_key(record.get("email") or ""),
            getattr(record.get("province"), "pk", ""), getattr(record.get("role"), "pk", ""),
        )  # fmt: skip

    def check(self, record: Record) -> Iterable[Problem]:
        if record.get("role") and not record.get("starts_on"):
            yield Problem("starts_on", gettext("A role needs the day on which the term starts."))
        if record.get("starts_on") and not record.get("role"):
            yield Problem("role", gettext("A term needs the role."))
        starts, ends = record.get("starts_on"), record.get("ends_on")
        if starts and ends and ends < starts:
            yield Problem("ends_on", gettext("The last day must not lie before the first."))

    def match(self, rows: Sequence[Given]) -> Sequence[Verdict]:
        matcher = PersonMatcher(
            [row.record for row in rows], self.with_values(Person.objects.all())
        )
        return [matcher.judge(row.record, self.changes) for row in rows]

    def with_values(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        held = Appointment.objects.select_related("role").order_by("-starts_on", "pk")
        return rows.select_related("province", "organisation").prefetch_related(
            Prefetch("appointments", held)
        )

    def values_of(self, row: Person) -> Record:
        """A record's columns; of its appointments the latest."""
        values: dict[str, Any] = {
            name: getattr(row, name)
            for name in ("prefix", "first_name", "last_name", "sex", "phone", "email", "address",
                         "province", "position", "sector")
        }  # fmt: skip
        values["organisation"] = row.organisation.name if row.organisation else ""
        latest = next(iter(row.appointments.all()), None)
        return values | {name: getattr(latest, name, None) for name in TERM}

    def changes(self, obj: Person, record: Record) -> list[Change]:
        """Compared by keys, so that another way of writing the same changes nothing."""
        values = self.values_of(obj)
        told = {name: given for name, given in record.items() if name not in TERM}
        for name, given in told.items():
            if isinstance(given, str) and _same_text(values.get(name), given):
                told[name] = None
        if phone_key(obj.phone) == phone_key(record.get("phone") or ""):
            told["phone"] = None
        return [*super().changes(obj, told), *self._term_changes(obj, record)]

    def _term_changes(self, obj: Person, record: Record) -> list[Change]:
        """What a row adds or changes in the appointments; another role is one more."""
        if not record.get("role"):
            return []
        held = _held(obj, record)
        before = {name: getattr(held, name, None) for name in TERM}
        return [
            Change(column.label, shown(column, before[column.key]), shown(column, given))
            for column in self.columns
            if column.key in TERM
            and (given := record.get(column.key)) not in (None, "")
            and given != before[column.key]
        ]

    def create(self, record: Record, *, by: User, at: datetime) -> Person:
        return save_person(facts=facts_from(record), by=by, at=at)

    def change(self, obj: Any, record: Record, *, by: User, at: datetime) -> None:
        save_person(facts=facts_from(record, obj), person=obj, by=by, at=at)

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """People first, then what they are appointed as."""
        people = super().write(rows, by=by, at=at)
        keys = {row.number: row.pk for row in rows if row.pk}
        keys |= {item.row: item.pk for item in people}
        found = self.with_values(Person.objects.all()).in_bulk(keys.values())
        known = {str(pk): person for pk, person in found.items()}
        terms = [
            self._appoint(known[keys[row.number]], row, by, at)
            for row in rows
            if row.record.get("role")
        ]
        return [*people, *(item for item in terms if item)]

    def _appoint(self, person: Person, row: Taken, by: User, at: datetime) -> Affected | None:
        record = row.record
        held, before = _held(person, record), None
        term = Term(
            record["role"], record["starts_on"], record.get("ends_on"),
            province=record.get("province") or person.province,
            order_number=record.get("order_number") or "",
        )  # fmt: skip
        if held is None:
            made = appoint(person=person, term=term, by=by, at=at)
        elif any(record.get(name) not in (None, "", getattr(held, name)) for name in TERM):
            before = state_of(held)
            term = replace(
                term, province=held.province, body=held.body, remarks=held.remarks,
                ends_on=term.ends_on or held.ends_on,
                order_number=term.order_number or held.order_number,
            )  # fmt: skip
            made = correct_appointment(appointment=held, term=term, by=by, at=at)
        else:
            return None
        made = Appointment.objects.get(pk=made.pk)
        return Affected(
            row=row.number, model=APPOINTMENT, pk=str(made.pk), mark=mark_of(made),
            what=CREATED if before is None else CHANGED, before=before,
            label=self.label_of(record),
        )  # fmt: skip

    def undo(self, affected: Sequence[Affected], *, by: User, at: datetime) -> None:
        """Appointments first, as people cannot go while they hold one."""
        for item in affected:
            if item.model == APPOINTMENT:
                _take_back(item)
        super().undo([item for item in affected if item.model != APPOINTMENT], by=by, at=at)

    def remove(self, rows: QuerySet[Any], *, by: User, at: datetime) -> None:
        """Whoever was imported by mistake leaves no trace in the history either."""
        keys = list(rows.values_list("pk", flat=True))
        rows.delete()
        Person.history.filter(id__in=keys).delete()


def _same_text(one: object, other: object) -> bool:
    return thai_key(str(one or "")) == thai_key(str(other or ""))


def _held(person: Person, record: Mapping[str, Any]) -> Appointment | None:
    """The person's appointment that the row means: the same role from the same day."""
    wanted = (record.get("role"), record.get("starts_on"))
    return next(
        (held for held in person.appointments.all() if (held.role, held.starts_on) == wanted), None
    )


def _take_back(item: Affected) -> None:
    held = Appointment.objects.filter(pk=item.pk).first()
    if held is None or mark_of(held) != item.mark:
        raise UndoRefused(
            gettext("The appointment of %(name)s was changed since. Nothing was undone.")
            % {"name": item.label}
        )
    if item.before is None:
        held.delete()
        return
    restore_state(held, item.before)
    held.save()
