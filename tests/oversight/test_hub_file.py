"""The file of a hub: its whole story, for whom it may be, on the page as on paper."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hubs.actions.life import hand_over_hub
from hubs.models import Candidate, Hub, Memo
from monitoring.actions.submissions import return_report
from monitoring.models import FollowUp, FollowUpState, Problem
from onde_portal.accounts.models import User
from onde_portal.documents.blocks import Chart, Table
from onde_portal.documents.kinds import ReportSource, kind_of
from onde_portal.documents.models import StoredDocument
from onde_portal.oversight.reports.hub_file import (
    HUB_FILE,
    about_file,
    build_file,
    hub_parts,
    may_see_file,
    request_file,
)
from onde_portal.oversight.reports.pieces import Reader
from onde_portal.oversight.screen import OnScreen
from onde_portal.oversight.selectors.hub_file import read_hub
from onde_portal.registry.models import Lao
from onde_portal.ui.figures import Numbers
from tests import world
from tests.monitoring import story
from tests.oversight.figures import SECOND, reported
from tests.oversight.story import in_english, make_hub_story

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
EVERY_PART = [
    "story", "selection", "workshop", "guideline", "establishment", "life", "reports", "figures",
    "problems", "learnings", "support", "papers", "people",
]  # fmt: skip


@pytest.fixture
def hub(lao: Lao, officer: User) -> Hub:
    return make_hub_story(lao, officer)


def written(hub: Hub, reader: Reader = Reader.OFFICE) -> dict[str, str]:
    """The words of each part, as the screen says them in English."""
    with translation.override("en"):
        parts = hub_parts(read_hub(hub), OnScreen(), reader, world.TODAY)
    return {part.key: str([piece.block for piece in part.pieces]) for part in parts}


def test_every_part_tells_what_is_known(hub: Hub) -> None:
    found = written(hub)
    assert list(found) == EVERY_PART
    assert "โครงการ ๒๕๖๙" in found["selection"]
    assert "นายสมชาย ญาติดี" in found["workshop"]
    assert "เวทีประชาคม" in found["establishment"]
    assert "round 1/2569" in found["reports"]
    assert "On time" in found["reports"]
    assert "ผู้เข้าร่วมน้อย" in found["problems"]
    assert "เริ่มจากเรื่องใกล้ตัว" in found["learnings"]
    assert "ส่งวิทยากร" in found["support"]
    assert "คำสั่ง.pdf" in found["papers"]
    assert "042123456" in found["people"]


def test_figures_stand_by_round_with_gaps_and_not_applicable(hub: Hub) -> None:
    with translation.override("en"):
        parts = hub_parts(read_hub(hub), OnScreen(), Reader.OFFICE, world.TODAY)
    piece = next(part for part in parts if part.key == "figures").pieces[0]
    assert isinstance(piece.block, Table)
    assert piece.block.head == ("Indicator", "2/68", "1/69")
    rows = {row[0]: row[1:] for row in piece.block.rows}
    assert rows["Indicator OP01 (meetings)"] == ("3", "5")
    assert rows["Indicator OC04"] == ("80\N{NO-BREAK SPACE}%", "not applicable")
    assert rows["Share"] == ("50\N{NO-BREAK SPACE}%", "75\N{NO-BREAK SPACE}%")
    lines = {item.line.label: item for item in piece.stories if item}
    by_round = dict(zip(lines["Indicator OP01"].labels, lines["Indicator OP01"].line.readings,
                        strict=True))  # fmt: skip
    assert by_round["1/68"].value is None
    assert (by_round["2/68"].value, by_round["1/69"].value) == (3, 5)
    assert lines["Indicator OC04"].line.readings[-1].silent


def test_the_story_goes_from_the_earliest_day_to_the_latest(hub: Hub) -> None:
    with translation.override("en"):
        parts = hub_parts(read_hub(hub), Numbers("en"), Reader.OFFICE, world.TODAY)
    block = parts[0].pieces[0].block
    assert isinstance(block, Table)
    said = [row[1] for row in block.rows]
    assert said.index("Announced the hub") < said.index("Sent the report")
    assert said.index("Sent the report") < said.index("The Office promised support")
    assert len(said) == len(block.rows)


def test_a_report_that_went_back_stands_in_the_story(hub: Hub, officer: User) -> None:
    FollowUp.objects.filter(hub=hub).update(
        state=FollowUpState.SUBMITTED, submitted_at=world.NOW, first_submitted_at=world.NOW,
        decided_at=None,
    )  # fmt: skip
    latest = FollowUp.objects.filter(hub=hub).latest("round__starts_on")
    return_report(
        follow_up=latest, reason="ขาดจำนวน", due_on=world.TODAY + timedelta(days=7),
        version=latest.version, by=officer, at=world.NOW,
    )  # fmt: skip
    told = written(hub)["story"]
    assert "The Office returned the report" in told


def test_whoever_may_not_read_people_sees_dots(hub: Hub, auditor: User, sign_in: SignIn) -> None:
    found = written(hub, Reader.MASKED)
    assert "042123456" not in found["people"]
    assert "น้ำผึ้ง" not in found["people"]
    assert "ญาติดี" not in found["workshop"]
    assert "•••" in found["people"]
    client = sign_in(auditor)
    page = client.get(reverse("drill-hub", args=[hub.pk])).content.decode()
    assert "042123456" not in page
    assert "ญาติดี" not in page
    # Auditors leave no trace, not even a paper.
    paper = reverse("drill-hub-paper", args=[hub.pk])
    assert paper not in page
    assert client.post(paper).status_code == 403


def test_the_laos_people_read_their_own_hubs_story_and_no_other(
    hub: Hub, reporter: User, certifier: User, other_reporter: User, sign_in: SignIn
) -> None:
    address = reverse("drill-hub", args=[hub.pk])
    for user in (reporter, certifier):
        page = sign_in(user).get(address)
        assert page.status_code == 200
        assert b"/staff/" not in page.content
        assert b"042123456" in page.content
    assert sign_in(other_reporter).get(address).status_code == 404
    paper = reverse("drill-hub-paper", args=[hub.pk])
    assert sign_in(other_reporter).post(paper).status_code == 404
    home = sign_in(reporter).get(reverse("lao-home")).content.decode()
    assert address in home


def test_the_offices_own_notes_are_not_for_the_lao(hub: Hub, officer: User) -> None:
    problem = Problem.objects.get(follow_up__hub=hub)
    problem.notes.create(state="open", text="ความเห็นภายใน", at=world.NOW, by=officer)
    assert "ความเห็นภายใน" in written(hub)["problems"]
    assert "ความเห็นภายใน" not in written(hub, Reader.LAO)["problems"]


def test_a_memo_that_is_not_approved_is_not_for_the_lao(hub: Hub) -> None:
    memo = Memo.objects.get()
    memo.laos.create(candidate=Candidate.objects.get(lao=hub.lao), position=1, name="x", place="x")
    Memo.objects.update(state="returned", subject="ขออนุมัติจัดตั้ง")
    assert "ขออนุมัติจัดตั้ง" in written(hub)["selection"]
    assert "ขออนุมัติจัดตั้ง" not in written(hub, Reader.LAO)["selection"]


def test_a_hub_that_another_lao_took_over_keeps_its_beginnings(
    hub: Hub, other_lao: Lao, officer: User
) -> None:
    before = written(hub)
    hand_over_hub(hub=hub, lao=other_lao, reason="ควบรวม", by=officer, at=world.NOW)
    after = written(Hub.objects.get(pk=hub.pk))
    for part in ("selection", "workshop", "guideline"):
        assert after[part] == before[part]


def test_the_paper_says_the_same_words_in_chapters(hub: Hub, officer: User) -> None:
    request_file(hub, language="en", by=officer, at=world.NOW)
    source = build_file(about_file(hub, Reader.OFFICE), "en")
    assert isinstance(source, ReportSource)
    assert len(source.chapters) == 5
    assert "As of 20 April 2569 10:00" in str(source.cover)
    blocks = [block for chapter in source.chapters for block in chapter.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    with translation.override("en"):
        parts = hub_parts(read_hub(hub), Numbers("en"), Reader.OFFICE, world.TODAY)
    on_page = [piece.block for part in parts for piece in part.pieces]
    assert tables == [block for block in on_page if isinstance(block, Table)]
    charts = [block for block in blocks if isinstance(block, Chart)]
    # A line needs two values: of OP01 and of the share there are two.
    assert [chart.rows[-2:] for chart in charts] == [
        (("2/68", "3"), ("1/69", "5")),
        (("2/68", "50\N{NO-BREAK SPACE}%"), ("1/69", "75\N{NO-BREAK SPACE}%")),
    ]
    assert all(sum(block.widths) == 100 for block in tables)


def test_in_thai_the_paper_has_thai_digits_and_the_screen_has_not(hub: Hub) -> None:
    source = build_file(about_file(hub, Reader.OFFICE), "th")
    figures = str(source.chapters[2])
    assert "๑/๖๙" in figures
    with translation.override("th"):
        parts = hub_parts(read_hub(hub), OnScreen(), Reader.OFFICE, world.TODAY)
    assert "1/69" in str(parts[7].pieces)
    assert "2026" not in figures


def test_the_pdf_is_asked_for_once_while_it_is_made_and_anew_when_it_is_ready(
    hub: Hub, officer: User, sign_in: SignIn
) -> None:
    client, address = sign_in(officer), reverse("drill-hub-paper", args=[hub.pk])
    answer = client.post(address, {"language": "th"})
    paper = StoredDocument.objects.get(kind=HUB_FILE)
    assert answer.headers["Location"] == reverse("document", args=[paper.pk])
    assert hub.name in paper.subject
    assert f'href="{reverse("drill-hub", args=[hub.pk])}"' in client.get(answer["Location"]).text
    client.post(address, {"language": "th"})
    assert StoredDocument.objects.filter(kind=HUB_FILE).count() == 1
    StoredDocument.objects.filter(pk=paper.pk).update(state=StoredDocument.State.READY)
    client.post(address, {"language": "th"})
    assert StoredDocument.objects.filter(kind=HUB_FILE, superseded_at=None).count() == 1
    assert StoredDocument.objects.filter(kind=HUB_FILE).count() == 2


def test_a_paper_is_read_only_by_those_for_whom_it_was_made(
    hub: Hub, officer: User, auditor: User, reporter: User, other_reporter: User
) -> None:
    people = (officer, auditor, reporter, other_reporter)
    for reader, may in (
        (Reader.OFFICE, (True, False, False, False)),
        (Reader.MASKED, (False, True, False, False)),
        (Reader.LAO, (False, False, True, False)),
    ):
        subject = about_file(hub, reader)
        assert tuple(may_see_file(user, subject) for user in people) == may
    assert not may_see_file(officer, "oversight.hub:x:office")
    assert not may_see_file(officer, "oversight.hub:1:king")
    assert kind_of(HUB_FILE).visible_to(officer, about_file(hub, Reader.OFFICE))


def test_a_hub_without_any_story_says_so_part_by_part(
    other_lao: Lao, officer: User, sign_in: SignIn
) -> None:
    bare = story.make_hub(other_lao, None)
    page = in_english(sign_in(officer)).get(reverse("drill-hub", args=[bare.pk]))
    assert "The hub was registered without a selection in a programme." in page.content.decode()
    with translation.override("en"):
        source = build_file(about_file(bare, Reader.OFFICE), "en")
    assert "No problem was named in any report." in str(source.chapters[3])


def test_markup_and_odd_signs_in_texts_stay_texts(hub: Hub, officer: User, sign_in: SignIn) -> None:
    name = "<script>alert(1)</script>\u200bน้ำ " + "ยาว" * 80
    Hub.objects.filter(pk=hub.pk).update(name=name[:250])
    Problem.objects.update(description=name)
    page = sign_in(officer).get(reverse("drill-hub", args=[hub.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert build_file(about_file(hub, Reader.OFFICE), "th").chapters


def test_more_rounds_ask_no_more_of_the_database(hub: Hub, officer: User, sign_in: SignIn) -> None:
    client, address = sign_in(officer), reverse("drill-hub", args=[hub.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for half in (SECOND.next(), SECOND.next().next()):
        reported(hub.lao, half, {"OP01": 9}, state=FollowUpState.SUBMITTED)
    follow_up = hub.follow_ups.order_by("-round__starts_on")[0]
    category = Problem.objects.get(follow_up__hub=hub).category
    for position in range(5):
        Problem.objects.create(
            follow_up=follow_up, position=position, category=category, description="อีก",
            severity="low", due_on=date(2026, 1, 1) + timedelta(days=position),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
    assert len(many) < 50
