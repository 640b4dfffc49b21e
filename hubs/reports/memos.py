"""The memo in the official form (บันทึกข้อความ): the same blocks on screen, as PDF and in Word."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _, pgettext

from hubs.actions.memos import MEMO_KIND, WRITABLE, about_memo, named_laos
from hubs.models import Memo, MemoLao, MemoState
from onde_portal.accounts.models import User
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import SeenAtOnce, seen_among
from onde_portal.documents.blocks import (
    Block,
    Centred,
    CheckCode,
    Decided,
    Lines,
    MemoHead,
    NewPage,
    Signature,
    Table,
    Title,
    paper_digits,
    paragraphs,
)
from onde_portal.documents.checks import Verdict
from onde_portal.documents.emblems import emblem_image
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument
from onde_portal.documents.printing import check_address, qr_picture
from onde_portal.documents.selectors import current_document
from onde_portal.documents.subjects import Subject, key_of
from onde_portal.documents.word import write_word
from onde_portal.thai.dates import format_date, format_datetime
from onde_portal.thai.working_time import BANGKOK

__all__ = ["MEMO_KIND", "about_memo"]

ABOUT = "hubs.memo:"
PLACE_TO_SIGN = "." * 40


def memo_title(memo: Memo) -> str:
    """What files and documents are called."""
    return f"{memo_number(memo)} {memo.subject}".strip()[:250]


def memo_number(memo: Memo) -> str:
    """The number with the Office's code before it; empty before approval."""
    if memo.number is None:
        return ""
    return f"{settings.OFFICE['number_prefix']} {memo.number}/{memo.number_year}".strip()


def memo_blocks(memo: Memo, laos: list[MemoLao], language: str) -> list[Block]:
    """The memo in a language, which must be the active one, with the LAOs given."""
    moment = None if memo.state in WRITABLE else memo.approved_at or memo.sent_at
    day = format_date(moment.astimezone(BANGKOK), "official", language) if moment else ""
    return [
        MemoHead(
            title=_("Memorandum"),
            unit=(_("Government unit"), paper_digits(memo.unit, language)),
            number=(pgettext("memo", "No."), paper_digits(memo_number(memo), language)),
            day=(_("Date"), day),
            subject=(_("Subject"), paper_digits(memo.subject, language)),
            emblem=emblem_image(),
        ),
        Lines(((pgettext("letter", "To"), (paper_digits(memo.addressee, language),)),)),
        *(
            block
            for part in (memo.cause, memo.purpose, memo.conclusion)
            for block in paragraphs(part, language)
        ),
        _sender(memo, language),
        *_decisions(memo, language),
        *_list(laos, language),
    ]  # fmt: skip


def _sender(memo: Memo, language: str) -> Signature:
    """Who sent it; what goes back to its writer is signed anew, so it has the place to sign."""
    if memo.sent_at is None or memo.state in WRITABLE:
        return Signature((PLACE_TO_SIGN, f"({PLACE_TO_SIGN})"))
    return Signature(_signed(memo.sender_name, memo.sender_position, memo.sent_at, language))


def _decisions(memo: Memo, language: str) -> list[Block]:
    """Endorsement and approval as far as they stand, and where anyone checks the approval."""
    if memo.state in WRITABLE:
        return []
    made: list[Block] = []
    if memo.endorsed_at is not None:
        signed = _signed(memo.endorser_name, memo.endorser_position, memo.endorsed_at, language)
        said = _said(memo, "endorsed", memo.endorsed_at, language)
        made.append(Decided(pgettext("memo", "Endorsed"), said, signed))
    if memo.approved_at is not None:
        signed = _signed(memo.approver_name, memo.approver_position, memo.approved_at, language)
        said = _said(memo, "approved", memo.approved_at, language)
        address = check_address(memo.check_code)
        made.append(Decided(pgettext("memo", "Approved"), said, signed))
        made.append(
            CheckCode(
                _("Check this approval"), _("Check code"), memo.check_code,
                address, qr_picture(address),
            )
        )  # fmt: skip
    return made


