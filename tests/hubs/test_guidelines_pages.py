"""Pages of the guideline: the officer writes and publishes, the LAO reads, openings are noted."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hubs.actions import guidelines as actions
from hubs.models import GuidelineOpening, GuidelineVersion, HubProgramme, StructureTemplate
from onde_portal.accounts.models import Mail, User
from onde_portal.documents.kinds import kind_of
from onde_portal.documents.models import StoredDocument
from onde_portal.registry.models import Lao
from tests.hubs.programme import make_approved, make_cohort, make_programme
from tests.pdf import source_of
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]


@pytest.fixture
def programme(officer: User, lao: Lao) -> HubProgramme:
    programme = make_programme(officer)
    make_cohort(programme, 1, make_approved(programme, lao))
    return programme


@pytest.fixture
def draft(programme: HubProgramme, officer: User) -> GuidelineVersion:
    return actions.begin_draft(programme=programme, by=officer, at=NOW)


@pytest.fixture
def published(draft: GuidelineVersion, officer: User) -> GuidelineVersion:
    actions.attach_guideline_file(
        guideline=draft, upload=SimpleUploadedFile("ตัวอย่างคำสั่ง.txt", b"x"), by=officer, at=NOW
    )
    actions.publish_guideline(
        guideline=draft, for_all=True, version=draft.version, by=officer, at=NOW
    )
    return draft


def page_of(guideline: GuidelineVersion) -> str:
    return reverse("admin:hubs_guidelineversion_page", args=[guideline.pk])


def move(guideline: GuidelineVersion, name: str) -> str:
    return reverse("admin:hubs_guidelineversion_move", args=[guideline.pk, name])


def form(guideline: GuidelineVersion, **changes: object) -> dict[str, object]:
    rows = list(guideline.chapters.all())
    return {
        "version": guideline.version, "title": guideline.title, "changes": "",
        "chapter-place": [str(number) for number in range(1, len(rows) + 2)],
        "chapter-heading": [*(row.heading for row in rows), ""],
        "chapter-text": [*(row.text for row in rows), ""],
    } | changes  # fmt: skip


def test_the_officer_begins_a_draft_from_the_programme_and_moves_a_chapter(
    programme: HubProgramme, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    work = reverse("admin:hubs_hubprogramme_guideline", args=[programme.pk])
    begin = reverse("admin:hubs_guidelineversion_begin", args=[programme.pk])
    assert begin in client.get(work).content.decode()
    answer = client.post(begin)
    draft = GuidelineVersion.objects.get()
    assert answer.headers["Location"] == page_of(draft)
    posted = form(
        draft,
        **{
            "chapter-place": ["2", "1", "3"],
            "chapter-heading": ["หนึ่ง", "สอง", ""],
            "chapter-text": ["ก", "ข", ""],
        },
    )
    assert client.post(move(draft, "save"), posted).status_code == 302
    assert [row.heading for row in draft.chapters.all()] == ["สอง", "หนึ่ง"]
    assert client.get(work).content.decode().count(page_of(draft)) == 2


def test_a_refused_draft_stands_on_the_page_again_beside_what_is_kept(
    draft: GuidelineVersion, officer: User, head: User, sign_in: SignIn
) -> None:
    stale = form(draft, title="แนวทางของเจ้าหน้าที่")
    actions.save_draft(
        guideline=draft, title="แนวทางของหัวหน้า", changes="", chapters=[], version=draft.version,
        by=head, at=NOW,
    )  # fmt: skip
    client = sign_in(officer)
    answer = client.post(move(draft, "save"), stale)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "แนวทางของเจ้าหน้าที่" in shown
    assert "แนวทางของหัวหน้า" in shown
    draft.refresh_from_db()
    assert draft.title == "แนวทางของหัวหน้า"


def test_a_draft_sent_after_the_session_ended_waits_for_signing_in(
    draft: GuidelineVersion, officer: User
) -> None:
    client = Client()
    assert client.post(move(draft, "save"), form(draft, title="ที่พิมพ์ไว้")).status_code == 302
    client.force_login(officer)
    assert "ที่พิมพ์ไว้" in client.get(page_of(draft)).content.decode()


def test_publishing_tells_the_laos_and_makes_the_pdf(
    draft: GuidelineVersion, officer: User, reporter: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    posted = {"version": draft.version, "audience": "all"}
    assert client.post(move(draft, "publish"), posted).status_code == 302
    assert Mail.objects.get().recipient == reporter.email
    paper = StoredDocument.objects.get(kind="guideline")
    kind = kind_of("guideline")
    source = source_of("guideline", paper.about)
    texts = [getattr(block, "text", "") for block in source.context["blocks"]]
    assert any("๑. ความเป็นมา" in text for text in texts)
    assert kind.visible_to(reporter, paper.about)
    shown = client.get(page_of(draft)).content.decode()
    assert "chapter-place" not in shown
    again = client.post(move(draft, "save"), form(draft, title="ใหม่"))
    assert again.status_code == 409


def test_the_paper_bears_the_day_on_which_it_was_published_here(
    draft: GuidelineVersion, officer: User
) -> None:
    """Soon after midnight in Bangkok it is still the day before in UTC."""
    just_after = NOW.replace(hour=0, minute=30)
    actions.publish_guideline(
        guideline=draft, for_all=True, version=draft.version, by=officer, at=just_after
    )
    blocks = source_of("guideline", f"hubs.guidelineversion:{draft.pk}").context["blocks"]
    assert any("๒๐ เมษายน ๒๕๖๙" in getattr(block, "text", "") for block in blocks)


def test_the_word_file_of_a_draft_says_that_it_is_one(
    draft: GuidelineVersion, auditor: User, sign_in: SignIn
) -> None:
    answer = sign_in(auditor).get(reverse("admin:hubs_guidelineversion_word", args=[draft.pk]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_an_lao_reads_online_and_the_first_look_is_written_down(
    published: GuidelineVersion, reporter: User, sign_in: SignIn
) -> None:
    client = sign_in(reporter)
    library = client.get(reverse("hubs:guidelines")).content.decode()
    page = reverse("hubs:guideline", args=[published.pk])
    assert page in library
    assert not GuidelineOpening.objects.exists()
    client.head(page)
    client.get(page, headers={"Sec-Purpose": "prefetch"})
    assert not GuidelineOpening.objects.exists()
    shown = client.get(page).content.decode()
    assert "คณะกรรมการศูนย์" in shown
    client.get(page)
    opening = GuidelineOpening.objects.get()
    assert (opening.opened_by, opening.opened_at) == (reporter, NOW)
    file = published.files.get()
    answer = client.get(reverse("hubs:guideline-file", args=[published.pk, file.pk]))
    assert b"".join(answer) == b"x"


def test_what_is_a_draft_or_for_others_does_not_exist_for_an_lao(
    draft: GuidelineVersion, published: GuidelineVersion, reporter: User, other_reporter: User,
    officer: User, sign_in: SignIn,
) -> None:  # fmt: skip
    second = actions.begin_draft(programme=published.programme, by=officer, at=NOW)
    mine = sign_in(reporter)
    assert mine.get(reverse("hubs:guideline", args=[second.pk])).status_code == 404
    theirs = sign_in(other_reporter)
    assert theirs.get(reverse("hubs:guideline", args=[published.pk])).status_code == 404
    assert str(published.title) not in theirs.get(reverse("hubs:guidelines")).content.decode()
    assert sign_in(officer).get(reverse("hubs:guidelines")).status_code == 403


def test_the_officer_sees_who_lacks_it_and_reminds_them(
    published: GuidelineVersion, officer: User, reporter: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    work = reverse("admin:hubs_hubprogramme_guideline", args=[published.programme_id])
    assert move(published, "remind") in client.get(work).content.decode()
    assert client.post(move(published, "remind")).status_code == 302
    assert Mail.objects.filter(kind="guideline-reminder").count() == 1
    actions.note_opening(guideline=published, by=reporter, at=NOW)
    assert move(published, "remind") not in client.get(work).content.decode()


def test_an_auditor_reads_versions_and_changes_nothing(
    published: GuidelineVersion, officer: User, auditor: User, sign_in: SignIn
) -> None:
    second = actions.begin_draft(programme=published.programme, by=officer, at=NOW)
    client = sign_in(auditor)
    assert client.get(page_of(published)).status_code == 200
    shown = client.get(page_of(second)).content.decode()
    assert "chapter-place" not in shown
    for name in ("save", "publish", "attach", "remind"):
        assert client.post(move(second, name)).status_code == 403
    begin = reverse("admin:hubs_guidelineversion_begin", args=[published.programme_id])
    assert client.post(begin).status_code == 403
    discard = reverse("admin:hubs_guidelineversion_discard", args=[second.pk])
    assert client.post(discard).status_code == 403
    changelist = client.get(reverse("admin:hubs_guidelineversion_changelist"))
    assert second.title in changelist.content.decode()


def test_a_draft_is_thrown_away_and_begun_again(
    draft: GuidelineVersion, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    assert (
        client.post(reverse("admin:hubs_guidelineversion_discard", args=[draft.pk])).status_code
        == 302
    )
    assert not GuidelineVersion.objects.exists()


def test_an_lao_sees_the_committee_that_suits_it_beside_the_guideline(
    lao: Lao, reporter: User, sign_in: SignIn
) -> None:
    template = StructureTemplate.objects.create(key="own", name_th="แบบของ อบต.", fewest_members=2)
    template.types.set([lao.type])
    template.seats.create(position=1, office_th="ประธานกรรมการ", usual_th="นายก อบต.", seats=3)
    template.units.create(position=1, name_th="ฝ่ายอำนวยการ", duties_th="จัดประชุม")
    shown = sign_in(reporter).get(reverse("hubs:guidelines")).content.decode()
    for words in ("แบบของ อบต.", "ประธานกรรมการ", "นายก อบต.", "ฝ่ายอำนวยการ", "จัดประชุม"):
        assert words in shown
