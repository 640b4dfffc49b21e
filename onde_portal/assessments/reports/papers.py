"""Papers of the tests (manual 8.1 (3), 8.2 (3)): to print and fill in, the key, the analysis.

A document's ``about`` begins with the table that it is about, ``app.model``, and its key.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from onde_portal.accounts.models import User
from onde_portal.accounts.permissions import Action, may
from onde_portal.assessments.analysis import ShownAnalysis, analyse, show_analysis
from onde_portal.assessments.codes import CODE_LENGTH
from onde_portal.assessments.models import BasePaper, Host
from onde_portal.assessments.selectors.papers import (
    LATIN_LETTERS,
    THAI_LETTERS,
    answers_for_analysis,
    items_as_asked,
)
from onde_portal.documents.actions import request_document
from onde_portal.documents.at_once import SeenAtOnce
from onde_portal.documents.kinds import DocumentSource
from onde_portal.documents.models import StoredDocument

TEST_PAPER, TEST_KEY, TEST_ANALYSIS = (
    "assessments.test_paper",
    "assessments.test_key",
    "assessments.test_analysis",
)


def quiz_address(paper: BasePaper) -> str:
    """Where people take the test on their own phone."""
    return f"{settings.BASE_URL}{reverse('assessments:quiz', args=[paper.token])}"


def _sign(*parts: object) -> str:
    """A short sign of what a paper says: other words are another paper."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:12]


def request_test_paper(
    kind: str, paper: BasePaper, *, language: str, by: User, at: datetime
) -> StoredDocument:
    """Ask for a test to print (``TEST_PAPER``) or its key (``TEST_KEY``) as it reads now."""
    titles = {TEST_PAPER: _("Test: %(title)s"), TEST_KEY: _("Key: %(title)s")}
    items = [
        (item.position, item.text, item.choices, item.answer) for item in items_as_asked(paper)
    ]
    state = _sign(paper.title, paper.instructions, paper.time_limit, *items)
    return request_document(
        kind=kind, about=f"{paper._meta.label_lower}:{paper.pk}:{state}",
        title=(titles[kind] % {"title": paper.title})[:250], language=language, by=by, at=at,
    )  # fmt: skip


def request_analysis(host: Host, *, language: str, by: User, at: datetime) -> StoredDocument:
    """Ask for the analysis of the results as they are now."""
    state = _sign(answers_for_analysis(host))
    title = _("Analysis of pre-test and post-test: %(title)s") % {"title": host.title}
    return request_document(
        kind=TEST_ANALYSIS, about=f"{_label(host)}:{host.pk}:{state}",
        title=title[:250], language=language, by=by, at=at,
    )  # fmt: skip


def _label(host: Any) -> str:
    label: str = host._meta.label_lower
    return label


def _rows(about: str) -> Any:
    """The table that a document is about."""
    return apps.get_model(_table(about))._default_manager


def _table(about: str) -> str:
    return about.partition(":")[0]


def _subject(about: str) -> Any:
    """The test or the host that a document is about."""
    return _rows(about).get(pk=int(about.split(":")[1]))


def _context(paper: BasePaper, language: str) -> dict[str, Any]:
    letters = LATIN_LETTERS if language.startswith("en") else THAI_LETTERS
    rows: list[dict[str, Any]] = [
        {
            "number": item.position,
            "text": item.text,
            "choices": list(zip(letters, item.choices, strict=False)),
            "right": letters[item.answer],
        }
        for item in items_as_asked(paper)
    ]
    return {
        "paper": paper,
        "rows": rows,
        "most_letters": letters[: max((len(row["choices"]) for row in rows), default=0)],
        "code_boxes": range(CODE_LENGTH),
    }


def build_test_paper(about: str, language: str) -> DocumentSource:
    """The questions and an answer sheet; nothing tells which answers are right."""
    paper = _subject(about)
    context = _context(paper, language)
    for row in context["rows"]:
        del row["right"]
    return DocumentSource(paper.title, "print/test_paper.html", context)


def build_test_key(about: str, language: str) -> DocumentSource:
    """The right answers, for those who mark the sheets."""
    paper = _subject(about)
    return DocumentSource(
        _("Key: %(title)s") % {"title": paper.title},
        "print/test_key.html",
        _context(paper, language),
    )


def analysis_of(host: Host) -> ShownAnalysis | None:
    """The analysis in the reader's language; ``None`` before anybody finished a test."""
    given = answers_for_analysis(host)
    if not given.is_there:
        return None
    return show_analysis(
        analyse(given.people, pre_max=given.pre_max, post_max=given.post_max, items=given.items)
    )


def build_analysis(about: str, language: str) -> DocumentSource:
    """The analysis as a paper."""
    host = _subject(about)
    context = {"host": host, "result": analysis_of(host)}
    return DocumentSource(
        _("Analysis of pre-test and post-test"), "print/test_analysis.html", context
    )


@SeenAtOnce
def may_see_papers(user: User, subjects: Collection[str]) -> set[str]:
    """Whoever may see the work may read its tests and results."""
    tables = {_table(about): about for about in subjects}
    seen = {table for table, one in tables.items() if _rows(one).visible_to(user).exists()}
    return {about for about in subjects if _table(about) in seen}


def may_see_key(user: User, about: str) -> bool:
    """Only those who run the work may read a key."""
    return may(user, Action.RUN_CASE)
