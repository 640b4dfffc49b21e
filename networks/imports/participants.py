"""Participants of a project from a file: people of the register or new ones, with target group."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from networks.actions.attendance import enrol, register
from networks.actions.founding import NetworkError
from networks.actions.people import save_person
from networks.actions.study import ProjectEnded
from networks.imports.people import facts_from, person_columns
from networks.imports.people_matching import PersonMatcher
from networks.keys import phone_key
from networks.models import Activity, Attendance, NetworkProject, Participant, Person
from onde_portal.accounts.models import User
from onde_portal.exchange.importing import (
    Affected,
    Change,
    Given,
    ImportColumn,
    Importer,
    ImportRefused,
    Problem,
    Record,
    Taken,
    UndoRefused,
    Verdict,
)
from onde_portal.exchange.readers import one_of_records
from onde_portal.exchange.records import CHANGED, CREATED
from onde_portal.thai.digits import read_key
from onde_portal.thai.names import name_key

PARTICIPANT = "networks.participant"
SHORTEST_NAME = 3
NAMED = 5


class ParticipantImporter(Importer):
    """Who takes part in a project; with an event, they are noted as registered for it."""

    key = "participants"
    title = gettext_lazy("Participants")
    context_keys = ("project", "activity")

    def build_columns(self) -> Sequence[ImportColumn]:
        groups = list(self.project.target_groups.order_by("pk"))
        return [
            *person_columns(),
            ImportColumn(
                "group", ("กลุ่มเป้าหมาย", "Target group"), one_of_records(groups, "name"),
                example=groups[0].name if groups else "",
                help=_("One of the project's target groups"),
            ),
        ]  # fmt: skip

    @cached_property
    def project(self) -> NetworkProject:
        """The project of the context; ``DoesNotExist`` where it names none."""
        return NetworkProject.objects.get(pk=_key(self.context.get("project", "")))

    @cached_property
    def activity(self) -> Activity | None:
        """The event of the context, if it names one of the project."""
        wanted = _key(self.context.get("activity", ""))
        return self.project.activities.filter(pk=wanted).first()

    def check_context(self, by: User) -> None:
        if not NetworkProject.objects.visible_to(by).filter(pk=self.project.pk).exists():
            raise NetworkProject.DoesNotExist
        if not self.project.is_running:
            raise ImportRefused(str(ProjectEnded()))

    def return_url(self) -> str:
        if self.activity is not None:
            return reverse("admin:networks_activity_people", args=[self.activity.pk])
        return reverse("admin:networks_networkproject_events", args=[self.project.pk])

    def label_of(self, record: Record) -> str:
        names = (record.get(name) for name in ("prefix", "first_name", "last_name"))
        return " ".join(name for name in names if name)

    def identity(self, record: Record) -> Hashable:
        name = name_key(record["first_name"], record["last_name"])
        return (name, phone_key(record.get("phone") or ""))

    def check(self, record: Record) -> Iterable[Problem]:
        if len(record["first_name"]) + len(record["last_name"]) < SHORTEST_NAME:
            yield Problem("first_name", _("A name this short cannot be told from others."))

    def match(self, rows: Sequence[Given]) -> Sequence[Verdict]:
        people = Person.objects.select_related("province", "organisation")
        matcher = PersonMatcher([row.record for row in rows], people)
        taking_part = self.project.participants.taking_part().select_related("target_group")
        there = {one.person_id: one for one in taking_part}
        registered = self._registered()

        def changes(person: Person, record: Record) -> list[Change]:
            participant = there.get(person.pk)
            if participant is None:
                return [Change(_("Takes part"), _("no"), _("yes"))]
            listed = []
            if record.get("group") and participant.target_group is None:
                listed.append(Change(_("Target group"), "–", str(record["group"])))
            if self.activity is not None and participant.pk not in registered:
                listed.append(Change(_("Registered"), _("no"), _("yes")))
            return listed

        return [matcher.judge(row.record, changes) for row in rows]

    def _registered(self) -> set[int]:
        """Keys of the participants who are registered for the context's event."""
        if self.activity is None:
            return set()
        said = self.activity.attendances.exclude(registered_at=None)
        return set(said.values_list("participant_id", flat=True))

    def write(self, rows: Sequence[Taken], *, by: User, at: datetime) -> list[Affected]:
        """People keep their record as it is: only who is new is entered from the file."""
        try:
            return [self._write(row, by, at) for row in rows]
        except NetworkError as error:
            raise ImportRefused(str(error)) from error

    def _write(self, row: Taken, by: User, at: datetime) -> Affected:
        known = Person.objects.get(pk=row.pk) if row.pk else None
        person = known or save_person(facts=facts_from(row.record), by=by, at=at)
        before = self._standing(person) | {"entered": None if known else person.pk}
        participant = enrol(
            project=self.project, person=person, group=row.record.get("group"),
            source=Participant.Source.IMPORT, at=at,
        )  # fmt: skip
        if self.activity is not None:
            register(activity=self.activity, participant=participant, at=at)
        return Affected(
            row.number, PARTICIPANT, str(participant.pk),
            CHANGED if before["participant"] else CREATED, before=before, label=str(person),
        )  # fmt: skip

    def _standing(self, person: Person) -> dict[str, Any]:
        """How a person stands in the project and to the event, to be put back by an undo."""
        found = self.project.participants.filter(person=person).first()
        if found is None:
            return {"participant": None}
        said = Attendance.objects.filter(activity=self.activity, participant=found)
        return {
            "participant": found.pk,
            "group": found.target_group_id,
            "withdrawn": found.withdrawn_at.isoformat() if found.withdrawn_at else None,
            "registered": said.exclude(registered_at=None).exists(),
        }

    def undo(self, affected: Sequence[Affected], *, by: User, at: datetime) -> None:
        """Take out who came in by the file; not once somebody of them signed in or took a test.

        Who took part before is as before: target group, withdrawal, registration for the event.
        """
        made = {int(item.pk): item for item in affected if item.what == CREATED}
        participants = Participant.objects.filter(pk__in=made).select_related("person")
        busy = participants.filter(attendances__sign_ins__isnull=False) | participants.filter(
            sittings__isnull=False
        )
        if names := [str(one) for one in busy.distinct().order_by("pk")[:NAMED]]:
            raise UndoRefused(
                _("These people signed in or took a test since: %(names)s.")
                % {"names": ", ".join(names)}
            )
        for participant in participants.order_by("pk"):
            entered = (made[participant.pk].before or {}).get("entered")
            participant.delete()
            _forget(entered)
        for item in affected:
            if item.what == CHANGED and item.before:
                self._put_back(int(item.pk), item.before)

    def _put_back(self, key: int, before: Mapping[str, Any]) -> None:
        withdrawn = datetime.fromisoformat(before["withdrawn"]) if before["withdrawn"] else None
        self.project.participants.filter(pk=key).update(
            target_group=before["group"], withdrawn_at=withdrawn
        )
        if self.activity is not None and not before["registered"]:
            said = self.activity.attendances.filter(participant=key, sign_ins=None)
            said.update(registered_at=None)


def _key(text: str) -> int:
    return read_key(text) or 0


def _forget(key: Any) -> None:
    """Take a person out again whom the file brought in and nothing else needs or has changed."""
    person = Person.objects.filter(pk=key, version=0).first() if key else None
    if person is None:
        return
    uses = (person.participations, person.appointments, person.networks)
    if not any(rows.exists() for rows in uses):
        person.delete()
