"""Members and advisers of a network, its papers, its news, and its end."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from networks.actions.founding import FoundedInFuture, NetworkError
from networks.models import (
    CitizenNetwork,
    NetworkDocument,
    NetworkMember,
    NetworkOffice,
    Person,
    ProgressNote,
)
from onde_portal.accounts.models import User
from onde_portal.thai.text import clean_text
from onde_portal.thai.working_time import BANGKOK
from onde_portal.workflow.uploads import store_upload

LONGEST_TEXT = 20_000
MOST_MEMBERS = 1_000_000


class NetworkEnded(NetworkError):
    message = _("The network has ended. It can be read, but not changed.")


class BeforeFounding(NetworkError):
    message = _("This day lies before the network was founded.")


class HoldsOffice(NetworkError):
    message = _("This person holds this office already.")


class EndsTooEarly(NetworkError):
    message = _("The last day must not lie before the first.")


class NewsNeeded(NetworkError):
    message = _("Say what the network has done since.")


class TooMuchText(NetworkError):
    message = _("The text has more than 20,000 characters. Shorten it.")


class MembersOutOfRange(NetworkError):
    message = _("A network has between 0 and a million members.")


def require_alive(network: CitizenNetwork, on: date, at: datetime) -> None:
    if network.ended_on is not None:
        raise NetworkEnded
    if on < network.founded_on:
        raise BeforeFounding
    if on > at.astimezone(BANGKOK).date():
        raise FoundedInFuture


def add_member(
    *, network: CitizenNetwork, person: Person, office: NetworkOffice, on: date, at: datetime
) -> NetworkMember:
    """Let a person of the register hold an office in the network from a day on."""
    require_alive(network, on, at)
    try:
        with transaction.atomic():
            return NetworkMember.objects.create(
                network=network, person=person, office=office, starts_on=on
            )
    except IntegrityError as error:
        raise HoldsOffice from error


def end_membership(*, member: NetworkMember, on: date, at: datetime) -> None:
    """End an office; the day itself still belongs to it."""
    if member.network.ended_on is not None:
        raise NetworkEnded
    if on < member.starts_on:
        raise EndsTooEarly
    if on > at.astimezone(BANGKOK).date():
        raise FoundedInFuture
    member.ends_on = on
    member.save(update_fields=["ends_on"])


def attach_network_document(
    *, network: CitizenNetwork, upload: UploadedFile, by: User, at: datetime
) -> NetworkDocument:
    """Keep a checked document of a network, such as the record of its founding."""
    if network.ended_on is not None:
        raise NetworkEnded
    return store_upload(NetworkDocument, upload=upload, by=by, at=at, network=network)


def remove_network_document(*, document: NetworkDocument, at: datetime) -> None:
    """Take a document off the network; the file stays on record."""
    if document.network.ended_on is not None:
        raise NetworkEnded
    NetworkDocument.objects.filter(pk=document.pk, removed_at=None).update(removed_at=at)


def add_progress_note(
    *,
    network: CitizenNetwork,
    noted_on: date,
    text: str,
    support: str = "",
    members: int | None = None,
    by: User,
    at: datetime,
) -> ProgressNote:
    """Write down news of a network (manual 8.1 (6))."""
    require_alive(network, noted_on, at)
    texts = [clean_text(one).strip() for one in (text, support)]
    if not texts[0]:
        raise NewsNeeded
    if max(map(len, texts)) > LONGEST_TEXT:
        raise TooMuchText
    if members is not None and not 0 <= members <= MOST_MEMBERS:
        raise MembersOutOfRange
    return ProgressNote.objects.create(
        network=network, noted_on=noted_on, text=texts[0], support=texts[1],
        members=members, noted_by=by, noted_at=at,
    )  # fmt: skip


@transaction.atomic
def end_network(*, network: CitizenNetwork, on: date, at: datetime) -> None:
    """Note that a network exists no longer; offices that were held end with it."""
    require_alive(network, on, at)
    network.ended_on = on
    network.save(update_fields=["ended_on"])
    for member in network.members.filter(ends_on=None):
        member.ends_on = max(on, member.starts_on)
        member.save(update_fields=["ends_on"])
