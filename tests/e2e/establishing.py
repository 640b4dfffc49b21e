"""LAOs on their way to a hub: all parts filled in on the page, answered by the Office."""

from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Page

from hubs.models import Candidate, Establishment
from tests.e2e.acting import press, today
from tests.e2e.conftest import Visitor


def fill_path(visitor: Visitor, path: Establishment, folder: Path) -> None:
    """All five parts, as an LAO or for it, then sent to the Office."""
    page, base = visitor.page, reverse("hubs:establishment", args=[path.pk])
    file = folder / "paper.txt"
    file.write_text("ประกาศจัดตั้งศูนย์ส่งเสริมการมีส่วนร่วมของประชาชน", encoding="utf-8")
    for part in ("announcement", "order"):
        visitor.goes(f"{base}{part}/")
        page.fill("#number", "๑/๒๕๗๐")
        page.fill("#on", today())
        page.set_input_files("#file", file)
        press(page, "save/")
    visitor.goes(f"{base}committee/")
    page.fill("#name-0", "นายประเสริฐ ใจดี")
    page.fill("#office-0", "ประธานกรรมการ")
    press(page, "save/")
    visitor.goes(f"{base}plan/")
    page.fill("#activity-0", "เวทีรับฟังความคิดเห็น")
    page.fill("#budget-0", "๕๐,๐๐๐")
    page.set_input_files("#file", file)
    press(page, "save/")
    visitor.goes(f"{base}channels/")
    page.fill("#detail-0", "0 2123 4567")
    press(page, "save/")
    press(page, "/send/")
    path.refresh_from_db()
    assert path.state == "sent", page.inner_text("main")


def establish(
    page: Page, officer: Visitor, head: Visitor, phones: list[Visitor],
    candidates: list[Candidate], folder: Path,
) -> None:  # fmt: skip
    """Two LAOs by phone, one of them returned once; eight by the officer, confirmed by the head."""
    paths = []
    for place, candidate in enumerate(candidates):
        if place < len(phones):
            phones[place].goes("/lao/")
            press(phones[place].page, f"/lao/begin/{candidate.pk}/")
            phones[place].finds_the_page_accessible()
        else:
            officer.goes(
                reverse("admin:hubs_hubprogramme_establishment", args=[candidate.programme_id])
            )
            press(page, f"/lao/begin/{candidate.pk}/")
        path = Establishment.objects.get(candidate=candidate)
        fill_path(phones[place] if place < len(phones) else officer, path, folder)
        paths.append(path)
    answer_page = reverse("admin:hubs_establishment_page", args=[paths[0].pk])
    officer.goes(answer_page)
    page.fill("#remark-committee", "ขอให้เพิ่มผู้แทนภาคประชาชน")
    with page.expect_navigation():
        page.click("button[formaction$='/return/']")
    phones[0].goes("/lao/")
    assert "ขอให้เพิ่มผู้แทนภาคประชาชน" in phones[0].page.inner_text("main")
    fill_path(phones[0], paths[0], folder)
    for place, path in enumerate(paths):
        boss = officer if place < len(phones) else head
        boss.goes(reverse("admin:hubs_establishment_page", args=[path.pk]))
        press(boss.page, "/confirm/")
