"""People of the register and what hangs on them, for the tests."""

from datetime import date, timedelta
from typing import Any

from networks.actions import found_network, open_project
from networks.actions.people import PersonFacts, save_person
from networks.models import (
    Activity,
    Attendance,
    CitizenNetwork,
    NetworkProject,
    Participant,
    Person,
)
from onde_portal.accounts.models import User
from tests.world import NOW, TODAY, udon_thani


def make_person(first: str = "สมชาย", last: str = "ใจดี", **facts: Any) -> Person:
    """A person entered at NOW by nobody in particular."""
    return save_person(
        facts=PersonFacts(first_name=first, last_name=last, **facts), by=None, at=NOW
    )


def make_project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการ", year=2569, province=udon_thani(), owner=officer, by=officer, at=NOW
    )


def make_activity(project: NetworkProject, on: date = TODAY) -> Activity:
    return Activity.objects.create(
        project=project, title="อบรม", starts_on=on, ends_on=on + timedelta(days=1),
        place="ศาลากลาง", province=udon_thani(),
    )  # fmt: skip


def make_participant(project: NetworkProject, person: Person) -> Participant:
    return Participant.objects.create(
        project=project, person=person, source=Participant.Source.HAND, enrolled_at=NOW
    )


def sign_in_at(activity: Activity, participant: Participant, *days: int) -> Attendance:
    """Attendance with a sign-in on these days of the event, counted from 0."""
    attendance = Attendance.objects.create(
        activity=activity, participant=participant, registered_at=NOW
    )
    for day in days:
        attendance.sign_ins.create(on=activity.starts_on + timedelta(days=day), at=NOW, how="sheet")
    return attendance


def make_network(officer: User) -> CitizenNetwork:
    return found_network(
        name="เครือข่าย", province=udon_thani(), founded_on=TODAY, by=officer, at=NOW
    )
