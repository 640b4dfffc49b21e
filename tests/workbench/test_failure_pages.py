"""What people see when the portal itself fails."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from onde_portal.workbench.views import server_error


def answer_to(error: Exception) -> tuple[int, str, str]:
    try:
        raise error
    except type(error):
        page = server_error(RequestFactory().get("/lao/"))
    return page.status_code, page.headers.get("Retry-After", ""), page.content.decode()


def test_a_database_that_does_not_answer_is_a_503_that_says_when_to_try_again() -> None:
    status, retry, page = answer_to(OperationalError("server closed the connection"))
    assert (status, retry) == (503, "10")
    assert "ฐานข้อมูลไม่ตอบชั่วคราว" in page
    assert "go back and send it again" in page


@pytest.mark.parametrize("error", [ValueError("x"), KeyError("x")])
def test_any_other_failure_is_a_500_that_says_that_nothing_saved_is_lost(error: Exception) -> None:
    status, retry, page = answer_to(error)
    assert (status, retry) == (500, "")
    assert "ข้อมูลที่บันทึกแล้วยังอยู่ครบ" in page
