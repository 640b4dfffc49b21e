"""Invitation letters in the official form of external letters, and the sign-in sheet (8.2 (3))."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _, pgettext

from hubs.models import Cohort, Delegate, Invitee
from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import (
    Block,
    Centred,
    LetterEnd,
    LetterHead,
    Lines,
    NewPage,
    Paragraph,
    Signature,
    Table,
    Title,
    paper_digits,
    paragraphs,
)
from onde_portal.documents.emblems import emblem_image
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject, key_of
from onde_portal.registry.models import Lao
from onde_portal.thai.dates import format_date, format_range
from onde_portal.thai.working_time import BANGKOK

LETTER, ALL_LETTERS, SHEET = "invitation_letter", "invitation_letters", "workshop_sheet"
CARDS = "workshop_cards"
OF_INVITEE, OF_COHORT = "hubs.invitee:", "hubs.cohort:"
PLACE_TO_SIGN = "." * 40
SPARE_LINES = 4
MUNICIPALITY = "เทศบาล"


def addressee(lao: Lao) -> str:
    """The head of an LAO as a letter names it, such as นายกเทศมนตรีนครเชียงใหม่."""
    head = lao.type.head_th
    if lao.full_name_th.startswith(MUNICIPALITY):
        return head + lao.full_name_th.removeprefix(MUNICIPALITY)
    return head if lao.type_id in {"bma", "pattaya"} else head + lao.name_th


def letter_number(invitee: Invitee) -> str:
    """The letter's number with the Office's code; empty before it is issued."""
    if invitee.letter_number is None:
        return ""
    return f"{settings.OFFICE['number_prefix']} {invitee.letter_number}/{invitee.letter_year}"


def letter_title(invitee: Invitee) -> str:
    """What the document is called."""
    return f"หนังสือเชิญประชุม {invitee.candidate.lao.full_name_th}"[:250]


def letter_blocks(invitee: Invitee, language: str) -> list[Block]:
    """One letter; letters of the Office are written in Thai, labels follow the language."""
    cohort, office = invitee.cohort, settings.OFFICE
    moment = invitee.invited_at
    day = format_date(moment.astimezone(BANGKOK), "official", language) if moment else ""
    key = "en" if language == "en" else "th"
    sender = (office[f"name_{key}"], *office[f"address_{key}"].split("|"))
    number = f"{pgettext('memo', 'No.')} {letter_number(invitee)}"
    contact = (
        office[f"section_{key}"],
        _("Tel. %(phone)s") % {"phone": office["phone"]} if office["phone"] else "",
        _("E-mail %(email)s") % {"email": office["email"]} if office["email"] else "",
    )
    return [
        LetterHead(
            number=paper_digits(number, language),
            address=tuple(paper_digits(line.strip(), language) for line in sender if line.strip()),
            day=day,
            emblem=emblem_image(),
        ),
        Lines(
            (
                (_("Subject"), (paper_digits(f"ขอเชิญเข้าร่วม{cohort.title}", language),)),
                (pgettext("letter", "To"), (addressee(invitee.candidate.lao),)),
                *(_enclosed(cohort, language)),
            )
        ),
        *paragraphs(cohort.letter_cause, language),
        Paragraph(_when(cohort, language)),
        *paragraphs(cohort.letter_purpose, language),
        *paragraphs(cohort.letter_conclusion, language),
        Signature(
            (
                _("Yours respectfully"), "", PLACE_TO_SIGN, f"({PLACE_TO_SIGN})",
                office[f"head_{key}"],
            )
        ),
        LetterEnd(tuple(paper_digits(line, language) for line in contact if line)),
        *_agenda(cohort, language),
    ]  # fmt: skip


def _enclosed(cohort: Cohort, language: str) -> list[tuple[str, tuple[str, ...]]]:
    if not cohort.agenda.strip():
        return []
    count = paper_digits("1", language)
    return [(_("Enclosed"), (_("Agenda, %(count)s copy") % {"count": count},))]


def _when(cohort: Cohort, language: str) -> str:
    """When and where, in one sentence."""
    first, last = cohort.starts_on, cohort.ends_on
    if first is None or last is None:
        return ""
    days = format_range(first, last, language, short=False)
    if last == first:
        said = _("The meeting is on %(days)s") % {"days": days}
    else:
        said = _("The meeting is held on the days %(days)s") % {"days": days}
    if cohort.hours:
        said = _("%(said)s, %(hours)s") % {"said": said, "hours": cohort.hours}
    place = cohort.place
    if cohort.province is not None and cohort.province.name_th not in place:
        place = f"{place} จังหวัด{cohort.province.name_th}"
    return paper_digits(_("%(said)s, at %(place)s") % {"said": said, "place": place}, language)


def _agenda(cohort: Cohort, language: str) -> list[Block]:
    if not cohort.agenda.strip():
        return []
    return [
        NewPage(),
        Title(_("Agenda")),
        Centred(paper_digits(cohort.title, language)),
        *(replace(line, indented=False) for line in paragraphs(cohort.agenda, language)),
    ]


def _invitees(cohort: Cohort) -> list[Invitee]:
    rows = cohort.invitees.exclude(letter_number=None).select_related(
        "cohort__province", "candidate__lao__type", "candidate__lao__province"
    )
    return list(rows.order_by("letter_year", "letter_number"))


def all_letter_blocks(invitees: Sequence[Invitee], language: str) -> list[Block]:
    """All letters of a cohort, each on pages of its own."""
    blocks: list[Block] = []
    for invitee in invitees:
        if blocks:
            blocks.append(NewPage())
        blocks += letter_blocks(invitee, language)
    return blocks


def sheet_blocks(cohort: Cohort, language: str) -> list[Block]:
    """The sign-in sheet: everybody named, LAO by LAO, and some empty lines."""
    delegates = Delegate.objects.filter(invitee__cohort=cohort).order_by(
        "invitee__candidate__lao__sort_key", "invitee", "pk"
    )
    people = [
        (one.name, one.position, one.invitee.candidate.lao.full_name_th)
        for one in delegates.select_related("invitee__candidate__lao")
    ]
    lines = [*people, *[("", "", "")] * SPARE_LINES]
    head = (_("No."), _("First and last name"), _("Position"), _("LAO"), _("Signature"))
    rows = tuple(
        (paper_digits(str(number), language), *(paper_digits(text, language) for text in line), "")
        for number, line in enumerate(lines, start=1)
    )
    return [
        Title(pgettext("workshop", "Sign-in sheet")),
        Centred(paper_digits(cohort.title, language)),
        Centred(_when(cohort, language)),
        Table(head, rows, frozenset({0}), by_hand=frozenset({4})),
    ]


def subject_of_letter(about: str) -> Subject:
    """What the register says of a letter: to whom it goes, and its number."""
    rows = Invitee.objects.select_related("candidate__lao").filter(pk=key_of(about))
    invitee = rows.first()
    if invitee is None:
        return Subject("")
    return Subject(invitee.candidate.lao.full_name_th, letter_number(invitee))


def request_letter(invitee: Invitee, *, by: User, at: datetime) -> StoredDocument:
    """Have the PDF of a letter made that was numbered just now."""
    return request_document(
        kind=LETTER, about=f"{OF_INVITEE}{invitee.pk}", title=letter_title(invitee),
        by=by, at=at, asked=False,
    )  # fmt: skip


def request_cohort_paper(cohort: Cohort, kind: str, *, by: User, at: datetime) -> StoredDocument:
    """Ask for all letters in one, the sign-in sheet, or the cards with codes, as of now."""
    names = {ALL_LETTERS: "หนังสือเชิญประชุม", SHEET: "บัญชีลงชื่อ", CARDS: "บัตรรหัสประจำตัว"}
    return request_document(
        kind=kind, about=about_cohort(cohort, kind), title=f"{names[kind]} {cohort.title}"[:250],
        by=by, at=at,
    )  # fmt: skip


def about_cohort(cohort: Cohort, kind: str) -> str:
    """The cohort as a paper's subject; as its people change, it is another one."""
    if kind == ALL_LETTERS:
        stand = str(cohort.invitees.exclude(letter_number=None).count())
    elif kind == CARDS:
        keys = cohort.participants.taking_part().order_by("pk").values_list("pk", flat=True)
        stand = f"{len(keys)}.{keys.last() or 0}"
    else:
        rows = cohort.invitees.order_by("pk").values_list("pk", "version")
        answers = sum(version for _key, version in rows)
        named = Delegate.objects.filter(invitee__cohort=cohort).order_by("pk")
        latest = named.values_list("pk", flat=True).last() or 0
        stand = f"{len(rows)}.{answers}.{named.count()}.{latest}"
    return f"{OF_COHORT}{cohort.pk}:{cohort.version}.{stand}"


