"""A project with a bank of questions, tests and people who take them."""

from collections.abc import Sequence

from networks.actions import open_project
from networks.models import NetworkProject, Paper, Participant
from onde_portal.accounts.models import User
from onde_portal.assessments.actions.papers import choose_items, make_paper, open_paper
from onde_portal.assessments.actions.questions import save_question
from onde_portal.assessments.models import Question, Topic
from tests.networks.story import make_participant, make_person
from tests.world import NOW, udon_thani

NAMES = ("บุญมี", "คำแก้ว", "สมศรี", "ทองดี", "มะลิ", "ประยูร")


def make_project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการเครือข่ายอุดรธานี", year=2569, province=udon_thani(), owner=officer,
        by=officer, at=NOW,
    )  # fmt: skip


def ask(text: str, *, answer: int = 0, parallel_to: Question | None = None) -> Question:
    """A question of the bank with four choices."""
    topic, _made = Topic.objects.get_or_create(name_th="การปกครองท้องถิ่น")
    choices = ["ประชาชน", "กำนัน", "ปลัด", "นายอำเภอ"]
    return save_question(
        topic=topic, text=text, choices=choices, answer=answer, parallel_to=parallel_to, at=NOW
    )


def draft(
    project: NetworkProject,
    questions: Sequence[Question],
    kind: str = "pre",
    limit: int | None = None,
) -> Paper:
    """A test with these questions, not yet open."""
    paper = make_paper(host=project, kind=kind, title="แบบทดสอบ", time_limit=limit)
    assert isinstance(paper, Paper)
    choose_items(paper=paper, questions=questions, version=paper.version)
    return paper


def opened(
    project: NetworkProject,
    by: User,
    *,
    count: int = 3,
    kind: str = "pre",
    limit: int | None = None,
) -> Paper:
    """An open test; the right answer is always the first choice."""
    paper = draft(
        project, [ask(f"คำถามข้อ {kind} {number}") for number in range(count)], kind, limit
    )
    open_paper(paper=paper, version=paper.version, by=by, at=NOW)
    return paper


def join(project: NetworkProject, number: int = 0) -> Participant:
    """Somebody who takes part."""
    return make_participant(project, make_person(NAMES[number], "ศรีสุข"))
