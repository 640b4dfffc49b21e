"""Names, phones and places as Thai offices write them."""

import pytest
from hypothesis import given, strategies as st

from onde_portal.thai.names import (
    PREFIXES,
    PersonName,
    Phone,
    PhoneError,
    find_prefix,
    format_phone,
    full_name,
    parse_phone,
    place_name,
    split_name,
)

writings = [text for prefix in PREFIXES for text in (prefix.full, prefix.short) if text]
first_names = st.sampled_from(["สมชาย", "น้ำทิพย์", "อรุณ", "เกศินี", "ไพโรจน์", "แก้ว"])
last_names = st.sampled_from(["ใจดี", "ณ อยุธยา", "แซ่ลิ้ม", ""])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("นาย", "สมชาย", "ใจดี"), "นายสมชาย ใจดี"),
        (("น.ส.", "น้ำ", "ใส"), "น.ส.น้ำ ใส"),
        (("ดร.", "สมชาย", "ใจดี"), "ดร.สมชาย ใจดี"),
        (("ผศ. ดร.", "สมชาย", "ใจดี"), "ผศ. ดร.สมชาย ใจดี"),
        (("พันเอก", "สมชาย", "ใจดี"), "พันเอก สมชาย ใจดี"),
        (("ว่าที่ ร.ต.", "สมชาย", "ใจดี"), "ว่าที่ ร.ต. สมชาย ใจดี"),
        (("กำนัน", "สมชาย", "ใจดี"), "กำนัน สมชาย ใจดี"),
        (("Mr.", "Somchai", "Jaidee"), "Mr. Somchai Jaidee"),
        (("นาย", "Somchai", "Jaidee"), "นาย Somchai Jaidee"),
        (("", "สมชาย", ""), "สมชาย"),
        (("นาย", "", "ใจดี"), "นาย ใจดี"),
        (("", "", ""), ""),
        ((" นาย ", " สมชาย ", " ใจดี "), "นายสมชาย ใจดี"),
    ],
)
def test_a_prefix_touches_the_name_or_stands_apart(
    parts: tuple[str, str, str], expected: str
) -> None:
    assert full_name(*parts) == expected


@given(st.sampled_from([*writings, ""]), first_names, last_names)
def test_a_name_is_taken_apart_as_it_was_put_together(prefix: str, first: str, last: str) -> None:
    assert split_name(full_name(prefix, first, last)) == PersonName(prefix, first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ผศ. ดร.สมชาย ณ อยุธยา", ("ผศ. ดร.", "สมชาย", "ณ อยุธยา")),
        ("นาย  สมชาย\u200b   ใจดี", ("นาย", "สมชาย", "ใจดี")),
        ("คุณากร ใจดี", ("", "คุณากร", "ใจดี")),
        ("Mr Somchai Jaidee", ("Mr", "Somchai", "Jaidee")),
        ("Lt. Gen. Somchai Jaidee", ("Lt. Gen.", "Somchai", "Jaidee")),
        ("Mrs", ("", "Mrs", "")),
        ("นาย", ("", "นาย", "")),
        ("", ("", "", "")),
    ],
)
def test_names_in_one_line_are_taken_apart(text: str, expected: tuple[str, str, str]) -> None:
    assert split_name(text) == expected


@given(st.text(max_size=60))
def test_taking_a_name_apart_loses_no_letter(text: str) -> None:
    parts = split_name(text)
    kept = "".join("".join(parts).split())
    assert sorted(kept) == sorted("".join(split_name(full_name(*parts))).replace(" ", ""))


def test_prefixes_are_known_in_full_and_abbreviated() -> None:
    assert find_prefix("นางสาว") is find_prefix("น.ส.") is not None
    assert find_prefix("กำนัน") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("02-123-4567", Phone("+6621234567")),
        ("0 2123 4567 ต่อ ๑๒", Phone("+6621234567", "12")),
        ("๐๘๑-๒๓๔-๕๖๗๘", Phone("+66812345678")),
        ("(042) 123456 x9", Phone("+6642123456", "9")),
        ("+66 (0)42 123 456 ext. 9", Phone("+6642123456", "9")),
        ("0066 81 234 5678", Phone("+66812345678")),
        ("66812345678", Phone("+66812345678")),
        ("+1 202 555 0100", Phone("+12025550100")),
    ],
)
def test_a_phone_number_is_read_however_it_is_typed(text: str, expected: Phone) -> None:
    assert parse_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "empty"),
        ("โทรหาผม", "format"),
        ("02-123-4567, 02-123-4568", "format"),
        ("1567", "length"),
        ("081-234-567", "length"),
        ("02-1234-56789", "length"),
        ("12025550100", "length"),
        ("+12", "length"),
        ("1" * 10_000, "format"),
    ],
)
def test_what_is_no_phone_number_is_refused_with_an_example(text: str, code: str) -> None:
    with pytest.raises(PhoneError) as raised:
        parse_phone(text)
    assert raised.value.code == code
    assert code == "empty" or "081-234-5678" in raised.value.message_th


@given(
    st.from_regex(r"\+66([689][0-9]{8}|[2-7][0-9]{7})|\+1[2-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"([1-9][0-9]{0,5})?", fullmatch=True),
    st.sampled_from(["th", "en"]),
)
def test_a_printed_phone_number_is_read_back(e164: str, extension: str, language: str) -> None:
    assert parse_phone(format_phone(e164, extension, language)) == Phone(e164, extension)


def test_phone_numbers_are_printed_in_groups() -> None:
    assert format_phone("+6621234567", "89") == "02-123-4567 ต่อ 89"
    assert format_phone("+6642123456", "89", "en") == "042-123-456 ext. 89"
    assert format_phone("+66812345678") == "081-234-5678"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("อบต. หนองบัว", "เมือง", "อุดรธานี"), "อบต. หนองบัว · อ.เมือง จ.อุดรธานี"),
        (("อบต. หนองบัว", "อำเภอเมือง", "จังหวัดอุดรธานี"), "อบต. หนองบัว · อ.เมือง จ.อุดรธานี"),
        (("อบจ. อุดรธานี", "", "อุดรธานี"), "อบจ. อุดรธานี · จ.อุดรธานี"),
        (("ศูนย์ ก", "จตุจักร", "กรุงเทพมหานคร"), "ศูนย์ ก · เขตจตุจักร กรุงเทพมหานคร"),
        (("กทม.", "", "กรุงเทพมหานคร"), "กทม. · กรุงเทพมหานคร"),
        (("อบต. หนองบัว",), "อบต. หนองบัว"),
        (("Nong Bua SAO", "Mueang", "Udon Thani", "en"), "Nong Bua SAO · Mueang, Udon Thani"),
    ],
)
def test_a_place_is_named_with_its_district_and_province(
    arguments: tuple[str, ...], expected: str
) -> None:
    assert place_name(*arguments) == expected
