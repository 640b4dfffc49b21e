"""Step 4 (manual 8.2 (4)): versions of the guideline, for whom they are, who opened which."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hubs.actions import guidelines as actions
from hubs.actions.guidelines import ChapterText
from hubs.errors import ProgrammeEnded, StaleRecord
from hubs.models import GuidelineFile, GuidelineVersion, HubProgramme
from hubs.selectors.guidelines import chapter_changes, guideline_context, library_for
from onde_portal.accounts.models import Mail, User
from onde_portal.registry.models import Lao
from onde_portal.workflow.actions import cancel_case, missing_requirements
from tests.hubs.programme import make_approved, make_cohort, make_programme
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

LATER = NOW + timedelta(hours=3)
WORDS = (ChapterText("ประกาศ", "ลงนามในประกาศ"), ChapterText("คณะกรรมการ", "ออกคำสั่ง"))


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return make_programme(officer)


def draft_of(programme: HubProgramme, by: User) -> GuidelineVersion:
    draft = actions.begin_draft(programme=programme, by=by, at=NOW)
    return write(draft, by, *WORDS)


def write(
    draft: GuidelineVersion, by: User, *chapters: ChapterText, changes: str = "เพิ่มแบบฟอร์ม"
) -> GuidelineVersion:
    return actions.save_draft(
        guideline=draft, title="แนวทาง", changes=changes, chapters=chapters,
        version=draft.version, by=by, at=NOW,
    )  # fmt: skip


def publish(draft: GuidelineVersion, by: User, **audience: object) -> int:
    return actions.publish_guideline(
        guideline=draft, version=draft.version, by=by, at=NOW,
        **({"for_all": True} | audience),  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_first_draft_starts_from_the_text_of_the_office(
    programme: HubProgramme, officer: User
) -> None:
    draft = actions.begin_draft(programme=programme, by=officer, at=NOW)
    headings = " ".join(draft.chapters.values_list("heading", flat=True))
    assert draft.number == 1
    for word in ("วัตถุประสงค์", "ประกาศจัดตั้ง", "คณะกรรมการ", "โครงสร้าง", "แผน", "ช่องทาง", "หกเดือน"):
        assert word in headings
    with pytest.raises(actions.DraftExists):
        actions.begin_draft(programme=programme, by=officer, at=NOW)


def test_the_step_is_met_once_a_version_is_published(
    programme: HubProgramme, officer: User
) -> None:
    draft = draft_of(programme, officer)
    cancelled = HubProgramme.objects.get(pk=programme.pk)
    HubProgramme.objects.filter(pk=programme.pk).update(step_number=4)
    cancelled.refresh_from_db()
    assert [item.key for item in missing_requirements(cancelled)] == ["published"]
    publish(draft, officer)
    assert missing_requirements(cancelled) == ()


def test_a_published_version_never_changes(programme: HubProgramme, officer: User) -> None:
    draft = draft_of(programme, officer)
    file = actions.attach_guideline_file(
        guideline=draft, upload=SimpleUploadedFile("แบบ.txt", b"x"), by=officer, at=NOW
    )
    publish(draft, officer)
    file.guideline.refresh_from_db()
    with pytest.raises(actions.PublishedStays):
        write(draft, officer, ChapterText("อื่น", "อื่น"))
    with pytest.raises(actions.PublishedStays):
        actions.discard_draft(guideline=draft, by=officer, at=NOW)
    with pytest.raises(actions.PublishedStays):
        actions.remove_guideline_file(file=file, at=NOW)
    with pytest.raises(actions.PublishedStays):
        publish(draft, officer)
    assert [row.heading for row in draft.chapters.all()] == ["ประกาศ", "คณะกรรมการ"]


def test_the_next_draft_is_a_copy_and_leaves_the_version_before_alone(
    programme: HubProgramme, officer: User
) -> None:
    first = draft_of(programme, officer)
    actions.attach_guideline_file(
        guideline=first, upload=SimpleUploadedFile("แบบ.txt", b"x"), by=officer, at=NOW
    )
    publish(first, officer)
    second = actions.begin_draft(programme=programme, by=officer, at=LATER)
    assert (second.number, second.title, second.changes) == (2, "แนวทาง", "")
    assert [row.text for row in second.chapters.all()] == ["ลงนามในประกาศ", "ออกคำสั่ง"]
    copy = second.files.get()
    actions.remove_guideline_file(file=copy, at=LATER)
    assert GuidelineFile.objects.get(guideline=first).removed_at is None
    write(second, officer, ChapterText("ประกาศ", "ลงนามใหม่"), ChapterText("แผน", "ทำแผน"))
    changes = [(change.heading, change.how) for change in chapter_changes(second)]
    assert changes == [("ประกาศ", "changed"), ("แผน", "added"), ("คณะกรรมการ", "removed")]
    assert first.chapters.count() == 2


def test_what_is_missing_is_said_before_anything_is_published(
    programme: HubProgramme, officer: User
) -> None:
    draft = draft_of(programme, officer)
    write(draft, officer, ChapterText("ว่าง", ""))
    with pytest.raises(actions.ChapterNeeded):
        publish(draft, officer)
    write(draft, officer, *WORDS)
    with pytest.raises(actions.AudienceNeeded):
        publish(draft, officer, for_all=False)
    publish(draft, officer)
    second = write(
        actions.begin_draft(programme=programme, by=officer, at=NOW), officer, *WORDS, changes=""
    )
    with pytest.raises(actions.ChangesNeeded):
        publish(second, officer)


@pytest.mark.parametrize(
    ("title", "chapter", "refusal"),
    [
        (" ", WORDS[0], actions.TitleNeeded),
        ("แนวทาง", ChapterText("", "ข้อความ"), actions.HeadingNeeded),
    ],
)
def test_a_draft_without_its_names_is_refused(
    title: str,
    chapter: ChapterText,
    refusal: type[Exception],
    programme: HubProgramme,
    officer: User,
) -> None:
    draft = draft_of(programme, officer)
    with pytest.raises(refusal):
        actions.save_draft(
            guideline=draft, title=title, changes="", chapters=[chapter], version=draft.version,
            by=officer, at=NOW,
        )  # fmt: skip
    assert draft.chapters.count() == 2


def test_two_who_write_the_same_draft_do_not_lose_each_others_words(
    programme: HubProgramme, officer: User, head: User
) -> None:
    draft = draft_of(programme, officer)
    mine = GuidelineVersion.objects.get(pk=draft.pk)
    write(draft, head, ChapterText("ของหัวหน้า", "ข้อความ"))
    with pytest.raises(StaleRecord):
        write(mine, officer, ChapterText("ของเจ้าหน้าที่", "ข้อความ"))
    assert draft.chapters.get().heading == "ของหัวหน้า"


def test_a_version_is_published_to_some_cohorts_then_to_more(
    programme: HubProgramme, officer: User, lao: Lao, other_lao: Lao, reporter: User,
    other_reporter: User,
) -> None:  # fmt: skip
    first = make_cohort(programme, 1, make_approved(programme, lao))
    second = make_cohort(programme, 2, make_approved(programme, other_lao))
    draft = draft_of(programme, officer)
    assert not GuidelineVersion.objects.visible_to(reporter).exists()
    assert publish(draft, officer, for_all=False, cohorts=[first]) == 1
    assert Mail.objects.get().recipient == reporter.email
    assert GuidelineVersion.objects.visible_to(reporter).get() == draft
    assert not GuidelineVersion.objects.visible_to(other_reporter).exists()
    told = actions.widen_audience(
        guideline=draft, for_all=False, cohorts=[second], version=draft.version,
        by=officer, at=NOW,
    )  # fmt: skip
    assert told == 1
    assert GuidelineVersion.objects.visible_to(other_reporter).get() == draft


def test_cohorts_of_another_programme_are_no_audience(
    programme: HubProgramme, officer: User
) -> None:
    foreign = make_cohort(make_programme(officer, 2570), 1)
    draft = draft_of(programme, officer)
    with pytest.raises(actions.AudienceNeeded):
        publish(draft, officer, for_all=False, cohorts=[foreign])


def test_the_first_opening_counts_and_who_has_not_opened_stands_first(
    programme: HubProgramme, officer: User, lao: Lao, other_lao: Lao, reporter: User,
) -> None:  # fmt: skip
    make_approved(programme, lao)
    make_approved(programme, other_lao)
    draft = draft_of(programme, officer)
    actions.note_opening(guideline=draft, by=reporter, at=NOW)
    publish(draft, officer)
    actions.note_opening(guideline=draft, by=officer, at=NOW)
    actions.note_opening(guideline=draft, by=reporter, at=NOW)
    actions.note_opening(guideline=draft, by=reporter, at=LATER)
    context = guideline_context(programme, officer, NOW)
    waiting, done = context["readers"]
    assert (waiting.candidate.lao, waiting.lacks_newest, waiting.people) == (other_lao, True, 0)
    assert (done.opened[0].at, done.opened[0].by) == (NOW, reporter)
    assert (context["opened"], context["meant"], context["waiting"]) == (1, 2, 1)
    assert context["unreachable"] == [waiting]
    [(_programme, versions)] = library_for(reporter)
    assert versions == [(draft, NOW)]


def test_those_who_have_not_opened_are_reminded_once_a_day(
    programme: HubProgramme, officer: User, lao: Lao, other_lao: Lao, reporter: User,
    other_reporter: User,
) -> None:  # fmt: skip
    make_approved(programme, lao)
    make_approved(programme, other_lao)
    draft = draft_of(programme, officer)
    with pytest.raises(actions.NotPublished):
        actions.remind_readers(guideline=draft, by=officer, at=NOW)
    publish(draft, officer)
    actions.note_opening(guideline=draft, by=reporter, at=NOW)
    assert actions.remind_readers(guideline=draft, by=officer, at=NOW) == 1
    assert actions.remind_readers(guideline=draft, by=officer, at=NOW) == 0
    mail = Mail.objects.get(kind="guideline-reminder")
    assert mail.recipient == other_reporter.email
    assert f"/lao/guideline/{draft.pk}/" in mail.body
    assert guideline_context(programme, officer, NOW)["reminded_at"] == NOW


def test_an_ended_programme_keeps_its_guideline_as_it_is(
    programme: HubProgramme, officer: User
) -> None:
    draft = draft_of(programme, officer)
    cancel_case(case=programme, reason="งบประมาณไม่พอ", by=officer, at=NOW)
    ended = GuidelineVersion.objects.get(pk=draft.pk)
    with pytest.raises(ProgrammeEnded):
        write(ended, officer, *WORDS)
    with pytest.raises(ProgrammeEnded):
        publish(ended, officer)


def test_a_draft_changed_meanwhile_is_not_published_as_it_was_not_read(
    programme: HubProgramme, officer: User, head: User
) -> None:
    draft = draft_of(programme, officer)
    read = GuidelineVersion.objects.get(pk=draft.pk)
    write(draft, head, ChapterText("ของหัวหน้า", "ข้อความ"))
    with pytest.raises(StaleRecord):
        publish(read, officer)
    assert GuidelineVersion.objects.get().published_at is None