def letter_print(invitee: Invitee) -> StoredDocument | None:
    """The letter's PDF, if it was asked for."""
    return current_document(kind=LETTER, about=f"{OF_INVITEE}{invitee.pk}")


def cohort_print(cohort: Cohort, kind: str) -> StoredDocument | None:
    """The cohort's paper as of now, if it was asked for."""
    return current_document(kind=kind, about=about_cohort(cohort, kind))


def build_letter(subject: str, language: str) -> DocumentSource:
    """One letter for the PDF engine."""
    invitee = Invitee.objects.select_related(
        "cohort__province", "candidate__lao__type", "candidate__lao__province"
    ).get(pk=_key(subject))
    context = {"blocks": letter_blocks(invitee, language)}
    return DocumentSource(letter_title(invitee), "print/letter.html", context)


def build_letters(subject: str, language: str) -> DocumentSource:
    """All letters of a cohort for the PDF engine."""
    cohort = Cohort.objects.select_related("province").get(pk=_key(subject))
    context = {"blocks": all_letter_blocks(_invitees(cohort), language)}
    return DocumentSource(f"หนังสือเชิญประชุม {cohort.title}", "print/letter.html", context)


def build_sheet(subject: str, language: str) -> DocumentSource:
    """The sign-in sheet for the PDF engine."""
    cohort = Cohort.objects.select_related("province").get(pk=_key(subject))
    context = {"blocks": sheet_blocks(cohort, language)}
    return DocumentSource(f"บัญชีลงชื่อ {cohort.title}", "print/letter.html", context)


