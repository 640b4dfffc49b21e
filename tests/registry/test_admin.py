from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from onde_portal.accounts.models import User
from onde_portal.registry.models import Lao
from onde_portal.registry.reference import load_reference
from tests.registry.rows import load, row

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    load_reference()
    load(row(), row(dla_code="6500101", province_code="50", district_code="5001"))


@pytest.mark.parametrize("words", ["นาข่า อุดร", "อบต.นาข่า อุดร", "6410105", "na kha udon"])
def test_an_lao_is_found_by_words_of_its_name_and_place_or_its_code(
    words: str, officer: User, sign_in: SignIn
) -> None:
    page = sign_in(officer).get(reverse("admin:registry_lao_changelist"), {"q": words})
    assert [lao.code for lao in page.context["cl"].result_list] == ["6410105"]


def test_a_spelling_that_looks_the_same_finds_the_same(officer: User, sign_in: SignIn) -> None:
    load(row(dla_code="6410106", name_th="บ้านน้ำใส"))
    page = sign_in(officer).get(
        reverse("admin:registry_lao_changelist"), {"q": "น\u0e4d\u0e49\u0e32ใส"}
    )
    assert [lao.code for lao in page.context["cl"].result_list] == ["6410106"]


def test_suggestions_show_each_namesake_with_its_place(officer: User, sign_in: SignIn) -> None:
    answer = sign_in(officer).get(
        reverse("admin:autocomplete"),
        {"term": "นาข่า", "app_label": "hubs", "model_name": "hub", "field_name": "lao"},
    )
    texts = {entry["text"] for entry in answer.json()["results"]}
    assert len(texts) == 2
    assert "องค์การบริหารส่วนตำบลนาข่า · อ.เมืองอุดรธานี จ.อุดรธานี" in texts


@pytest.mark.parametrize(
    "filters", ["type=sao", "province=41", "size=medium", "province__region=south"]
)
def test_the_list_is_filtered(filters: str, officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    page = client.get(f"{reverse('admin:registry_lao_changelist')}?{filters}")
    assert page.status_code == 200
    key, _equals, value = filters.partition("=")
    expected = Lao.objects.filter(**{key: value}).count()
    assert page.context["cl"].result_count == expected


def test_nobody_changes_the_register_by_hand(administrator: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    lao = Lao.objects.get(code="6410105")
    address = reverse("admin:registry_lao_change", args=[lao.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"full_name_th": "อื่น"}).status_code == 403
    assert client.get(reverse("admin:registry_lao_add")).status_code == 403


def test_the_list_asks_few_queries(
    officer: User, sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = sign_in(officer)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        client.get(reverse("admin:registry_lao_changelist"))
