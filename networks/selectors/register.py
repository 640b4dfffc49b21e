"""The working page of step 4 (manual 8.1 (4)): what the project put into the register of people."""

from datetime import date, datetime
from typing import Any

from networks.masking import contact_of
from networks.models import Appointment, NetworkProject, Person
from networks.selectors.coverage import read_coverage
from networks.selectors.duplicates import suggest_duplicates
from onde_portal.accounts.models import User
from onde_portal.registry.models import Province
from onde_portal.thai.working_time import BANGKOK

MOST_SHOWN = 50


def register_is_ready(project: NetworkProject, on: date | None = None) -> bool:
    """Whether somebody whom the project appointed is in office on a day; ever, without a day."""
    rows = Appointment.objects.filter(
        project=project, person__merged_into=None, person__erased_at=None
    )
    return (rows if on is None else rows.current_on(on)).exists()


def provinces_of(project: NetworkProject) -> list[Province]:
    """The project's own province and those of its target groups, in dictionary order."""
    wanted = set(project.target_groups.values_list("provinces", flat=True)) - {None}
    if project.province_id:
        wanted.add(project.province_id)
    return list(Province.objects.filter(pk__in=wanted).order_by("sort_key"))


def register_context(project: NetworkProject, user: User, at: datetime) -> dict[str, Any]:
    """What the working page of step 4 shows."""
    today = at.astimezone(BANGKOK).date()
    appointments = project.appointments.select_related("person", "role", "body", "province")
    participants = project.participants.taking_part()
    people = Person.objects.current().filter(participations__in=participants)
    waiting = people.exclude(
        pk__in=Appointment.objects.current_on(today).values("person_id")
    ).select_related("province", "organisation")
    return {
        "today": today,
        "appointments": appointments.order_by("role__position", "province__sort_key", "pk"),
        "in_office": appointments.current_on(today).count(),
        "coverage": read_coverage(today, provinces_of(project)),
        "waiting": [
            (person, contact_of(person, user))
            for person in waiting.order_by("name_key", "pk")[:MOST_SHOWN]
        ],
        "waiting_count": waiting.count(),
        "duplicates": suggest_duplicates(among=people.values("pk")),
        "ready": register_is_ready(project, today),
    }
