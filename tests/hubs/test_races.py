"""Two people change a hub, or register one, at the same moment."""

import pytest

from hubs.actions.life import Verb, close_hub, establish_hub, register_hub, set_contacts
from hubs.actions.programmes import open_programme
from hubs.errors import HubError
from hubs.models import Hub, HubProgramme
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.races import at_once
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_lao_registered_twice_at_once_has_one_hub(lao: Lao, officer: User, head: User) -> None:
    ends = at_once(
        HubError, *(lambda by=by: register_hub(lao=lao, by=by, at=NOW) for by in (officer, head))
    )
    assert ends == ["LaoHasHub", "done"]
    assert Hub.objects.get().events.count() == 1


def test_a_hub_established_by_two_at_once_is_established_once(
    preparing: Hub, officer: User, head: User
) -> None:
    pages = [Hub.objects.get(), Hub.objects.get()]
    ends = at_once(
        HubError,
        *(lambda page=page: establish_hub(hub=page, on=TODAY, by=head, at=NOW) for page in pages),
    )
    assert ends == ["StaleHub", "done"]
    assert preparing.events.filter(verb=Verb.ESTABLISHED).count() == 1
    assert preparing.history.count() == 2


def test_a_hub_is_not_closed_and_established_at_once(preparing: Hub, officer: User) -> None:
    pages = [Hub.objects.get(), Hub.objects.get()]
    ends = at_once(
        HubError,
        lambda: establish_hub(hub=pages[0], on=TODAY, by=officer, at=NOW),
        lambda: close_hub(hub=pages[1], on=TODAY, reason="เลิก", by=officer, at=NOW),
    )
    assert ends == ["StaleHub", "done"]
    assert preparing.events.count() == 2


def test_contact_people_set_by_two_at_once_are_not_doubled(
    preparing: Hub, officer: User, head: User
) -> None:
    pages = [Hub.objects.get(), Hub.objects.get()]
    ends = at_once(
        HubError,
        *(
            lambda page=page: set_contacts(hub=page, contacts=[{"name": "มาลี"}], by=head, at=NOW)
            for page in pages
        ),
    )
    assert ends == ["StaleHub", "done"]
    assert preparing.contacts.count() == 1


def test_a_year_opened_twice_at_once_has_one_programme(officer: User, head: User) -> None:
    ends = at_once(
        HubError,
        *(
            lambda by=by: open_programme(title="ปี 2569", year=2569, owner=by, by=by, at=NOW)
            for by in (officer, head)
        ),
    )
    assert ends == ["YearHasProgramme", "done"]
    assert HubProgramme.objects.get().steps.count() == 6
