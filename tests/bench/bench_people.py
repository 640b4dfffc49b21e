"""The search of the register among 100,000 people, against reading every key once."""

import random
from collections.abc import Callable
from dataclasses import asdict

from django.db import connection
from django.utils import timezone

from networks.keys import keys_of
from networks.models import Organisation, Person, Sector
from networks.selectors.duplicates import suggest_duplicates
from networks.selectors.people import find_people
from onde_portal.accounts.models import Role, User
from onde_portal.registry.models import Province

LIMIT_MS = 150
STARTS = [
    "สม",
    "วิ",
    "ประ",
    "สุ",
    "กิตติ",
    "ธน",
    "ณัฐ",
    "พร",
    "ศิริ",
    "วรร",
    "บุญ",
    "ชัย",
    "มาลี",
    "จันทร์",
    "อรุณ",
    "เพ็ญ",
    "ปัญญา",
    "รัตน์",
    "นิ",
    "สา",
    "อภิ",
    "ภัทร",
    "พงษ์",
    "กาญ",
    "สิทธิ์",
    "ทอง",
    "แก้ว",
    "คำ",
    "แสง",
    "เกียรติ",
]
ENDS = [
    "ชาย",
    "หญิง",
    "ศักดิ์",
    "สุข",
    "ดี",
    "ใจ",
    "พล",
    "พร",
    "ชัย",
    "วงศ์",
    "นันท์",
    "กุล",
    "ทรัพย์",
    "มณี",
    "รัตน์",
    "สวัสดิ์",
    "เดช",
    "สิริ",
    "ณี",
    "วรรณ",
    "ธร",
    "ภูมิ",
    "เจริญ",
    "งาม",
    "มี",
    "ศรี",
    "นาค",
    "ไพร",
    "ลาภ",
    "หาญ",
]
# Exact, sounding alike, without space, with prefix, a common part, place of work, nobody.
QUERIES = (
    "สมชาย ใจดี", "วันสิริ", "ประศักดิ์สมสุข", "นางสาวมาลีงาม", "สม", "วรรณศรี อุดรธานี",
    "ไม่มีผู้ใดชื่อนี้", "081-000-0042",
)  # fmt: skip


def fill(count: int) -> None:
    """Made people with made names, spread over the provinces and some organisations."""
    chance = random.Random(8)  # noqa: S311 - the same people every time
    provinces, now = list(Province.objects.order_by("code")), timezone.now()
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"ชมรม{part} {n}", search_key=f"ชมรม{part} {n}", sector=Sector.CIVIL)
        for n in range(20)
        for part in ENDS
    )

    def made(number: int) -> Person:
        person = Person(
            prefix=chance.choice(("นาย", "นาง", "นางสาว")),
            first_name=chance.choice(STARTS) + chance.choice(ENDS),
            last_name="".join(chance.choices(STARTS + ENDS, k=3)),
            phone=f"081{number % 10_000_000:07d}",
            email=f"person{number}@bench.example",
            province=chance.choice(provinces),
            organisation=chance.choice(organisations),
            retain_until=now.date(),
            created_at=now,
        )
        for name, value in asdict(keys_of(person)).items():
            setattr(person, name, value)
        return person

    for start in range(0, count, 5000):
        Person.objects.bulk_create(map(made, range(start, min(start + 5000, count))))


def _read_all_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(LENGTH(search_key) + LENGTH(loose_key)) FROM networks_person")
        cursor.fetchone()


def main(
    *,
    people: int,
    median_ms: Callable[[Callable[[], object]], float],
    line: Callable[[str, float, float, str], None],
) -> None:
    """Fill the register, then measure each kind of search; says so when one passes the limit."""
    fill(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    officer = User.objects.create(email="people@bench.example", role=Role.OFFICER, first_name="วัด")
    bare = median_ms(_read_all_keys)
    print(f"{Person.objects.count():,} people in the register; the limit is {LIMIT_MS} ms")
    for text in QUERIES:
        ours = median_ms(lambda text=text: find_people(text, user=officer))  # type: ignore[misc]
        found = len(find_people(text, user=officer))
        line(f"Search “{text}” ({found})", ours, bare, "reading every key once")
        if ours > LIMIT_MS:
            print(f"  TOO SLOW: {ours:.0f} ms")
    line("Suggested duplicates", median_ms(suggest_duplicates), bare, "reading every key once")
