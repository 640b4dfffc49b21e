"""The standing cast: two LAOs of different provinces, the Office's people, and a fixed moment.

``NOW`` lies inside the submission window of the half-year 1 Oct 2568 to 31 Mar 2569: the last
working weeks before its due date. Everyone's password is ``PASSWORD``.
"""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from onde_portal.accounts.models import Membership, Role, User
from onde_portal.registry.models import District, Lao, LaoType, Province, Region

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 4, 20, 10, 0, tzinfo=BANGKOK)
TODAY = date(2026, 4, 20)
LONG_AGO = NOW - timedelta(days=400)
PASSWORD = "ดอกบัวบานในหนองน้ำ-2569"  # noqa: S105 - the cast lives in tests only


@cache
def _hashed(password: str) -> str:
    return make_password(password)


def make_user(
    role: Role,
    email: str,
    *,
    first_name: str = "สมชาย",
    last_name: str = "ใจดี",
    prefix: str = "นาย",
) -> User:
    """A person with the cast's password; hashed once for all, as hashing is slow by design."""
    return User.objects.create(
        email=email,
        role=role,
        prefix=prefix,
        first_name=first_name,
        last_name=last_name,
        password=_hashed(PASSWORD),
    )


def make_province(code: str, name_th: str, name_en: str, iso_code: str, map_id: str) -> Province:
    return Province.objects.get_or_create(
        code=code,
        defaults={
            "name_th": name_th,
            "name_en": name_en,
            "iso_code": iso_code,
            "map_id": map_id,
            "region": Region.NORTHEAST,
            "region4": Region.NORTHEAST,
            "sort_key": name_th,
        },
    )[0]


def udon_thani() -> Province:
    return make_province("41", "อุดรธานี", "Udon Thani", "TH-41", "udn")


def chiang_mai() -> Province:
    return make_province("50", "เชียงใหม่", "Chiang Mai", "TH-50", "cmi")


def make_lao(province: Province, name_th: str, *, code: str | None = None) -> Lao:
    """A subdistrict administrative organisation (อบต.) in the province's first district."""
    kind, _ = LaoType.objects.get_or_create(
        key="sao",
        defaults={
            "name_th": "องค์การบริหารส่วนตำบล",
            "name_en": "Subdistrict administrative organisation",
            "abbr_th": "อบต.",
            "abbr_en": "SAO",
            "head_th": "นายกองค์การบริหารส่วนตำบล",
            "head_en": "Chief executive of the SAO",
            "code_digit": "6",
            "position": 5,
        },
    )
    district, _ = District.objects.get_or_create(
        code=f"{province.code}01",
        defaults={"province": province, "name_th": f"เมือง{province.name_th}", "name_en": ""},
    )
    full_name = f"องค์การบริหารส่วนตำบล{name_th}"
    return Lao.objects.create(
        type=kind,
        province=province,
        district=district,
        code=code,
        name_th=name_th,
        full_name_th=full_name,
        search_key=f"{full_name} อบต. {name_th} {district.name_th} {province.name_th}",
        sort_key=name_th,
    )


def make_member(
    lao: Lao,
    email: str,
    *,
    kind: str = Membership.Kind.REPORTER,
    first_name: str = "มาลี",
    last_name: str = "บัวงาม",
) -> User:
    """An LAO officer with one current membership."""
    user = make_user(Role.LAO, email, first_name=first_name, last_name=last_name, prefix="นางสาว")
    Membership.objects.create(user=user, lao=lao, kind=kind, started_at=LONG_AGO)
    return user
