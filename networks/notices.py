"""Mail about the follow-up of network projects (manual 8.1 (6)), in each person's language."""

from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from networks.models import CitizenNetwork, Resolution
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Role, User
from onde_portal.thai.dates import format_date


def remind_of_resolution(resolution: Resolution, *, rung: str, today: date, at: datetime) -> int:
    """Tell who is in charge when a resolution is due, or was; the number of mails queued.

    Where that person cannot sign in any more, the officer in charge of the project is told.
    """
    project = resolution.meeting.project
    person = resolution.owner if resolution.owner.is_active else project.owner
    facts = {
        "text": resolution.text[:1000],
        "days": (resolution.due_on - today).days,
        "late": max(0, (today - resolution.due_on).days),
        "project": project.title,
        "meeting": str(resolution.meeting),
    }
    return _mail(
        "resolution_due",
        person,
        about=f"networks.resolution:{resolution.pk}",
        rung=rung,
        at=at,
        due_on=resolution.due_on,
        link=reverse("admin:networks_resolution_page", args=[resolution.pk]),
        facts=facts,
    )


def remind_of_silence(network: CitizenNetwork, *, rung: str, at: datetime) -> int:
    """Tell the officer in charge of the project that a network was not heard of for long.

    Where that person left, the section heads are told. A network without a project is nobody's to
    be mailed about: it stands in the list of silent networks.
    """
    if network.project is None:
        return 0
    owner = network.project.owner
    people = [owner] if owner.is_active else _heads()
    return sum(
        _mail(
            "network_silent",
            person,
            about=f"networks.citizennetwork:{network.pk}",
            rung=rung,
            at=at,
            due_on=None,
            link=reverse("admin:networks_citizennetwork_page", args=[network.pk]) + "#news",
            facts={"network": network.name, "province": network.province},
        )
        for person in people
    )


def _heads() -> list[User]:
    people = User.objects.get_queryset().filter(role=Role.HEAD, is_active=True)
    return list(people.order_by("pk"))


def _mail(
    template: str,
    person: User,
    *,
    about: str,
    rung: str,
    at: datetime,
    due_on: date | None,
    link: str,
    facts: dict[str, object],
) -> int:
    """Queue one mail unless it was queued before; how many were (0 or 1)."""
    english = person.language == "en"
    with translation.override(person.language):
        texts = facts | {
            "due": format_date(due_on, "long", person.language) if due_on else "",
            "link": settings.BASE_URL + link,
            "office": settings.OFFICE["name_en" if english else "name_th"],
        }
        subject = render_to_string(f"emails/networks/{template}_subject.txt", texts)
        body = render_to_string(f"emails/networks/{template}.txt", texts)
    mail = queue_mail(
        kind=template.replace("_", "-"), recipient=person.email, about=about, rung=rung,
        subject=subject, body=body, due_at=at,
    )  # fmt: skip
    return 0 if mail is None else 1
