"""Structure templates (manual 13 (4)): the defaults, and which one a hub starts from."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from hubs.models import StructureTemplate
from hubs.reference import load_reference
from hubs.selectors.structure import seat_count, template_for
from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao, LaoSize, LaoType
from onde_portal.registry.reference import load_reference as load_registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def defaults() -> None:
    load_registry()
    load_reference()


def lao_of(kind: str, size: str = "") -> Lao:
    return Lao(type=LaoType.objects.get(pk=kind), size=size)


def key_for(kind: str, size: str = "") -> str:
    template = template_for(lao_of(kind, size))
    return template.key if template else ""


@pytest.mark.usefixtures("defaults")
@pytest.mark.parametrize(
    ("kind", "size", "key"),
    [
        ("pao", "", "pao"),
        ("city_municipality", "large", "city"),
        ("town_municipality", "medium", "town"),
        ("subdistrict_municipality", "small", "subdistrict-municipality-small"),
        ("subdistrict_municipality", "medium", "subdistrict-municipality"),
        ("subdistrict_municipality", "large", "subdistrict-municipality-large"),
        ("sao", "small", "sao-small"),
        ("sao", "", "sao"),
        ("sao", "large", "sao-large"),
        ("bma", "", "special"),
        ("pattaya", "", "special"),
    ],
)
def test_a_hub_starts_from_the_pattern_of_its_type_and_size(kind: str, size: str, key: str) -> None:
    assert key_for(kind, size) == key


@pytest.mark.usefixtures("defaults")
def test_every_lao_has_a_pattern_with_the_seats_that_the_office_asks_for() -> None:
    for kind in LaoType.objects.all():
        for size in ("", *LaoSize.values):
            template = template_for(lao_of(kind.pk, size))
            assert template is not None
            assert seat_count(template) >= template.fewest_members == 11
            assert template.units.count() >= 2


@pytest.mark.usefixtures("defaults")
def test_defaults_come_once_and_never_over_what_was_edited() -> None:
    StructureTemplate.objects.filter(key="pao").update(name_th="ของเราเอง")
    assert load_reference() == 0
    assert StructureTemplate.objects.get(key="pao").name_th == "ของเราเอง"


@pytest.mark.usefixtures("defaults")
def test_a_template_no_longer_used_gives_way_to_the_general_one() -> None:
    StructureTemplate.objects.filter(key="pao").update(retired=True)
    assert key_for("pao") == "general"


@pytest.mark.usefixtures("defaults")
def test_of_templates_that_say_as_much_the_first_in_order_wins() -> None:
    own = StructureTemplate.objects.create(key="own", name_th="ของเรา", position=1)
    own.types.set([LaoType.objects.get(pk="pao")])
    assert key_for("pao") == "own"


def test_without_templates_there_is_no_pattern() -> None:
    load_registry()
    assert template_for(lao_of("sao", "small")) is None


def post_of(template: StructureTemplate, **changes: object) -> dict[str, object]:
    seats, units = list(template.seats.all()), list(template.units.all())
    posted: dict[str, object] = {
        "name_th": template.name_th, "name_en": "", "types": ["pao"], "fewest_members": "๑๑",
        "position": 10, "seats-TOTAL_FORMS": len(seats), "seats-INITIAL_FORMS": len(seats),
        "units-TOTAL_FORMS": len(units), "units-INITIAL_FORMS": len(units),
    }  # fmt: skip
    for number, seat in enumerate(seats):
        posted |= {
            f"seats-{number}-id": seat.pk, f"seats-{number}-position": number + 1,
            f"seats-{number}-office_th": seat.office_th, f"seats-{number}-sector": seat.sector,
            f"seats-{number}-usual_th": seat.usual_th, f"seats-{number}-seats": seat.seats,
        }  # fmt: skip
    for number, unit in enumerate(units):
        posted |= {
            f"units-{number}-id": unit.pk, f"units-{number}-position": number + 1,
            f"units-{number}-name_th": unit.name_th, f"units-{number}-duties_th": unit.duties_th,
        }  # fmt: skip
    return posted | changes


@pytest.mark.usefixtures("defaults")
def test_who_runs_programmes_edits_seats_and_is_warned_of_too_few(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(officer)
    template = StructureTemplate.objects.get(key="pao")
    page = reverse("admin:hubs_structuretemplate_change", args=[template.pk])
    assert client.get(page).status_code == 200
    answer = client.post(page, post_of(template, **{"seats-3-seats": "๒"}), follow=True)
    assert answer.status_code == 200
    assert seat_count(StructureTemplate.objects.get(pk=template.pk)) == 17
    assert not [message for message in answer.context["messages"] if message.level_tag == "warning"]
    answer = client.post(page, post_of(template, fewest_members="18"), follow=True)
    assert [message for message in answer.context["messages"] if message.level_tag == "warning"]


@pytest.mark.usefixtures("defaults")
def test_a_template_of_ones_own_for_small_laos_is_added(
    head: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(head)
    posted = {
        "name_th": "อบต. บนเกาะ", "types": ["sao"], "sizes": ["small"], "fewest_members": 1,
        "position": 5, "seats-TOTAL_FORMS": 1, "seats-INITIAL_FORMS": 0, "seats-0-position": 1,
        "seats-0-office_th": "ประธานกรรมการ", "seats-0-sector": "state", "seats-0-seats": 1,
        "units-TOTAL_FORMS": 0, "units-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert client.post(reverse("admin:hubs_structuretemplate_add"), posted).status_code == 302
    found = template_for(lao_of("sao", "small"))
    assert found is not None
    assert found.name_th == "อบต. บนเกาะ"


@pytest.mark.usefixtures("defaults")
def test_an_auditor_reads_templates_and_edits_none(
    auditor: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(auditor)
    template = StructureTemplate.objects.get(key="sao")
    page = reverse("admin:hubs_structuretemplate_change", args=[template.pk])
    assert client.get(reverse("admin:hubs_structuretemplate_changelist")).status_code == 200
    assert client.get(page).status_code == 200
    assert client.post(page, post_of(template)).status_code == 403
