"""Pre-test and post-test of a host (manual 8.1 (3), 8.2 (3)): put together, opened, closed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onde_portal.accounts.models import User
from onde_portal.assessments.errors import AssessmentError, HostEnded
from onde_portal.assessments.models import BasePaper, BasePaperItem, Host, Question
from onde_portal.thai.text import clean_text

MOST_ITEMS = 100
LONGEST_MINUTES = 300


class PaperTitleNeeded(AssessmentError):
    message = _("Give the test a title.")


class PaperOnce(AssessmentError):
    message = _("This test is there already.")


class LimitOutOfRange(AssessmentError):
    message = _("A time limit lies between 1 and 300 minutes. Leave it empty for none.")


class PaperOpened(AssessmentError):
    message = _("The test was opened: people answer these very questions, so they stand fast.")


class PaperNotOpen(AssessmentError):
    message = _("The test is not open.")


class PaperNotClosed(AssessmentError):
    message = _("Only a test that was closed can be opened again.")


class ItemsNeeded(AssessmentError):
    message = _("Choose at least one question, and at most a hundred.")


class ItemRetired(AssessmentError):
    message = _("A question on this test is no longer used. Take it out, or choose another one.")


class PreTestNeeded(AssessmentError):
    message = _("Choose the questions of the pre-test first.")


class StalePaper(AssessmentError):
    message = _("Somebody else has just changed this test. Look at it again, then save.")


def require_running(host: Host) -> None:
    """Tests change while the work they belong to runs; ``HostEnded`` otherwise."""
    if not host.is_running:
        raise HostEnded


def _facts(title: str, instructions: str, time_limit: int | None) -> dict[str, object]:
    named = clean_text(title).strip()[:250]
    if not named:
        raise PaperTitleNeeded
    if time_limit is not None and not 1 <= time_limit <= LONGEST_MINUTES:
        raise LimitOutOfRange
    return {
        "title": named,
        "instructions": clean_text(instructions).strip(),
        "time_limit": time_limit,
    }


@transaction.atomic
def make_paper(
    *,
    host: Host,
    kind: str,
    title: str,
    instructions: str = "",
    time_limit: int | None = None,
) -> BasePaper:
    """Begin a host's pre-test or post-test; ``time_limit`` in minutes."""
    require_running(host)
    facts = _facts(title, instructions, time_limit)
    try:
        with transaction.atomic():
            paper: BasePaper = host.papers.create(kind=kind, **facts)
    except IntegrityError as error:
        raise PaperOnce from error
    return paper


@transaction.atomic
def change_paper(
    *, paper: BasePaper, title: str, instructions: str, time_limit: int | None, version: int
) -> None:
    """Correct title, instructions and time limit of a draft as it was read."""
    require_running(paper.host)
    _update(paper, version, **_facts(title, instructions, time_limit))


def _update(paper: BasePaper, version: int, **values: object) -> None:
    """Change a draft that nobody changed meanwhile."""
    rows = type(paper)._default_manager.filter(
        pk=paper.pk, state=BasePaper.State.DRAFT, version=version
    )
    if rows.update(version=version + 1, **values) != 1:
        paper.refresh_from_db()
        raise StalePaper if paper.state == BasePaper.State.DRAFT else PaperOpened
    paper.refresh_from_db()


@transaction.atomic
def choose_items(*, paper: BasePaper, questions: Sequence[Question], version: int) -> None:
    """Give a draft these questions in this order; the pairs of both tests follow from them."""
    require_running(paper.host)
    if len(questions) > MOST_ITEMS:
        raise ItemsNeeded
    _update(paper, version)
    paper.items.all().delete()
    item_model = paper.items.model
    item_model.objects.bulk_create(
        item_model(paper=paper, position=number, question=question)
        for number, question in enumerate(dict.fromkeys(questions), start=1)
    )
    pair_items(host=paper.host)


def _family(question: Question) -> int:
    """The same number for questions that are parallel to each other."""
    return question.parallel_to_id or question.pk