def _said(memo: Memo, verb: str, at: datetime, language: str) -> str:
    event = memo.events.filter(verb=verb, at=at).order_by("-pk").first()
    return paper_digits(event.reason if event else "", language)


def _signed(name: str, office: str, at: datetime, language: str) -> tuple[str, ...]:
    """A typed name in the place of a signature (Saraban rules No. 4): name, office, moment."""
    statement = _("(signed by name typed in the portal)")
    lines = (statement, f"({name})", office, _moment(at, language))
    return tuple(paper_digits(line, language) for line in lines if line)


def _moment(at: datetime, language: str) -> str:
    return format_datetime(at.astimezone(BANGKOK), "official", language)


def _list(laos: list[MemoLao], language: str) -> list[Block]:
    if not laos:
        return []
    head = (_("No."), _("LAO"), _("Place"), _("Award"))
    rows = tuple(
        tuple(
            paper_digits(text, language).replace("พ.ศ. ", "พ.ศ.\u00a0")
            for text in (str(item.position), item.name, item.place, item.award or "–")
        )
        for item in laos
    )
    count = paper_digits(str(len(laos)), language)
    return [
        NewPage(),
        Title(_("List of LAOs enclosed with the memo")),
        Centred(_("%(count)s LAOs") % {"count": count}),
        Table(head, rows, frozenset({0})),
    ]


def memo_word(memo: Memo, *, language: str, at: datetime) -> bytes:
    """The memo as a Word file."""
    with translation.override(language):
        return write_word(
            memo_blocks(memo, named_laos(memo), language),
            title=memo_title(memo),
            author=settings.OFFICE["name_en" if language == "en" else "name_th"],
            language=language,
            made_at=memo.approved_at or at,
        )


def memo_print(memo: Memo, language: str) -> StoredDocument | None:
    """The PDF of the memo as it stands, if it was asked for."""
    return current_document(kind=MEMO_KIND, about=about_memo(memo), language=language)


def request_memo(memo: Memo, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the PDF of the memo as it stands; asked twice, it is made once."""
    return request_document(
        kind=MEMO_KIND, about=about_memo(memo), title=memo_title(memo).replace("/", "-"),
        language=language, by=by, at=at,
    )  # fmt: skip


def build_memo(subject: str, language: str) -> DocumentSource:
    """The memo for the PDF engine (manual 8.2 (2))."""
    memo = Memo.objects.select_related("programme").get(pk=_key(subject))
    context = {"blocks": memo_blocks(memo, named_laos(memo), language)}
    return DocumentSource(
        memo_title(memo) or _("Memorandum"), "print/memo.html", context,
        is_draft=memo.state != MemoState.APPROVED,
    )  # fmt: skip


@SeenAtOnce
def may_see_memo(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the memo may read its paper."""
    return seen_among(Memo.objects.visible_to(user), subjects, ABOUT)


def subject_of_memo(about: str) -> Subject:
    """What the register says of a memo: its programme, and when approved its number and code."""
    memo = Memo.objects.select_related("programme").filter(pk=key_of(about)).first()
    if memo is None:
        return Subject("")
    code = memo.check_code if memo.state == MemoState.APPROVED else ""
    return Subject(str(memo.programme), memo_number(memo), code)


def look_up_memo(code: str) -> Verdict | None:
    """What the memo's own check code stands for."""
    later = Memo.objects.filter(
        programme=OuterRef("programme"), edition__gt=OuterRef("edition"), state=MemoState.APPROVED
    )
    found = Memo.objects.filter(check_code=code, state=MemoState.APPROVED)
    memo = found.annotate(is_superseded=Exists(later)).first()
    if memo is None:
        return None
    return Verdict.SUPERSEDED if memo.is_superseded else Verdict.GENUINE


def _key(subject: str) -> int:
    return int(subject.removeprefix(ABOUT).partition(":")[0])
