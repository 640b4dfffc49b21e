"""The first page of an LAO's people."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.models import FollowUp
from onde_portal.accounts.models import User
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SignIn = Callable[[User], Client]
HOME = "/lao/"


def test_what_is_owed_stands_on_the_home_page_one_click_from_doing_it(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    page = sign_in(reporter).get(HOME).content.decode()

    assert reverse("monitoring:report", args=[follow_up.pk]) in page
    assert str(follow_up.round) in page
    assert "30 เมษายน 2569" in page


def test_a_late_report_says_by_how_many_days(
    sign_in: SignIn, reporter: User, follow_up: FollowUp
) -> None:
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=world.TODAY.replace(day=17))

    duties = sign_in(reporter).get(HOME).context["duties"]

    mine = next(duty for duty in duties if duty.follow_up.pk == follow_up.pk)
    assert (mine.standing.tone, "3" in mine.standing.label) == ("bad", True)


def test_the_home_page_names_the_lao_with_its_place(sign_in: SignIn, reporter: User) -> None:
    page = sign_in(reporter).get(HOME).content.decode()

    assert "องค์การบริหารส่วนตำบลหนองบัว" in page
    assert "จ.อุดรธานี" in page


def test_reports_of_another_lao_do_not_appear(
    sign_in: SignIn, other_reporter: User, follow_up: FollowUp
) -> None:
    response = sign_in(other_reporter).get(HOME)

    assert list(response.context["duties"]) == []
    assert reverse("monitoring:report", args=[follow_up.pk]) not in response.content.decode()


def test_the_office_has_no_business_on_an_laos_home_page(sign_in: SignIn, officer: User) -> None:
    assert sign_in(officer).get(HOME).status_code == 403
