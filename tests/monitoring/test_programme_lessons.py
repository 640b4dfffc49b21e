"""What earlier years taught is drawn into the study of a programme (manual 8.2 (1))."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import HubProgramme, ProgrammeEvaluation, StudyFinding
from monitoring.actions import submit_report
from monitoring.models import FollowUp
from monitoring.selectors.lessons import Lesson, lessons_before
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.hubs.programme import make_programme
from tests.monitoring import story
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]
SAID = "เริ่มจากเรื่องใกล้ตัว"


@pytest.fixture
def reports(lao: Lao, other_lao: Lao, reporter: User, other_reporter: User) -> list[FollowUp]:
    """Two hubs reported in fiscal year 2569: the same lesson, one problem in common."""
    story.make_catalogue()
    found = []
    for where, by, changes in (
        (lao, reporter, {"recommendations": "ควรมีงบประมาณเฉพาะ"}),
        (other_lao, other_reporter, {"problem.1.description": "ไม่มีวิทยากร"}),
    ):
        hub = story.make_hub(where, date(2025, 10, 1))
        follow_up = story.open_follow_up(hub)
        story.fill(follow_up, by, **{key.replace(".", "__"): said for key, said in changes.items()})
        submit_report(follow_up=follow_up, token=f"{story.PAGE}-{hub.pk}", by=by, at=NOW)
        found.append(follow_up)
    return found


def by_kind(lessons: list[Lesson], kind: str) -> list[Lesson]:
    return [lesson for lesson in lessons if lesson.kind == kind]


@pytest.mark.usefixtures("reports")
def test_problems_stand_by_category_and_the_same_words_once_with_their_hubs(
    officer: User,
) -> None:
    found = lessons_before(make_programme(officer, 2570), officer)
    [problem] = by_kind(found, "problems")
    assert (problem.key, problem.hubs) == ("monitoring.problem:P01:2569", 2)
    assert {words.text for words in problem.words} == {"ผู้เข้าร่วมน้อย", "ไม่มีวิทยากร"}
    [lesson] = by_kind(found, "lessons")
    assert (lesson.title, lesson.hubs) == (SAID, 2)
    [wish] = by_kind(found, "recommendations")
    assert (wish.title, wish.hubs) == ("ควรมีงบประมาณเฉพาะ", 1)


@pytest.mark.usefixtures("reports")
def test_only_years_before_the_programme_teach_it(officer: User) -> None:
    assert lessons_before(make_programme(officer, 2569), officer) == []
    assert lessons_before(make_programme(officer, 2580), officer) == []


def test_evaluations_of_earlier_programmes_teach_too(officer: User) -> None:
    before = make_programme(officer, 2568)
    ProgrammeEvaluation.objects.create(
        programme=before, lessons="เชิญภาคประชาสังคมตั้งแต่ต้น", saved_at=NOW, saved_by=officer
    )
    [lesson] = lessons_before(make_programme(officer, 2569), officer)
    assert (lesson.kind, lesson.hubs) == ("evaluation", 0)
    assert lesson.text == "เชิญภาคประชาสังคมตั้งแต่ต้น"
    assert before.title in lesson.source


@pytest.mark.usefixtures("reports")
def test_a_lesson_drawn_in_is_a_finding_with_its_source_once(
    officer: User, sign_in: SignIn
) -> None:
    programme = make_programme(officer, 2570)
    client = sign_in(officer)
    page = reverse("admin:hubs_hubprogramme_study", args=[programme.pk])
    draw = reverse("programme-lesson", args=[programme.pk])
    key = {"key": "monitoring.problem:P01:2569"}
    assert key["key"] in client.get(page).content.decode()
    assert client.post(draw, key).headers["Location"].startswith(page)
    finding = StudyFinding.objects.get()
    assert (finding.title, finding.drawn_from) == ("ขาดความรู้ (2 ศูนย์)", key["key"])
    assert "ไม่มีวิทยากร" in finding.text
    assert "2569" in finding.source
    assert finding.source_on == date(2026, 3, 31)
    assert key["key"] not in client.get(page).content.decode()
    client.post(draw, key)
    assert StudyFinding.objects.count() == 1


@pytest.mark.usefixtures("reports")
def test_what_nobody_said_is_not_drawn_in_and_readers_draw_nothing(
    officer: User, auditor: User, reporter: User, sign_in: SignIn
) -> None:
    programme = make_programme(officer, 2570)
    draw = reverse("programme-lesson", args=[programme.pk])
    assert sign_in(officer).post(draw, {"key": "monitoring.problem:P77:2569"}).status_code == 404
    for reader in (auditor, reporter):
        answer = sign_in(reader).post(draw, {"key": "monitoring.problem:P01:2569"})
        assert answer.status_code == 403
    page = reverse("admin:hubs_hubprogramme_study", args=[programme.pk])
    assert draw not in sign_in(auditor).get(page).content.decode()
    ended = HubProgramme.objects.get(pk=programme.pk)
    HubProgramme.objects.filter(pk=ended.pk).update(state="cancelled")
    assert sign_in(officer).post(draw, {"key": "monitoring.problem:P01:2569"}).status_code == 403
