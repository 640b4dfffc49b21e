"""The staff's site: who gets in, and that no page brings script or style of its own."""

import re
from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from monitoring.models import FollowUp
from onde_portal.accounts.models import Role, User
from onde_portal.accounts.permissions import Action, may
from onde_portal.ui.admin import PortalModelAdmin
from tests.workflow.cases import open_project

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
INLINE = re.compile(
    rb"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*application/json)"
)
OWN = {
    f"{model._meta.app_label}.{model._meta.object_name}": model_admin
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, PortalModelAdmin)
}


def list_url(name: str) -> str:
    return reverse(f"admin:{name.lower().replace('.', '_')}_changelist")


@pytest.fixture
def everybody(
    officer: User, head: User, director: User, auditor: User, administrator: User
) -> list[User]:
    return [officer, head, director, auditor, administrator]


def test_visitors_are_led_to_the_portal_s_own_door() -> None:
    answer = Client().get("/staff/hubs/hub/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert "next=/staff/hubs/hub/" in answer.headers["Location"]


def test_lao_people_and_disabled_people_do_not_get_in(
    sign_in: SignIn, reporter: User, officer: User
) -> None:
    assert sign_in(reporter).get("/staff/").status_code == 302
    client = sign_in(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize("name", OWN)
def test_every_list_opens_for_the_office_and_says_how_long_it_is(
    sign_in: SignIn, everybody: list[User], sent: FollowUp, name: str
) -> None:
    for person in everybody:
        page = sign_in(person).get(list_url(name))
        if not may(person, OWN[name].view_action):
            assert page.status_code == 403, person.role
            continue
        assert page.status_code == 200, person.role
        assert b"list-count" in page.content


@pytest.mark.parametrize("name", OWN)
def test_nobody_deletes_and_only_the_named_roles_add(
    sign_in: SignIn, everybody: list[User], name: str
) -> None:
    model_admin = OWN[name]
    url = list_url(name) + "add/"
    for person in everybody:
        allowed = model_admin.add_action is not None and may(person, model_admin.add_action)
        assert sign_in(person).get(url).status_code == (200 if allowed else 403), person.role
        row = list_url(name) + "1/delete/"
        assert sign_in(person).post(row, {"post": "yes"}).status_code in {302, 403}


@pytest.mark.parametrize("name", OWN)
def test_no_page_of_the_site_has_script_or_style_within(
    sign_in: SignIn, head: User, administrator: User, sent: FollowUp, name: str
) -> None:
    browsers = map(sign_in, (head, administrator))
    client = next(one for one in browsers if one.get(list_url(name)).status_code == 200)
    open_project(head)
    row = OWN[name].model._default_manager.first()
    pages = [list_url(name), list_url(name) + "?q=zzz"]
    if OWN[name].has_add_permission(client.get("/staff/").wsgi_request):
        pages.append(list_url(name) + "add/")
    if row is not None:
        pages += [f"{list_url(name)}{row.pk}/change/", f"{list_url(name)}{row.pk}/history/"]
    for page in pages:
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
        found = INLINE.search(answer.content)
        assert found is None, (page, found)


def test_history_pages_speak_of_dates_in_the_buddhist_era(
    sign_in: SignIn, head: User, sent: FollowUp
) -> None:
    client = sign_in(head)
    round_url = reverse("admin:monitoring_round_change", args=[sent.round_id])
    changed = client.post(round_url, {"opens_on": "1/3/2569", "due_on": "๑๕ พ.ค. ๒๕๖๙"})
    assert changed.status_code == 302
    page = client.get(reverse("admin:monitoring_round_history", args=[sent.round_id]))
    assert "15 พ.ค. 69" in page.content.decode()


def test_those_who_only_read_see_dates_in_the_buddhist_era(
    sign_in: SignIn, auditor: User, sent: FollowUp
) -> None:
    page = sign_in(auditor).get(reverse("admin:monitoring_round_change", args=[sent.round_id]))
    assert "30 เม.ย. 69" in page.content.decode()
    assert "2026" not in page.content.decode().split("<footer")[0].split('id="content"')[-1]


def test_the_menu_leaves_out_what_a_role_may_not_read(sign_in: SignIn, officer: User) -> None:
    assert not may(officer, Action.READ_MAIL)
    assert (
        reverse("admin:accounts_mail_changelist")
        not in sign_in(officer).get("/staff/").content.decode()
    )
    assert officer.role == Role.OFFICER


@pytest.mark.parametrize(
    "name", ["hubs_hub", "networks_networkproject", "networks_meeting", "networks_resolution"]
)
def test_a_record_s_address_without_a_number_is_not_found(
    name: str, officer: User, sign_in: SignIn
) -> None:
    address = reverse(f"admin:{name}_change", args=["styles.css"])
    assert sign_in(officer).get(address).status_code == 404
