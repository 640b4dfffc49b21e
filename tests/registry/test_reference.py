from collections import Counter

import pytest

from onde_portal.registry.models import Lao, LaoCode, LaoType, Province, Region
from onde_portal.registry.reference import load_reference
from onde_portal.thai.text import thai_key

pytestmark = pytest.mark.django_db


def test_the_reference_has_all_provinces_types_and_the_laos_everybody_knows() -> None:
    load_reference()
    assert Province.objects.count() == 77
    assert set(Province.objects.values_list("region", flat=True)) == set(Region.values)
    assert LaoType.objects.count() == 7
    kinds = Counter(Lao.objects.values_list("type_id", flat=True))
    assert kinds == {"pao": 76, "city_municipality": 30, "bma": 1, "pattaya": 1}


def test_every_reference_lao_has_one_current_code_one_history_row_and_its_keys() -> None:
    load_reference()
    assert LaoCode.objects.filter(valid_until=None).count() == Lao.objects.count()
    assert Lao.history.count() == Lao.objects.count()
    for lao in Lao.objects.with_place():
        assert thai_key(lao.full_name_th) in lao.search_key
        assert thai_key(lao.province.name_th) in lao.search_key
        assert lao.sort_key


def test_codes_agree_with_type_and_province() -> None:
    load_reference()
    for lao in Lao.objects.exclude(code=None).with_place():
        assert lao.code is not None
        assert lao.code[0] == lao.type.code_digit
        assert lao.code[1:3] == lao.province_id


def test_loading_twice_adds_nothing() -> None:
    load_reference()
    counts = (Lao.objects.count(), LaoCode.objects.count(), Lao.history.count())
    load_reference()
    assert (Lao.objects.count(), LaoCode.objects.count(), Lao.history.count()) == counts


def test_loading_again_keeps_what_was_edited() -> None:
    load_reference()
    Province.objects.filter(code="41").update(name_en="Udorn")
    Lao.objects.filter(code="2410101").update(name_en="Udorn")
    load_reference()
    assert Province.objects.get(code="41").name_en == "Udorn"
    assert Lao.objects.get(code="2410101").name_en == "Udorn"


def test_a_lao_that_has_another_code_by_now_is_not_added_again_under_its_old_one() -> None:
    load_reference()
    lao = Lao.objects.get(code="2410101")
    lao.code = "2410102"
    lao.save()
    load_reference()
    assert Lao.objects.filter(type="pao", province="41").count() == 1
