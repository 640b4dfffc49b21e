"""Spellings of one sound share a key, and different names mostly do not."""

import pytest
from hypothesis import given, strategies as st

from onde_portal.thai.sounds import loose_key

THAI = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E5B)] + [" "], max_size=30)


@pytest.mark.parametrize(
    "spellings",
    [
        "วรรณศิริ วันสิริ วัณศิริ", "ณัฐพล นัฐพล ณัฐภล นัถพล", "วิชัย วิไชย วิไช", "ศักดิ์ สักดิ์ สัก",
        "จันทร์ จัน", "ปัญญา ปันยา ปัญยา", "ศรีสุข สีสุข", "สะอาด สอาด", "บุญมี บุนมี", "ธรรม ทำ ธัม",
        "กฤษณะ กฤษณ", "พงษ์ พงศ์ พง", "น้ำฝน น\u0e4d\u0e49\u0e32ฝน นำฝน", "เพ็ญศรี เพนสี", "ใจดี ไจดี",
        "หญิง หยิง", "สิทธิ์ สิทธ สิท", "ฎีกา ดีกา", "กุฏิ กุติ", "รัฐ รัถ", "มณฑล มนทล", "วุฒิ วุทิ", "ฆ้อง คอง",
        "ภาพ พาพ", "เฌอ เชอ", "พันธุ์ พัน", "ฬาร ลาร",
    ],
)  # fmt: skip
def test_spellings_of_one_sound_share_a_key(spellings: str) -> None:
    assert len({loose_key(one) for one in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names", ["สมชาย สมหญิง", "มานี มานะ", "วิชัย วิชา", "ทอง ทาง", "กมล กมลา", "ใจดี ใจงาม"]
)
def test_names_of_different_sound_have_different_keys(names: str) -> None:
    first, second = names.split()
    assert loose_key(first) != loose_key(second)


@given(THAI)
def test_words_stay_apart_and_no_text_breaks_it(text: str) -> None:
    key = loose_key(text)
    assert key == " ".join(key.split())
    assert len(key.split()) <= len(text.split())
