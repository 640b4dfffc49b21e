"""What the register starts from: provinces, LAO types, and the LAOs that everybody knows.

Facts: codes of TIS 1099 and ISO 3166-2, the Royal Society's six regions, the official codes of
the 76 provincial administrative organisations, the 30 city municipalities, Bangkok and Pattaya.
The full register comes by ``manage.py import_laos``.
"""

import csv
from pathlib import Path

from django.conf import settings
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from onde_portal.registry.models import District, Lao, LaoCode, LaoType, Province
from onde_portal.registry.naming import full_name_en, full_name_th, search_key_of, sort_key_of
from onde_portal.thai.text import sort_key

FOLDER = Path("fixtures") / "reference"
BANGKOK = "10"


def _rows(name: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@transaction.atomic
def load_reference() -> None:
    """Add what is missing and change nothing else: what staff edited stays."""
    Province.objects.bulk_create(
        (Province(sort_key=sort_key(row["name_th"]), **row) for row in _rows("provinces.csv")),
        ignore_conflicts=True,
    )
    LaoType.objects.bulk_create(
        (LaoType(**{**row, "position": int(row["position"])}) for row in _rows("lao_types.csv")),
        ignore_conflicts=True,
    )
    rows = [*_provincial_rows(), *_rows("laos.csv")]
    _load_districts(rows)
    _load_laos(rows)


def _provincial_rows() -> list[dict[str, str]]:
    """The PAOs: one in every province but Bangkok, named and coded after it."""
    return [
        {
            "type": "pao",
            "code": f"2{province.code}0101",
            "province": province.code,
            "district": "",
            "name_th": province.name_th,
            "name_en": province.name_en,
        }
        for province in Province.objects.exclude(code=BANGKOK).order_by("code")
    ]


def _load_districts(rows: list[dict[str, str]]) -> None:
    District.objects.bulk_create(
        (
            District(
                code=row["district"],
                province_id=row["province"],
                name_th=row["district_th"],
                name_en=row["district_en"],
                sort_key=sort_key(row["district_th"])[:120],
            )
            for row in rows
            if row["district"]
        ),
        ignore_conflicts=True,
    )


def _load_laos(rows: list[dict[str, str]]) -> None:
    types = LaoType.objects.in_bulk()
    provinces = Province.objects.in_bulk()
    districts = District.objects.in_bulk([row["district"] for row in rows if row["district"]])
    codes = set(LaoCode.objects.values_list("code", flat=True))
    nameless = set(Lao.objects.filter(code=None).values_list("type_id", "name_th"))
    fresh = [
        _lao(row, types[row["type"]], provinces[row["province"]], districts.get(row["district"]))
        for row in rows
        if (
            row["code"] not in codes
            if row["code"]
            else (row["type"], row["name_th"]) not in nameless
        )
    ]
    made = bulk_create_with_history(fresh, Lao, batch_size=500)
    LaoCode.objects.bulk_create(
        LaoCode(lao=lao, code=lao.code or "", type_id=lao.type_id) for lao in made
    )


def _lao(row: dict[str, str], kind: LaoType, province: Province, district: District | None) -> Lao:
    lao = Lao(
        type=kind,
        province=province,
        district=district,
        code=row["code"] or None,
        name_th=row["name_th"],
        name_en=row["name_en"],
        full_name_th=full_name_th(kind, row["name_th"]),
        full_name_en=full_name_en(kind, row["name_en"]),
    )
    lao.search_key = search_key_of(lao, kind, province, district)
    lao.sort_key = sort_key_of(lao)
    return lao