def pair_items(*, host: Host) -> None:
    """Give items of the two tests that ask the same thing the same number.

    The same question comes first, then a parallel one; what has no partner has no number.
    """
    papers = {paper.kind: paper for paper in host.papers.all()}
    before, after = (
        items_of(papers[kind]) if kind in papers else []
        for kind in (BasePaper.Kind.PRE, BasePaper.Kind.POST)
    )
    for item in (*before, *after):
        item.pair = None
    free = _pair(before, after, lambda item: item.question_id)
    _pair(before, free, lambda item: _family(item.question))
    if papers:
        item_model = next(iter(papers.values())).items.model
        item_model.objects.bulk_update((*before, *after), ["pair"])


def _pair(
    before: Iterable[BasePaperItem], after: list[BasePaperItem], key: Callable[[BasePaperItem], int]
) -> list[BasePaperItem]:
    """Pair what has the same key; those that are left over."""
    for item in before:
        partner = next((one for one in after if one.pair is None and key(one) == key(item)), None)
        if item.pair is None and partner is not None:
            item.pair = partner.pair = item.position
    return [one for one in after if one.pair is None]


def _parallel(question: Question, taken: set[int]) -> Question:
    """A question in use that asks the same in other words and is not taken; else the same one."""
    family = _family(question)
    others = Question.objects.filter(retired_at=None).exclude(pk__in={question.pk, *taken})
    found = others.filter(parallel_to_id=family) | others.filter(pk=family)
    return found.order_by("pk").first() or question


@transaction.atomic
def build_post_test(*, host: Host, parallel: bool, at: datetime) -> tuple[BasePaper, int]:
    """Make the post-test from the pre-test's items, the same or parallel ones; replaces a draft's.

    Also gives how many questions had no parallel one and stand there again.
    """
    require_running(host)
    pre = host.papers.filter(kind=BasePaper.Kind.PRE).first()
    asked = [item.question for item in items_of(pre)] if pre else []
    if pre is None or not asked:
        raise PreTestNeeded
    post = host.papers.filter(kind=BasePaper.Kind.POST).first() or make_paper(
        host=host, kind=BasePaper.Kind.POST,
        title=str(BasePaper.Kind.POST.label),
        instructions=pre.instructions, time_limit=pre.time_limit,
    )  # fmt: skip
    chosen: list[Question] = []
    for question in asked:
        taken = {one.pk for one in (*asked, *chosen)}
        chosen.append(_parallel(question, taken) if parallel else question)
    choose_items(paper=post, questions=chosen, version=post.version)
    again = sum(one == other for one, other in zip(asked, chosen, strict=True))
    return post, again if parallel else 0


def items_of(paper: BasePaper) -> list[BasePaperItem]:
    """The items in their order, with their questions."""
    return list(paper.items.select_related("question__topic").order_by("position"))


@transaction.atomic
def open_paper(*, paper: BasePaper, version: int, by: User, at: datetime) -> None:
    """Let people take the test: its questions are kept as they read now."""
    require_running(paper.host)
    items = items_of(paper)
    if not 1 <= len(items) <= MOST_ITEMS:
        raise ItemsNeeded
    if any(item.question.retired_at for item in items):
        raise ItemRetired
    _update(paper, version, state=BasePaper.State.OPEN, opened_at=at)
    for item in items:
        item.text, item.choices = item.question.text, item.question.choices
        item.answer = item.question.answer
    paper.items.model.objects.bulk_update(items, ["text", "choices", "answer"])
    pair_items(host=paper.host)
    note_paper(paper, "เปิดแบบทดสอบ", by, at)


@transaction.atomic
def reopen_paper(*, paper: BasePaper, by: User, at: datetime) -> None:
    """Let people take a test again that was closed; its questions are the same."""
    require_running(paper.host)
    rows = type(paper)._default_manager.filter(pk=paper.pk, state=BasePaper.State.CLOSED)
    if rows.update(state=BasePaper.State.OPEN, closed_at=None) != 1:
        raise PaperNotClosed
    paper.refresh_from_db()
    note_paper(paper, "เปิดแบบทดสอบอีกครั้ง", by, at)


def note_paper(paper: BasePaper, what: str, by: User, at: datetime) -> None:
    """Put what happened to a test into the history of the work it belongs to."""
    paper.note(f"{paper.title} ({what})", by=by, at=at)
