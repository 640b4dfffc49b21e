"""Kinds of documents, registered by the apps that know their content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from onde_portal.accounts.models import User
from onde_portal.documents.blocks import Block, Chapter
from onde_portal.documents.checks import Verdict, check
from onde_portal.documents.subjects import Subject, named_subject, staff_page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from onde_portal.documents.models import StoredDocument


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """What a document is made of: a print template and its context.

    A draft is no issued paper: it bears no check code, and nobody is told that it is genuine.
    """

    title: str
    template: str
    context: Mapping[str, Any]
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A long paper: a cover, and chapters that can be laid out one by one.

    Contents, page numbers and the check code are the engine's part. Drafts as above.
    """

    title: str
    cover: tuple[Block, ...]
    chapters: tuple[Chapter, ...]
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of documents, as the app that owns it knows it.

    ``build`` makes one (about, language); ``visible_to`` says who may read it (user, about),
    and where it asks the database, as ``SeenAtOnce``, of all on a page at once.
    ``label`` names the kind, ``subject_of`` what a paper is about, ``address_of`` where that
    subject's page is (``FoundAtOnce`` likewise). ``is_long`` kinds wait behind shorter ones.
    ``ask_again`` (document, by, at) asks anew for one that was cancelled, where it must say
    something else by then; it raises ``PermissionDenied``.
    """

    key: str
    build: Callable[[str, str], DocumentSource | ReportSource]
    visible_to: Callable[[User, str], bool]
    label: "StrOrPromise" = ""
    subject_of: Callable[[str], Subject] = named_subject
    address_of: Callable[[str], str] = staff_page
    is_long: bool = False
    ask_again: "Callable[[StoredDocument, User, datetime], StoredDocument] | None" = None


_kinds: dict[str, Kind] = {}


def register(
    key: str,
    build: Callable[[str, str], DocumentSource | ReportSource],
    visible_to: Callable[[User, str], bool],
    *,
    label: "StrOrPromise" = "",
    subject_of: Callable[[str], Subject] = named_subject,
    address_of: Callable[[str], str] = staff_page,
    is_long: bool = False,
    ask_again: "Callable[[StoredDocument, User, datetime], StoredDocument] | None" = None,
) -> None:
    """Make a kind known; called once at start by the app that owns it."""
    _kinds[key] = Kind(key, build, visible_to, label, subject_of, address_of, is_long, ask_again)


def kind_of(key: str) -> Kind:
    """The registered kind; ``KeyError`` when no app knows it."""
    return _kinds[key]


def is_out_of_force(subject: Subject) -> bool:
    """Whether a later edition replaced what has a check code of its own."""
    return bool(subject.code) and check(subject.code) is Verdict.SUPERSEDED


def known_kinds() -> Mapping[str, Kind]:
    """All kinds by their keys."""
    return _kinds
