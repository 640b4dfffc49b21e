"""One key for what looks the same, dictionary order, clean storage and PDF text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, strategies as st
from pythainlp.util import collate

from onde_portal.thai.text import (
    clean_text,
    from_pdf_text,
    pdf_text,
    sort_key,
    strip_invisible,
    thai_key,
)
from tests.guards import ends_soon

WATER = "น้ำ"
thai_text = st.text(alphabet="กขคงจนมรลวสหอฤๅะาำัิีึืุูเแโใไ็่้๊๋์ํ๎ฺๆฯ \u200b๑๒19abA.-\u00a0", max_size=40)


@pytest.mark.parametrize(
    "spelling",
    [
        "น\u0e49\u0e33",
        "น\u0e49\u0e4d\u0e32",
        "น\u0e4d\u0e49\u0e32",
        "น\u0e33\u0e49",
        "น\u200b\u0e49\u0e33\u200b",
        "\ufeff น\u0e49\u0e33 ",
    ],
)
def test_water_has_one_key_in_every_spelling(spelling: str) -> None:
    assert thai_key(spelling) == thai_key(WATER) == WATER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ทำ์่", "ท่ำ์"),
        ("แม่น้ำคำ", "เเม่น้ำคำ"),
        ("กี่", "ก่ี"),
        ("กุ้ง", "กุ้ง"),
        ("สิทธิ์", "สิทธ์ิ"),
        ("หมู่ ๕", "หมู่  5"),
        ("ONDE Hub", "onde\u00a0ｈｕｂ"),
        ("อบต.หนองบัว", "อบต.หนอง\u200bบัว"),
        ("ท่า\nใหม่", "ท่า ใหม่"),
        ("น้้อย", "น้อย"),
    ],
)
def test_what_looks_the_same_has_the_same_key(one: str, other: str) -> None:
    assert thai_key(one) == thai_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ป่า", "ป้า"), ("นำ", WATER), ("คำ", "คา"), ("เก", "แก")]
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert thai_key(one) != thai_key(other)


@given(thai_text | st.text())
@example("ำ์่")
@example("ำำ่")
@example("ำ์ำ้")
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = thai_key(text)
    assert thai_key(key) == key


@given(thai_text | st.text())
def test_canonically_equal_texts_have_one_key(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert thai_key(unicodedata.normalize(form, text)) == thai_key(text)


@pytest.mark.parametrize(
    "ordered",
    [
        ["กก", "กลม", "กะ", "กา", "กำ", "กิน", "กู", "เกม", "แก", "โก", "ใกล้", "ไก่", "ขอ"],
        ["กา", "ก่า", "ก้า", "ก๊า", "ก๋า", "กาก", "ก่าน"],
        ["นา", "น่าน", "นาย", "น้ำ", "เน", "แน่น"],
        ["รัก", "ฤดู", "ลม", "ฦ", "วัน"],
        ["9", "a", "B", "ก"],
        ["บาง", "บาง ก", "บาง ข", "บางกอก"],
        ["เปล", "เปล่า", "เปลี่ยน", "แปล", "แปลก"],
    ],
)
def test_words_stand_in_the_order_of_the_dictionary(ordered: list[str]) -> None:
    keys = [sort_key(word) for word in ordered]
    assert keys == sorted(set(keys))


def test_provinces_stand_as_on_an_official_list() -> None:
    ordered = ["กระบี่", "กาญจนบุรี", "ขอนแก่น", "เชียงราย", "เชียงใหม่", "ตราด", "นครนายก", "น่าน"]
    keys = [sort_key(word) for word in ordered]
    assert keys == sorted(set(keys))


syllables = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "เ", "แ", "โ", "ใ", "ไ"]),
    st.sampled_from("กขคงจชตนบปมรลวสหอ"),
    st.sampled_from(["", "ะ", "า", "ำ", "ิ", "ี", "ุ", "ู"]),
    st.sampled_from(["", "ก", "น", "ว"]),
)
words = st.lists(syllables, min_size=1, max_size=3).map("".join)


@given(st.lists(words, max_size=8))
def test_words_without_tone_marks_stand_as_pythainlp_puts_them(listed: list[str]) -> None:
    """PyThaiNLP ignores tone marks altogether, so it is an oracle for the first weight only."""
    assert sorted(listed, key=sort_key) == collate(listed)


@given(words, st.data())
def test_a_tone_mark_decides_only_between_words_that_are_otherwise_equal(
    word: str, data: st.DataObject
) -> None:
    other = data.draw(words)
    at = next(place for place, sign in enumerate(word) if sign in "กขคงจชตนบปมรลวสหอ") + 1
    toned = f"{word[:at]}้{word[at:]}"
    assert sort_key(word) < sort_key(toned)
    if sort_key(other) != sort_key(word):
        assert (sort_key(word) < sort_key(other)) == (sort_key(toned) < sort_key(other))


def test_tone_marks_rise_from_none_to_jattawa() -> None:
    keys = [sort_key(word) for word in ("กา", "ก่า", "ก้า", "ก๊า", "ก๋า", "กาง")]
    assert all(lower < higher for lower, higher in pairwise(keys))


@given(thai_text | st.text())
def test_spellings_of_one_key_sort_together(text: str) -> None:
    assert sort_key(text) == sort_key(thai_key(text))


def test_invisible_signs_are_stripped() -> None:
    assert strip_invisible("หนอง\u200bบัว\ufeff\u00ad\u200d") == "หนองบัว"
    assert strip_invisible("plain") == "plain"


def test_stored_text_keeps_sara_am_line_breaks_and_tabs() -> None:
    typed = "แม่น้ำ\u200bคำ  \r\nบรรทัด\tสอง\x00\x07 \rสาม\u2028สี่\ud800 \n\n"
    assert clean_text(typed) == "แม่น้ำคำ\nบรรทัด\tสอง\nสาม\nสี่"


def test_stored_text_composes_letters_but_changes_no_thai() -> None:
    assert clean_text("e\u0301") == "\u00e9"
    assert clean_text("น\u0e4d\u0e49\u0e32") == "น\u0e4d\u0e49\u0e32"
    assert clean_text("๕ ｈ") == "๕ ｈ"


@given(thai_text | st.text())
def test_stored_text_is_stored_again_unchanged(text: str) -> None:
    stored = clean_text(text)
    assert clean_text(stored) == stored
    assert thai_key(stored) == thai_key(text) or any(
        unicodedata.category(sign) in {"Cc", "Cs"} for sign in text
    )


def test_sara_am_is_taken_apart_for_the_pdf_and_made_whole_after_it() -> None:
    assert pdf_text("น้ำทำ") == "น\u0e4d\u0e49\u0e32ท\u0e4d\u0e32"
    assert from_pdf_text("น\u0e4d\u0e49\u0e32ท\u0e4d\u0e32") == "น้ำทำ"


@given(thai_text.filter(lambda text: "\u0e4d" not in text))
def test_text_comes_out_of_the_pdf_as_it_went_in(text: str) -> None:
    assert "\u0e33" not in pdf_text(text)
    assert from_pdf_text(pdf_text(text)) == text


@pytest.mark.parametrize(
    "text",
    ["้" * 200_000, "ํา" * 100_000, "เ" * 200_000, " \u200b" * 100_000],
    ids=["tones", "am", "vowels", "spaces"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    with ends_soon():
        thai_key(text)
        sort_key(text)
        clean_text(text)
        pdf_text(text)
        from_pdf_text(text)