def build_cards(subject: str, language: str) -> DocumentSource:
    """A card with the personal code for everyone who comes."""
    cohort = Cohort.objects.get(pk=_key(subject))
    context = {
        "title": cohort.title, "day": cohort.starts_on, "qr": "",
        "people": cohort.participants.taking_part().in_order(), "purpose": _("For the tests"),
    }  # fmt: skip
    return DocumentSource(_("Personal codes"), "print/code_cards.html", context)


@SeenAtOnce
def may_see_letter(user: User, subjects: Collection[str]) -> set[str]:
    """The Office, and the people of the LAO that it goes to."""
    numbered = Invitee.objects.visible_to(user).filter(letter_number__gt=0)
    return seen_among(numbered, subjects, OF_INVITEE)


@SeenAtOnce
def may_see_cohort(user: User, subjects: Collection[str]) -> set[str]:
    """The Office's people."""
    return seen_among(Cohort.objects.visible_to(user), subjects, OF_COHORT)


@SeenAtOnce
def may_see_cards(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the cohort and people's data may read their codes."""
    if not may(user, Action.READ_PERSONAL_DATA):
        return set()
    return set(may_see_cohort.among(user, subjects))


def _key(subject: str) -> int:
    return int(subject.removeprefix(OF_INVITEE).removeprefix(OF_COHORT).partition(":")[0])
