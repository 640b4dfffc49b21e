"""Thai words by their sound: one form for spellings that sound alike, for a forgiving search.

Several Thai letters share a sound, silent letters are kept or left out, and tone marks are
forgotten. People write the same name as วรรณศิริ, วันสิริ or วัณศิริ. ``loose_key`` maps these to
one string. It is no transcription and is never shown; different words may share a key, so what is
found by it comes after what is found exactly.
"""

import re
from typing import Final

from onde_portal.thai.text import thai_key

_CONSONANT: Final = "[\u0e01-\u0e2e]"
# Silent: the letters before a thanthakhat. ทร์, ตร์ and ดร์ are silent together.
_SILENT: Final = re.compile(f"(?:[ทตด]ร|{_CONSONANT})[\u0e34\u0e38]?\u0e4c")
# Tone marks, the sign of a short vowel, other signs above and below, ฯ, ๆ and the vowel ะ that is
# written or left out in สะอาด and วัฒนะ.
_UNHEARD: Final = re.compile("[\u0e2f\u0e30\u0e3a\u0e46-\u0e4e]")
_RO_HAN_INSIDE: Final = re.compile(f"รร(?={_CONSONANT})")
_YO_YING_END: Final = re.compile("ญ(?![\u0e30-\u0e3a])")
_AI: Final = re.compile(f"({_CONSONANT})ัย")
_AI_YO: Final = re.compile(f"ไ({_CONSONANT})ย")
_TWICE: Final = re.compile(f"({_CONSONANT})\\1+")
# Letters of one sound, long vowels as their short ones.
_ALIKE: Final = str.maketrans(
    "ศษณฬฎฏฐธฑฒญฆฅฃภฌใีืู",
    "สสนลดตถทททยคคขพชไิึุ",
)


def loose_key(text: str) -> str:
    """A form that spellings of one sound share; words stay apart by one space.

    Forgives tone marks, silent letters, ศ/ษ/ส, ณ/น, ฬ/ล, ฎ/ด, ฏ/ต, ฐ/ถ, ธ/ฑ/ฒ/ท, ญ/ย (at the end
    of a syllable ญ/น), ฆ/ค, ฃ/ข, ภ/พ, ฌ/ช, ใ/ไ/ัย/ไ-ย, รร/ั, ำ/ัม, ศรี/สี, long and short vowels,
    doubled letters, and a ะ that is left out.
    """
    heard = _UNHEARD.sub("", _SILENT.sub("", thai_key(text)))
    heard = _RO_HAN_INSIDE.sub("ั", heard).replace("รร", "ัน").replace("ำ", "ัม")
    heard = heard.replace("ฤๅ", "รือ").replace("ฤ", "ริ")
    heard = _YO_YING_END.sub("น", heard).translate(_ALIKE).replace("สริ", "สิ")
    heard = _AI_YO.sub(r"ไ\1", _AI.sub(r"ไ\1", heard))
    return " ".join(_TWICE.sub(r"\1", heard).split())
