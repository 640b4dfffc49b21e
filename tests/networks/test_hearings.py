"""Hearings: attendance in numbers, opinions with answers, like opinions put together."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from networks.actions import open_project
from networks.actions.hearings import (
    AlreadyMerged,
    AnswerNeeded,
    Headcount,
    HearingEndsFirst,
    HearingFacts,
    HearingNameNeeded,
    HearingToCome,
    HearingTooEarly,
    NothingToMerge,
    NumbersOutOfRange,
    OpinionNeeded,
    OpinionTooLong,
    answer_opinion,
    count_attendance,
    merge_opinions,
    note_opinion,
    part_opinion,
    remove_opinion,
    save_hearing,
)
from networks.models import Hearing, NetworkProject, Opinion, OpinionTopic
from networks.reports.hearings import build_hearing
from networks.selectors.hearings import alike, attendance_of, likeness, opinions_by_topic
from onde_portal.accounts.models import Role, User
from onde_portal.documents.models import StoredDocument
from tests.world import NOW, TODAY, make_user, udon_thani

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(officer: User) -> NetworkProject:
    return open_project(
        title="โครงการ", year=2569, province=udon_thani(), owner=officer, by=officer, at=NOW
    )


@pytest.fixture
def hearing(project: NetworkProject, officer: User) -> Hearing:
    facts = HearingFacts("เวทีรับฟัง", TODAY, "หอประชุม", udon_thani())
    return save_hearing(project=project, facts=facts, by=officer, at=NOW)


@pytest.fixture
def topic(db: None) -> OpinionTopic:
    return OpinionTopic.objects.create(name_th="งบประมาณท้องถิ่น", name_en="Local budgets")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title": " "}, HearingNameNeeded),
        ({"place": ""}, HearingNameNeeded),
        ({"held_on": date(1990, 1, 1)}, HearingTooEarly),
        ({"starts_at": "13:00", "ends_at": "09:00"}, HearingEndsFirst),
    ],
)
def test_a_hearing_without_sense_is_refused(
    change: dict[str, object], refusal: type[Exception], project: NetworkProject, officer: User
) -> None:
    facts: dict[str, object] = {
        "title": "เวที", "held_on": TODAY, "place": "หอประชุม", "province": udon_thani(),
    } | change  # fmt: skip
    with pytest.raises(refusal):
        save_hearing(project=project, facts=HearingFacts(**facts), by=officer, at=NOW)  # type: ignore[arg-type]
    assert not Hearing.objects.exists()


def test_attendance_is_numbers_by_kind_and_sex(hearing: Hearing) -> None:
    count_attendance(
        hearing=hearing, counts={"citizens": Headcount(30, 25, 2), "local": Headcount(1, 0, 0)},
        at=NOW,
    )  # fmt: skip
    count_attendance(hearing=hearing, counts={"local": Headcount()}, at=NOW)
    table = attendance_of(hearing)
    assert (table.women, table.men, table.unsaid, table.total) == (30, 25, 2, 57)
    assert len(table.rows) == 1


@pytest.mark.parametrize("count", [Headcount(-1, 0, 0), Headcount(0, 100_001, 0)])
def test_absurd_numbers_are_refused(count: Headcount, hearing: Hearing) -> None:
    with pytest.raises(NumbersOutOfRange):
        count_attendance(hearing=hearing, counts={"citizens": count}, at=NOW)


def test_a_kind_of_people_that_does_not_exist_is_refused(hearing: Hearing) -> None:
    with pytest.raises(NumbersOutOfRange):
        count_attendance(hearing=hearing, counts={"martians": Headcount(1, 1, 1)}, at=NOW)


def test_nobody_is_counted_before_the_hearing_was_held(hearing: Hearing) -> None:
    Hearing.objects.update(held_on=TODAY + timedelta(days=3))
    hearing.refresh_from_db()
    with pytest.raises(HearingToCome):
        count_attendance(hearing=hearing, counts={"citizens": Headcount(1, 1, 0)}, at=NOW)


def test_an_opinion_is_open_until_it_is_answered(
    hearing: Hearing, topic: OpinionTopic, officer: User
) -> None:
    said = note_opinion(hearing=hearing, topic=topic, text="ขอข้อมูลงบประมาณ", times=4)
    assert said.state == Opinion.State.OPEN
    with pytest.raises(AnswerNeeded):
        answer_opinion(opinion=said, state="adopted", answer="  ", by=officer, at=NOW)
    with pytest.raises(AnswerNeeded):
        answer_opinion(opinion=said, state="nonsense", answer="ได้", by=officer, at=NOW)
    answer_opinion(opinion=said, state="adopted", answer="จะเผยแพร่", by=officer, at=NOW)
    assert (said.state, said.answered_by) == ("adopted", officer)
    answer_opinion(opinion=said, state="open", answer="", by=officer, at=NOW)
    assert (said.answer, said.answered_at) == ("", None)


def test_an_empty_or_endless_opinion_is_refused(hearing: Hearing, topic: OpinionTopic) -> None:
    with pytest.raises(OpinionNeeded):
        note_opinion(hearing=hearing, topic=topic, text=" \n ")
    with pytest.raises(OpinionTooLong):
        note_opinion(hearing=hearing, topic=topic, text="ก" * 200_000)


def test_like_opinions_count_together_and_apart_again(
    hearing: Hearing, topic: OpinionTopic
) -> None:
    few = note_opinion(hearing=hearing, topic=topic, text="ขอถนน", times=2)
    more = note_opinion(hearing=hearing, topic=topic, text="อยากได้ถนน", times=7)
    kept = merge_opinions(opinions=[few, more])
    assert (kept, kept.times) == (more, 9)
    few.refresh_from_db()
    assert list(hearing.opinions.own()) == [kept]
    with pytest.raises(AlreadyMerged):
        merge_opinions(opinions=[few, kept])
    part_opinion(opinion=few)
    kept.refresh_from_db()
    assert kept.times == 7


@given(st.lists(st.integers(1, 50), min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_whatever_is_merged_and_parted_the_count_of_voices_stays(
    times: list[int], chance: object
) -> None:
    Opinion.objects.all().delete()
    Hearing.objects.all().delete()
    province = udon_thani()
    project = NetworkProject.objects.first() or _some_project()
    hearing = Hearing.objects.create(
        project=project, title="เวที", held_on=TODAY, place="ที่นี่", province=province
    )
    topic, _made = OpinionTopic.objects.get_or_create(name_th="ประเด็น")
    for number, count in enumerate(times):
        note_opinion(hearing=hearing, topic=topic, text=f"เรื่อง {number}", times=count)
    for _turn in range(4):
        own = list(hearing.opinions.own().order_by("pk"))
        if len(own) > 1:
            merge_opinions(opinions=chance.sample(own, 2))  # type: ignore[attr-defined]
        inside = list(hearing.opinions.exclude(merged_into=None).order_by("pk"))
        if inside and chance.random() < 0.5:  # type: ignore[attr-defined]
            part_opinion(opinion=chance.choice(inside))  # type: ignore[attr-defined]
        assert sum(one.times for one in hearing.opinions.own()) == sum(times)


def _some_project() -> NetworkProject:
    by = make_user(Role.OFFICER, "someone@onde.example")
    return open_project(title="โครงการ", year=2569, province=None, owner=by, by=by, at=NOW)


def test_one_opinion_alone_or_of_two_hearings_is_nothing_to_merge(
    hearing: Hearing, topic: OpinionTopic, project: NetworkProject, officer: User
) -> None:
    other = save_hearing(
        project=project,
        facts=HearingFacts("อีกเวที", TODAY, "วัด", udon_thani()),
        by=officer,
        at=NOW,
    )
    here = note_opinion(hearing=hearing, topic=topic, text="ถนน")
    there = note_opinion(hearing=other, topic=topic, text="ถนน")
    for chosen in ([here], [here, there]):
        with pytest.raises(NothingToMerge):
            merge_opinions(opinions=chosen)


def test_opinions_inside_a_removed_one_stand_alone_again(
    hearing: Hearing, topic: OpinionTopic
) -> None:
    one = note_opinion(hearing=hearing, topic=topic, text="ก", times=3)
    other = note_opinion(hearing=hearing, topic=topic, text="ข")
    remove_opinion(opinion=merge_opinions(opinions=[one, other]))
    assert [left.text for left in hearing.opinions.own()] == ["ข"]


def test_much_alike_texts_of_one_topic_are_suggested(hearing: Hearing, topic: OpinionTopic) -> None:
    first = note_opinion(hearing=hearing, topic=topic, text="ควรแจ้งวันประชาคมล่วงหน้าสองสัปดาห์")
    second = note_opinion(hearing=hearing, topic=topic, text="แจ้งวันประชาคมล่วงหน้า 2 สัปดาห์")
    third = note_opinion(hearing=hearing, topic=topic, text="ขอผู้แทนเยาวชนในคณะกรรมการ")
    assert alike([first, second, third]) == [(first, second)]
    assert likeness("น้ำ", "น\u0e4d\u0e49า") == 1
    assert likeness("", "") == 0


def page_of(hearing: Hearing, move: str = "") -> str:
    if move:
        return reverse("admin:networks_hearing_move", args=[hearing.pk, move])
    return reverse("admin:networks_hearing_page", args=[hearing.pk])


def test_the_officer_counts_notes_and_answers_on_the_hearings_page(
    hearing: Hearing, topic: OpinionTopic, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    client.post(page_of(hearing, "attendance"), {"citizens-women": "๓๐", "citizens-men": "12"})
    client.post(page_of(hearing, "note"), {"topic": topic.pk, "text": "ขอถนน", "times": "3"})
    opinion = Opinion.objects.get()
    client.post(
        page_of(hearing, "answer"), {"opinion": opinion.pk, "state": "declined", "answer": "ไม่ได้"}
    )
    opinion.refresh_from_db()
    assert (attendance_of(hearing).total, opinion.times, opinion.state) == (42, 3, "declined")
    page = client.get(page_of(hearing)).content.decode()
    assert "ขอถนน" in page
    assert "ไม่ได้" in page


def test_what_was_typed_stays_when_it_is_refused(
    hearing: Hearing, topic: OpinionTopic, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    typed = {"topic": topic.pk, "text": "ขอถนนสายใหม่", "times": "สามครั้ง"}
    answer = client.post(page_of(hearing, "note"), typed)
    assert answer.status_code == 409
    assert "ขอถนนสายใหม่" in answer.content.decode()
    assert "สามครั้ง" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_refused_numbers_of_people_stand_in_the_grid_again(
    hearing: Hearing, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    answer = client.post(
        page_of(hearing, "attendance"), {"citizens-women": "๓๗", "citizens-men": "สองร้อย"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="๓๗"' in page
    assert 'value="สองร้อย"' in page
    assert attendance_of(hearing).total == 0


def test_the_kept_opinion_counts_without_a_removed_one(
    hearing: Hearing, topic: OpinionTopic
) -> None:
    first = note_opinion(hearing=hearing, topic=topic, text="ขอถนน", times=5)
    second = note_opinion(hearing=hearing, topic=topic, text="ขอถนนใหม่", times=2)
    merge_opinions(opinions=[first, second])
    second.refresh_from_db()
    remove_opinion(opinion=second)
    first.refresh_from_db()
    assert first.times == 5


def test_a_script_in_an_opinion_is_shown_as_text(
    hearing: Hearing, topic: OpinionTopic, officer: User, sign_in: object
) -> None:
    note_opinion(hearing=hearing, topic=topic, text="<script>alert(1)</script>")
    page = sign_in(officer).get(page_of(hearing)).content.decode()  # type: ignore[operator]
    assert "<script>alert" not in page


def test_an_auditor_reads_and_changes_nothing(
    hearing: Hearing, auditor: User, sign_in: object
) -> None:
    client: Client = sign_in(auditor)  # type: ignore[operator]
    assert client.get(page_of(hearing)).status_code == 200
    assert client.post(page_of(hearing, "note"), {"text": "ก"}).status_code == 403


def test_the_record_holds_attendance_and_answers_and_is_another_paper_once_changed(
    hearing: Hearing, topic: OpinionTopic, officer: User, sign_in: object
) -> None:
    client: Client = sign_in(officer)  # type: ignore[operator]
    note_opinion(hearing=hearing, topic=topic, text="ขอถนน")
    paper = reverse("admin:networks_hearing_paper", args=[hearing.pk])
    for _turn in range(2):
        client.post(paper)
    assert StoredDocument.objects.count() == 1
    note_opinion(hearing=hearing, topic=topic, text="ขอไฟ")
    client.post(paper)
    assert StoredDocument.objects.count() == 2
    source = build_hearing(StoredDocument.objects.latest("pk").about, "th")
    [(_topic, opinions)] = source.context["topics"]
    assert {one.text for one in opinions} == {"ขอถนน", "ขอไฟ"}
    assert opinions_by_topic(hearing)[0][0] == topic
