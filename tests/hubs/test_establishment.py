"""An LAO's path to its hub: part by part, sent, returned or confirmed, and then it counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hubs.actions import establishment as actions, path_parts
from hubs.actions.establishment import (
    begin_establishment,
    confirm_establishment,
    missing_parts,
    return_establishment,
    seats_short,
    send_establishment,
)
from hubs.actions.life import register_hub
from hubs.actions.path_parts import (
    ChannelFacts,
    MemberFacts,
    PlanFacts,
    UnitFacts,
    attach_paper,
    change_committee,
    save_channels,
    save_committee,
    save_paper,
    save_plan,
)
from hubs.actions.selection import add_candidate
from hubs.content import met_by_content
from hubs.errors import DateInFuture, DateTooEarly, HubError, StaleRecord
from hubs.models import Candidate, Establishment, Hub, HubProgramme, HubState
from hubs.parts import Part
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from tests.hubs.chain import approved, chosen, open_one
from tests.races import at_once
from tests.world import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(officer: User) -> HubProgramme:
    return open_one(officer)


@pytest.fixture
def candidate(programme: HubProgramme, lao: Lao, officer: User, director: User) -> Candidate:
    [one] = chosen(programme, lao, by=officer)
    approved(programme, by=officer, director=director)
    one.refresh_from_db()
    return one


@pytest.fixture
def path(candidate: Candidate, reporter: User) -> Establishment:
    begun: Establishment = begin_establishment(candidate=candidate, by=reporter, at=NOW)
    return begun


def paper(name: str = "ประกาศ.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "ประกาศจัดตั้งศูนย์".encode())


def fill(path: Establishment, by: User) -> None:
    """Every part, as short as it can be."""
    for part in (Part.ANNOUNCEMENT, Part.ORDER):
        save_paper(establishment=path, part=part, number="1/2569", on=TODAY, by=by, at=NOW)
        attach_paper(establishment=path, part=part, upload=paper(), by=by, at=NOW)
    save_committee(establishment=path, members=[MemberFacts("มาลี", "ประธานกรรมการ")], by=by, at=NOW)
    save_plan(establishment=path, year=2569, items=[PlanFacts("ประชุม")], by=by, at=NOW)
    attach_paper(establishment=path, part=Part.PLAN, upload=paper(), by=by, at=NOW)
    save_channels(
        establishment=path, channels=[ChannelFacts("phone", "0 4212 3456")], by=by, at=NOW
    )


@pytest.fixture
def sent(path: Establishment, reporter: User) -> Establishment:
    fill(path, reporter)
    send_establishment(establishment=path, by=reporter, at=NOW)
    return path


def test_a_confirmed_path_establishes_the_hub_from_its_announcement(
    programme: HubProgramme, sent: Establishment, officer: User
) -> None:
    confirm_establishment(establishment=sent, by=officer, at=NOW)
    hub = Hub.objects.get()
    assert (hub.state, hub.established_on, hub.programme) == (
        HubState.ESTABLISHED, TODAY, programme,
    )  # fmt: skip
    assert hub.committee.get().since == TODAY
    assert "established" in met_by_content(programme, 5)


def test_an_lao_begins_only_when_approved_and_only_once(
    programme: HubProgramme, candidate: Candidate, path: Establishment, other_lao: Lao,
    officer: User, reporter: User,
) -> None:  # fmt: skip
    assert begin_establishment(candidate=candidate, by=officer, at=NOW) == path
    proposed = add_candidate(programme=programme, lao=other_lao, by=officer, at=NOW)
    with pytest.raises(actions.NotApproved):
        begin_establishment(candidate=proposed, by=officer, at=NOW)


def test_a_hub_that_was_registered_before_goes_on_in_the_programme(
    programme: HubProgramme, lao: Lao, officer: User, director: User
) -> None:
    [one] = chosen(programme, lao, by=officer)
    approved(programme, by=officer, director=director)
    one.refresh_from_db()
    hub = register_hub(lao=lao, by=officer, at=NOW)
    assert begin_establishment(candidate=one, by=officer, at=NOW).hub == hub
    hub.refresh_from_db()
    assert hub.programme == programme


def test_what_is_missing_is_listed_and_nothing_is_sent(path: Establishment, reporter: User) -> None:
    assert missing_parts(path) == list(Part)
    save_paper(
        establishment=path, part=Part.ANNOUNCEMENT, number="1", on=TODAY, by=reporter, at=NOW
    )
    assert Part.ANNOUNCEMENT in missing_parts(path)
    with pytest.raises(actions.PartsMissing) as refusal:
        send_establishment(establishment=path, by=reporter, at=NOW)
    assert len(refusal.value.missing) == 5


@pytest.mark.parametrize(
    ("number", "days", "refusal"),
    [("", 0, path_parts.NumberNeeded), ("1", 1, DateInFuture), ("1", -900, DateTooEarly)],
)
def test_papers_need_a_number_and_a_day_that_can_be_right(
    path: Establishment, reporter: User, number: str, days: int, refusal: type[HubError]
) -> None:
    on = TODAY + timedelta(days=days)
    with pytest.raises(refusal):
        save_paper(establishment=path, part=Part.ORDER, number=number, on=on, by=reporter, at=NOW)


def test_lines_without_their_first_fields_are_refused_whole(
    path: Establishment, reporter: User
) -> None:
    for members in ([MemberFacts("มาลี", "")], [MemberFacts("มาลี", "กรรมการ", sector="x")]):
        with pytest.raises(path_parts.RowUnfinished):
            save_committee(establishment=path, members=members, by=reporter, at=NOW)
        path.refresh_from_db()
    assert (path.version, path.hub.committee.count()) == (0, 0)


def test_too_few_seats_are_said_and_not_refused(sent: Establishment, officer: User) -> None:
    assert seats_short(sent) == 0 if sent.template is None else seats_short(sent) > 0
    confirm_establishment(establishment=sent, by=officer, at=NOW)


def test_a_returned_path_carries_remarks_by_part_and_is_sent_again(
    sent: Establishment, officer: User, reporter: User
) -> None:
    with pytest.raises(actions.RemarksNeeded):
        return_establishment(establishment=sent, remarks={"plan": " "}, by=officer, at=NOW)
    return_establishment(
        establishment=sent, remarks={"plan": "เพิ่มงบประมาณ", "no": "x"}, by=officer, at=NOW
    )
    assert sent.remarks == {"plan": "เพิ่มงบประมาณ"}
    save_plan(establishment=sent, year=2569, items=[PlanFacts("เวที")], by=reporter, at=NOW)
    send_establishment(establishment=sent, by=reporter, at=NOW)
    confirm_establishment(establishment=sent, by=officer, at=NOW)
    assert sent.remarks == {}


def test_what_is_with_the_office_is_not_changed_and_not_confirmed_by_its_sender(
    path: Establishment, officer: User, reporter: User
) -> None:
    fill(path, officer)
    send_establishment(establishment=path, by=officer, at=NOW)
    with pytest.raises(path_parts.NotWorkable):
        save_channels(establishment=path, channels=[], by=reporter, at=NOW)
    with pytest.raises(actions.OwnWork):
        confirm_establishment(establishment=path, by=officer, at=NOW)
    with pytest.raises(actions.NothingWaits):
        confirm_establishment(establishment=path, by=reporter, at=NOW)


def test_two_people_at_one_part_do_not_overwrite_each_other(
    path: Establishment, reporter: User
) -> None:
    seen = path.version
    save_channels(
        establishment=path, channels=[ChannelFacts("phone", "1")], version=seen, by=reporter, at=NOW
    )
    with pytest.raises(StaleRecord):
        save_plan(
            establishment=path, year=2569, items=[PlanFacts("ก")], version=seen, by=reporter, at=NOW
        )


def test_a_committee_that_changes_later_keeps_who_left(sent: Establishment, officer: User) -> None:
    confirm_establishment(establishment=sent, by=officer, at=NOW)
    hub = Hub.objects.get()
    mali = hub.committee.get()
    change_committee(
        hub=hub,
        members=[
            MemberFacts("มาลี", "ประธานกรรมการ", pk=mali.pk), MemberFacts("ชัย", "กรรมการ"),
        ],
        on=TODAY, by=officer, at=NOW,
    )  # fmt: skip
    change_committee(
        hub=hub, members=[MemberFacts("ชัย", "กรรมการ", pk=hub.committee.get(name="ชัย").pk)],
        on=TODAY, by=officer, at=NOW,
    )  # fmt: skip
    mali.refresh_from_db()
    assert mali.until == TODAY
    assert [one.name for one in hub.committee.filter(until=None)] == ["ชัย"]


def test_units_of_a_hub_keep_their_days_when_they_change(
    path: Establishment, reporter: User, officer: User
) -> None:
    fill(path, reporter)
    members = [MemberFacts("มาลี", "ประธานกรรมการ")]
    save_committee(
        establishment=path, members=members, units=[UnitFacts("ฝ่ายอำนวยการ", "จัดประชุม")],
        by=reporter, at=NOW,
    )  # fmt: skip
    send_establishment(establishment=path, by=reporter, at=NOW)
    confirm_establishment(establishment=path, by=officer, at=NOW)
    hub = Hub.objects.get()
    change_committee(
        hub=hub, members=members, on=TODAY, by=officer, at=NOW,
        units=[UnitFacts("ฝ่ายอำนวยการ", "จัดประชุมและเอกสาร"), UnitFacts("ฝ่ายวิชาการ")],
    )  # fmt: skip
    kept, new = hub.units.order_by("position")
    assert (kept.duties, kept.since, kept.until) == ("จัดประชุมและเอกสาร", TODAY, None)
    assert (new.name, new.since) == ("ฝ่ายวิชาการ", TODAY)
    change_committee(
        hub=hub, members=members, units=[UnitFacts("ฝ่ายวิชาการ")], on=TODAY, by=officer, at=NOW
    )
    kept.refresh_from_db()
    assert kept.until == TODAY


@pytest.mark.parametrize(
    "units", [[UnitFacts("", "ไม่มีชื่อ")], [UnitFacts("ฝ่ายวิชาการ"), UnitFacts("ฝ่ายวิชาการ ")]]
)
def test_units_without_a_name_of_their_own_are_refused(
    path: Establishment, reporter: User, units: list[UnitFacts]
) -> None:
    members = [MemberFacts("มาลี", "ประธานกรรมการ")]
    with pytest.raises((path_parts.RowUnfinished, path_parts.UnitTwice)):
        save_committee(establishment=path, members=members, units=units, by=reporter, at=NOW)
    assert not path.hub.committee.exists()


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_at_once_the_hub_is_established_once(
    sent: Establishment, officer: User, head: User
) -> None:
    pages = [Establishment.objects.get(), Establishment.objects.get()]
    ends = at_once(
        HubError,
        *(
            lambda page=page, by=by: confirm_establishment(establishment=page, by=by, at=NOW)
            for page, by in zip(pages, (officer, head), strict=True)
        ),
    )
    assert ends == ["StaleRecord", "done"]
    assert Hub.objects.get().events.filter(verb="established").count() == 1


def test_a_part_that_was_refused_can_be_sent_again_from_where_it_stands(
    path: Establishment, reporter: User, sign_in: Callable[[User], Client]
) -> None:
    save = reverse("hubs:establishment-committee-save", args=[path.pk])
    refused = sign_in(reporter).post(
        save,
        {
            "member": "0", "office": "", "name": "มาลี", "represents": "", "sector": "civil",
            "outside": "0", "version": "0",
        },
    )  # fmt: skip
    assert refused.status_code == 409
    page = refused.content.decode()
    assert f'action="{save}"' in page
    assert "มาลี" in page
