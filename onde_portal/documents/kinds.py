"""Kinds of documents, registered by the apps that know their content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from onde_portal.accounts.models import User
from onde_portal.documents.blocks import Block, Chapter


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """What a document is made of: a print template and its context."""

    title: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A long paper: a cover, and chapters that can be laid out one by one.

    Contents, page numbers and the check code are the engine's part.
    """

    title: str
    cover: tuple[Block, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How documents of a kind are built (about, language) and who may read them (user, about)."""

    key: str
    build: Callable[[str, str], DocumentSource | ReportSource]
    visible_to: Callable[[User, str], bool]


_kinds: dict[str, Kind] = {}


def register(
    key: str,
    build: Callable[[str, str], DocumentSource | ReportSource],
    visible_to: Callable[[User, str], bool],
) -> None:
    """Make a kind known; called once at start by the app that owns it."""
    _kinds[key] = Kind(key, build, visible_to)


def kind_of(key: str) -> Kind:
    """The registered kind; ``KeyError`` when no app knows it."""
    return _kinds[key]
