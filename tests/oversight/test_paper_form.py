"""The hub's file and the director's sheet as they are printed: read aloud, whole, measured."""

import io
import shutil
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from onde_portal.accounts.models import Role
from onde_portal.documents.kinds import known_kinds
from onde_portal.documents.models import StoredDocument
from onde_portal.oversight.reference import load_reference
from onde_portal.oversight.reports.hub_file import HUB_FILE
from onde_portal.oversight.reports.page import OVERVIEW
from tests import world
from tests.documents.test_measures import keeps_the_rules_page, lines_of, sizes_of
from tests.documents.test_pdf_ua import faults
from tests.monitoring import story as rounds
from tests.oversight import story
from tests.paper_queue import content_of, make_waiting, story_undone
from tests.pdf import text_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed"),
]
NAMES = [(kind, language) for kind in (HUB_FILE, OVERVIEW) for language in ("th", "en")]
Papers = dict[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def papers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Papers:
    """Each kind in each language, asked for on its page: a hub with a whole story, and another."""
    with story_undone(django_db_blocker, world.NOW):
        lao = world.make_lao(world.udon_thani(), "หนองบัว", code="6410101")
        officer = world.make_user(Role.OFFICER, "officer@onde.example")
        hub = story.make_hub_story(lao, officer)
        rounds.make_hub(world.make_lao(world.chiang_mai(), "แม่น้ำคำ"), date(2024, 2, 1))
        load_reference()
        browser = Client()
        browser.force_login(world.make_user(Role.DIRECTOR, "director@onde.example"))
        for address in (
            reverse("drill-hub-paper", args=[hub.pk]), reverse("overview-paper", args=[2569]),
        ):  # fmt: skip
            for language in ("th", "en"):
                browser.post(address, {"language": language})
        make_waiting()
        return {
            (document.kind, document.language): content_of(document)
            for document in StoredDocument.objects.filter(kind__in=(HUB_FILE, OVERVIEW))
        }


def squeezed(content: bytes) -> str:
    return "".join(text_of(content).split())


def test_no_other_kind_of_paper_of_oversight_is_left_out(papers: Papers) -> None:
    ours = {key for key, kind in known_kinds().items() if "oversight" in kind.build.__module__}
    assert ours == {HUB_FILE, OVERVIEW}
    assert sorted(papers) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_each_paper_can_be_read_aloud_and_is_a_whole_file(
    name: tuple[str, str], papers: Papers, tmp_path: Path
) -> None:
    assert faults(papers[name], tmp_path / "paper.pdf") == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_hubs_file_tells_its_whole_story_to_whoever_copies_it(
    language: str, papers: Papers
) -> None:
    said = squeezed(papers[HUB_FILE, language])
    told = {
        "th": ("คัดเลือก", "๑/๖๙", "โครงการ๒๕๖๙"),
        "en": ("Selection", "1/69", "Announcedthehub"),
    }[language]
    for words in (
        *told,
        "ศูนย์หนองบัว",
        "นายสมชายญาติดี",  # who came to the workshop
        "นางสาวน้ำผึ้งแก้วคำ",  # whom to ask at the hub
        "เวทีประชาคม",  # its plan
        "ผู้เข้าร่วมน้อย",  # a problem
        "เริ่มจากเรื่องใกล้ตัว",  # a lesson
        "ส่งวิทยากร",  # promised support
        "คำสั่ง.pdf",  # a paper
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("language", "told"),
    [("th", ("อุดรธานี ๑; เชียงใหม่ ๑", "๒๕๖๙ ๒")), ("en", ("Udon Thani 1; Chiang Mai 1", "2569 2"))],
)
def test_the_directors_sheet_says_its_drawings_in_words(
    language: str, told: tuple[str, str], papers: Papers
) -> None:
    with pikepdf.open(io.BytesIO(papers[OVERVIEW, language])) as pdf:
        said = [
            str(item["/Alt"])
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    for words in told:
        assert any(words in alternative for alternative in said), said


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_hubs_file_keeps_the_rules_margins_and_sizes(language: str, papers: Papers) -> None:
    keeps_the_rules_page(papers[HUB_FILE, language])


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_directors_sheet_is_one_page_that_a_printer_can_print_to_its_edges(
    language: str, papers: Papers
) -> None:
    """No letter or memo, to which the rules' margins belong, but a picture of the year that must
    stand on one sheet (product.md): it has room for a punch at the left and for a printer's grip.
    """
    content = papers[OVERVIEW, language]
    assert text_of(content).count("\f") == 1
    lines = lines_of(content)
    assert min(line.left for line in lines) >= 1.6
    assert max(line.right for line in lines) <= 21 - 1.3
    assert min(line.top for line in lines) >= 1
    assert min(sizes_of(content)) >= 7
