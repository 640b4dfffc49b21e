"""The life of a hub: each move, what it needs, and what is never possible."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from hubs import errors
from hubs.actions.life import (
    Verb,
    close_hub,
    correct_announcement,
    establish_hub,
    register_hub,
    resume_hub,
    set_contacts,
    start_operating,
    suspend_hub,
)
from hubs.actions.programmes import open_programme
from hubs.models import Hub, HubDocument, HubState
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.thai.text import thai_key
from onde_portal.workflow.uploads import UploadRefused
from tests.workflow.cases import note
from tests.world import LONG_AGO, NOW, TODAY

TOMORROW = TODAY + timedelta(days=1)


def verbs(hub: Hub) -> list[str]:
    return list(hub.events.order_by("pk").values_list("verb", flat=True))


def test_a_registered_hub_prepares_and_is_found_by_name_lao_and_place(
    lao: Lao, officer: User
) -> None:
    hub = register_hub(lao=lao, name="  ศูนย์น้ำใจหนองบัว ", by=officer, at=NOW)
    assert (hub.state, hub.name, hub.established_on) == (HubState.PREPARING, "ศูนย์น้ำใจหนองบัว", None)
    for word in ("น้ำใจ", "หนองบัว", "อุดรธานี"):
        assert thai_key(word) in hub.search_key
    assert verbs(hub) == [Verb.REGISTERED]


def test_a_hub_without_a_name_takes_that_of_its_lao(preparing: Hub, lao: Lao) -> None:
    assert lao.full_name_th in preparing.name


def test_an_lao_has_one_hub_at_a_time(preparing: Hub, lao: Lao, officer: User) -> None:
    with pytest.raises(errors.LaoHasHub):
        register_hub(lao=lao, by=officer, at=NOW)
    close_hub(hub=preparing, on=TODAY, reason="อปท. ไม่พร้อม", by=officer, at=NOW)
    assert register_hub(lao=lao, by=officer, at=NOW).pk != preparing.pk


def test_an_lao_that_is_dissolved_gets_no_hub(lao: Lao, officer: User) -> None:
    lao.gone_on = TODAY
    with pytest.raises(errors.LaoGone):
        register_hub(lao=lao, by=officer, at=NOW)


def test_establishing_sets_day_fiscal_year_and_number(established: Hub) -> None:
    established.refresh_from_db()
    assert established.state == HubState.ESTABLISHED
    assert (established.established_on, established.established_year) == (TODAY, 2569)
    assert established.announcement_number == "12/2569"
    assert verbs(established) == [Verb.REGISTERED, Verb.ESTABLISHED]


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2025, 9, 30), 2568), (date(2025, 10, 1), 2569), (date(2024, 2, 29), 2567)],
)
def test_the_fiscal_year_begins_in_october(
    on: date, year: int, preparing: Hub, officer: User
) -> None:
    establish_hub(hub=preparing, on=on, by=officer, at=NOW)
    assert preparing.established_year == year


def test_an_announcement_lies_neither_ahead_nor_before_the_law(
    preparing: Hub, officer: User
) -> None:
    with pytest.raises(errors.DateInFuture):
        establish_hub(hub=preparing, on=TOMORROW, by=officer, at=NOW)
    with pytest.raises(errors.DateTooEarly):
        establish_hub(hub=preparing, on=date(1983, 4, 20), by=officer, at=NOW)
    preparing.refresh_from_db()
    assert preparing.state == HubState.PREPARING


def test_an_announcement_does_not_lie_before_its_programmes_year(lao: Lao, officer: User) -> None:
    programme = open_programme(title="โครงการ 2569", year=2569, owner=officer, by=officer, at=NOW)
    hub = register_hub(lao=lao, programme=programme, by=officer, at=NOW)
    with pytest.raises(errors.DateTooEarly):
        establish_hub(hub=hub, on=date(2025, 9, 30), by=officer, at=NOW)
    establish_hub(hub=hub, on=date(2025, 10, 1), by=officer, at=NOW)


def test_the_announcement_is_kept_as_a_paper(preparing: Hub, officer: User) -> None:
    establish_hub(hub=preparing, on=TODAY, announcement=note("ประกาศ.txt"), by=officer, at=NOW)
    paper = preparing.documents.get(removed_at=None)
    assert (paper.name, paper.kind) == ("ประกาศ.txt", HubDocument.Kind.ANNOUNCEMENT)


def test_a_refused_announcement_establishes_nothing(preparing: Hub, officer: User) -> None:
    upload = SimpleUploadedFile("a.exe", b"MZ")
    with pytest.raises(UploadRefused):
        establish_hub(hub=preparing, on=TODAY, announcement=upload, by=officer, at=NOW)
    preparing.refresh_from_db()
    assert preparing.state == HubState.PREPARING
    assert not HubDocument.objects.exists()


def test_a_hub_goes_through_its_life(established: Hub, officer: User) -> None:
    start_operating(hub=established, by=officer, at=NOW)
    suspend_hub(hub=established, reason="น้ำท่วม", by=officer, at=NOW)
    resume_hub(hub=established, by=officer, at=NOW)
    close_hub(hub=established, on=TODAY, reason="ยุบรวม", by=officer, at=NOW)
    assert verbs(established)[2:] == [Verb.OPERATING, Verb.SUSPENDED, Verb.RESUMED, Verb.CLOSED]
    established.refresh_from_db()
    assert (established.state, established.closed_on) == (HubState.CLOSED, TODAY)
    assert established.version == 5


def test_moves_that_a_state_does_not_allow_are_refused(preparing: Hub, officer: User) -> None:
    for move in (start_operating, resume_hub):
        with pytest.raises(errors.WrongState):
            move(hub=preparing, by=officer, at=NOW)
    with pytest.raises(errors.WrongState):
        suspend_hub(hub=preparing, reason="น้ำท่วม", by=officer, at=NOW)
    with pytest.raises(errors.WrongState):
        correct_announcement(
            hub=preparing, on=TODAY, announcement_number="1", reason="ผิด", by=officer, at=NOW
        )
    close_hub(hub=preparing, on=TODAY, reason="ยกเลิก", by=officer, at=NOW)
    with pytest.raises(errors.WrongState):
        establish_hub(hub=preparing, on=TODAY, by=officer, at=NOW)
    with pytest.raises(errors.WrongState):
        close_hub(hub=preparing, on=TODAY, reason="ยกเลิก", by=officer, at=NOW)


def test_a_hub_does_not_close_before_it_was_announced(established: Hub, officer: User) -> None:
    with pytest.raises(errors.ClosedBeforeAnnounced):
        close_hub(hub=established, on=TODAY - timedelta(days=1), reason="ยุบ", by=officer, at=NOW)
    with pytest.raises(errors.DateInFuture):
        close_hub(hub=established, on=TOMORROW, reason="ยุบ", by=officer, at=NOW)


@pytest.mark.parametrize("reason", ["", " \n", "\u200b"])
def test_suspending_closing_and_correcting_need_a_reason(
    reason: str, established: Hub, officer: User
) -> None:
    with pytest.raises(errors.ReasonNeeded):
        suspend_hub(hub=established, reason=reason, by=officer, at=NOW)
    with pytest.raises(errors.ReasonNeeded):
        close_hub(hub=established, on=TODAY, reason=reason, by=officer, at=NOW)
    with pytest.raises(errors.ReasonNeeded):
        correct_announcement(
            hub=established, on=TODAY, announcement_number="", reason=reason, by=officer, at=NOW
        )


def test_a_corrected_announcement_moves_the_year_and_stays_on_record(
    established: Hub, officer: User, head: User
) -> None:
    correct_announcement(
        hub=established,
        on=date(2025, 9, 1),
        announcement_number="9/2568",
        reason="พิมพ์ผิด",
        by=head,
        at=NOW,
    )
    established.refresh_from_db()
    assert (established.established_year, established.announcement_number) == (2568, "9/2568")
    event = established.events.latest("pk")
    assert (event.from_state, event.to_state, event.reason) == (
        "2026-04-20",
        "2025-09-01",
        "พิมพ์ผิด",
    )


def test_an_announcement_is_not_corrected_past_the_closing(established: Hub, officer: User) -> None:
    early = TODAY - timedelta(days=30)
    correct_announcement(
        hub=established, on=early, announcement_number="", reason="ผิด", by=officer, at=NOW
    )
    close_hub(hub=established, on=early, reason="ยุบ", by=officer, at=NOW)
    with pytest.raises(errors.ClosedBeforeAnnounced):
        correct_announcement(
            hub=established, on=TODAY, announcement_number="", reason="ผิด", by=officer, at=NOW
        )


def test_who_saw_an_older_state_is_told_so(established: Hub, officer: User) -> None:
    seen = Hub.objects.get()
    suspend_hub(hub=established, reason="น้ำท่วม", by=officer, at=NOW)
    with pytest.raises(errors.StaleHub):
        start_operating(hub=seen, version=seen.version, by=officer, at=NOW)
    with pytest.raises(errors.StaleHub):
        set_contacts(hub=seen, contacts=[], by=officer, at=NOW)


def test_contact_people_are_replaced_and_the_nameless_left_out(
    established: Hub, officer: User
) -> None:
    first = [{"name": "นายสมชาย ใจดี"}, {"name": "  ", "phone": "1"}]
    set_contacts(hub=established, contacts=first, by=officer, at=NOW)
    set_contacts(
        hub=established,
        contacts=[
            {"name": " มาลี ", "position": "เลขานุการ", "phone": "042", "email": "m@x.example"}
        ],
        version=established.version,
        by=officer,
        at=NOW,
    )
    contact = established.contacts.get()
    assert (contact.name, contact.email) == ("มาลี", "m@x.example")
    assert verbs(established)[-2:] == [Verb.CONTACTS, Verb.CONTACTS]


def test_every_change_is_in_the_history_with_who_and_when(
    established: Hub, officer: User, head: User
) -> None:
    suspend_hub(hub=established, reason="น้ำท่วม", by=head, at=NOW + timedelta(hours=1))
    rows = list(established.history.order_by("history_id"))
    assert [row.state for row in rows] == ["preparing", "established", "suspended"]
    assert [row.history_user for row in rows] == [officer, officer, head]
    assert [row.history_date for row in rows] == [LONG_AGO, NOW, NOW + timedelta(hours=1)]


def test_the_database_itself_keeps_dates_and_states_together(established: Hub) -> None:
    for wrong in (
        {"established_on": None},
        {"closed_on": TODAY},
        {"state": "closed"},
        {"state": "closed", "closed_on": TODAY - timedelta(days=1)},
        {"state": "preparing"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hub.objects.filter(pk=established.pk).update(**wrong)


def test_a_fiscal_year_has_one_programme(officer: User) -> None:
    open_programme(title=" โครงการ 2569 ", year=2569, owner=officer, by=officer, at=NOW)
    with pytest.raises(errors.YearHasProgramme):
        open_programme(title="อีกโครงการ", year=2569, owner=officer, by=officer, at=NOW)
    assert open_programme(title="ปีหน้า", year=2570, owner=officer, by=officer, at=NOW).pk


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    named = [one for one in errors.HubError.__subclasses__() if one.__module__ == errors.__name__]
    said = {str(error()) for error in named}
    assert len(said) == len(named)
