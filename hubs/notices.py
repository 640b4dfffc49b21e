"""Mail about hub programmes, in each person's language; what an LAO is told goes to its people."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from hubs.models import Candidate, Establishment, Invitee, Readiness
from hubs.parts import Part
from onde_portal.accounts.mail import queue_mail
from onde_portal.accounts.models import Membership, User
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao


def people_of(laos: Iterable[Lao]) -> dict[int, list[User]]:
    """Who can sign in for each of the LAOs today, by the LAO's key; those without anyone too."""
    found: dict[int, list[User]] = {lao.pk: [] for lao in laos}
    rows = Membership.objects.current().filter(lao__in=found, user__is_active=True)
    for row in rows.select_related("user").order_by("pk"):
        if row.user not in found[row.lao_id]:
            found[row.lao_id].append(row.user)
    return found


def mail_person(
    template: str,
    person: User,
    *,
    about: str,
    rung: str = "",
    link: str,
    facts: Mapping[str, object],
    at: datetime,
) -> int:
    """Queue one mail of ``emails/hubs/<template>`` unless it was before; how many were (0, 1)."""
    english = person.language == "en"
    with translation.override(person.language):
        texts = {
            **facts,
            "link": settings.BASE_URL + link,
            "office": settings.OFFICE["name_en" if english else "name_th"],
        }
        subject = render_to_string(f"emails/hubs/{template}_subject.txt", texts)
        body = render_to_string(f"emails/hubs/{template}.txt", texts)
    mail = queue_mail(
        kind=template.replace("_", "-"), recipient=person.email, about=about, rung=rung,
        subject=subject, body=body, due_at=at,
    )  # fmt: skip
    return 0 if mail is None else 1


def tell_readiness_asked(readiness: Readiness, *, at: datetime) -> int:
    """Ask the LAO's people to fill in the short form; how many mails were queued."""
    lao = readiness.candidate.lao
    return sum(
        mail_person(
            "readiness_asked", one, about=f"hubs.readiness:{readiness.pk}",
            rung=readiness.due_on.isoformat(),
            link=reverse("hubs:readiness", args=[readiness.pk]),
            facts={"lao": lao, "programme": readiness.candidate.programme,
                   "due_on": readiness.due_on}, at=at,
        )
        for one in people_of([lao])[lao.pk]
    )  # fmt: skip


def addresses_of(candidate: Candidate) -> list[tuple[str, str]]:
    """Where letters to an LAO go, each with its language: its people, its coordinator, its own."""
    found = {one.email: one.language for one in people_of([candidate.lao])[candidate.lao_id]}
    readiness = Readiness.objects.filter(candidate=candidate).first()
    for email in (readiness.email if readiness else "", candidate.email):
        if email:
            found.setdefault(email, "th")
    return list(found.items())


def tell_invited(
    invitee: Invitee, addresses: Iterable[tuple[str, str]], *, paper: StoredDocument, at: datetime
) -> None:
    """Mail the letter to each address, the PDF with it."""
    for email, language in addresses:
        with translation.override(language):
            texts = {
                "lao": invitee.candidate.lao, "cohort": invitee.cohort,
                "link": settings.BASE_URL + reverse("hubs:invitation", args=[invitee.pk]),
                "office": settings.OFFICE["name_en" if language == "en" else "name_th"],
            }  # fmt: skip
            subject = render_to_string("emails/hubs/invited_subject.txt", texts)
            body = render_to_string("emails/hubs/invited.txt", texts)
        queue_mail(
            kind="workshop-letter", recipient=email, about=f"hubs.invitee:{invitee.pk}",
            subject=subject, body=body, due_at=at, attachment=paper.file.name,
            attachment_name=f"{paper.title}.pdf".replace("/", "-"),
        )  # fmt: skip


def tell_establishment(establishment: Establishment, move: str, *, at: datetime) -> int:
    """Tell the officer in charge that a path came in, or the LAO's people how it was answered.

    ``move`` is ``sent``, ``returned`` or ``confirmed``; how many mails were queued.
    """
    hub = establishment.hub
    programme = hub.programme
    link = reverse("hubs:establishment", args=[establishment.pk])
    people = people_of([hub.lao])[hub.lao_id]
    if move == "sent":
        link = reverse("admin:hubs_establishment_page", args=[establishment.pk])
        people = [programme.owner] if programme is not None else []
    labels = dict(Part.choices)
    remarks = [(labels.get(part, part), text) for part, text in establishment.remarks.items()]
    return sum(
        mail_person(
            f"establishment_{move}", one, about=f"hubs.establishment:{establishment.pk}",
            rung=str(establishment.version), link=link,
            facts={"hub": hub, "lao": hub.lao, "remarks": remarks,
                   "announced_on": establishment.announced_on}, at=at,
        )
        for one in people
    )  # fmt: skip
