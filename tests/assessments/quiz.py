"""A bank of questions, and tests of any host made of it."""

from collections.abc import Sequence
from typing import Any

from onde_portal.accounts.models import User
from onde_portal.assessments.actions.papers import choose_items, make_paper, open_paper
from onde_portal.assessments.actions.questions import save_question
from onde_portal.assessments.models import Host, Question, Topic
from tests.world import NOW


def ask(text: str, *, answer: int = 0, parallel_to: Question | None = None) -> Question:
    """A question of the bank with four choices."""
    topic, _made = Topic.objects.get_or_create(name_th="การปกครองท้องถิ่น")
    choices = ["ประชาชน", "กำนัน", "ปลัด", "นายอำเภอ"]
    return save_question(
        topic=topic, text=text, choices=choices, answer=answer, parallel_to=parallel_to, at=NOW
    )


def draft(
    host: Host,
    questions: Sequence[Question],
    kind: str = "pre",
    limit: int | None = None,
) -> Any:
    """A test with these questions, not yet open."""
    paper = make_paper(host=host, kind=kind, title="แบบทดสอบ", time_limit=limit)
    choose_items(paper=paper, questions=questions, version=paper.version)
    return paper


def opened(
    host: Host,
    by: User,
    *,
    count: int = 3,
    kind: str = "pre",
    limit: int | None = None,
) -> Any:
    """An open test; the right answer is always the first choice."""
    paper = draft(host, [ask(f"คำถามข้อ {kind} {number}") for number in range(count)], kind, limit)
    open_paper(paper=paper, version=paper.version, by=by, at=NOW)
    return paper
