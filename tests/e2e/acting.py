"""What people do on every page: send forms, choose while typing, bring tables."""

from pathlib import Path

import openpyxl
from django.utils import timezone
from playwright.sync_api import Page

from onde_portal.thai.dates import format_date


def press(page: Page, ending: str) -> None:
    """Send the form whose address ends so, and wait for the page that follows."""
    with page.expect_navigation():
        page.locator(f"form[action$='{ending}'] button").first.click()


def save(page: Page) -> None:
    """Send one of the admin's forms; nothing may be refused."""
    with page.expect_navigation():
        page.click("input[name=_save]")
    assert page.locator(".errornote, .message.error").count() == 0, page.inner_text("main")


def pick(page: Page, field: str, words: str) -> None:
    """Choose in a field that searches as one types."""
    page.click(f".field-{field} .select2-selection")
    page.keyboard.type(words)
    page.wait_for_selector(".select2-results__option--highlighted:not(.loading-results)")
    page.keyboard.press("Enter")


def table(header: list[str], rows: list[list[object]], path: Path) -> Path:
    """A spreadsheet as people send it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(row)
    book.save(path)
    return path


def today() -> str:
    """Today as people write it, in the Buddhist era."""
    return format_date(timezone.localdate(), "numeric")
