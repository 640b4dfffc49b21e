"""Structure templates (manual 13 (4)): the defaults, and which one a hub starts from."""

import pytest

from hubs.models import StructureTemplate
from hubs.reference import load_reference
from hubs.selectors.structure import seat_count, template_for
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
    own.types.set(["pao"])
    assert key_for("pao") == "own"


def test_without_templates_there_is_no_pattern() -> None:
    load_registry()
    assert template_for(lao_of("sao", "small")) is None
