"""Thai text: one key for what looks the same, dictionary order, clean storage, PDF text.

The same word reaches a computer in several spellings: น้ำ with U+0E33 or with U+0E4D U+0E32 in
two orders, แ or เเ, marks in either order, zero-width spaces. Unicode's NFC unifies none of it
and NFKC takes SARA AM apart. Keys are compared; what was typed is kept for display.
"""

import re
import unicodedata
from typing import Final

NIKHAHIT: Final = "\u0e4d"
SARA_AA: Final = "\u0e32"
SARA_AM: Final = "\u0e33"
TONES: Final = "\u0e48-\u0e4b"

_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
# Below-base marks and vowels come before tone marks, the remaining signs last: typing order.
_MARK_ORDER: Final = {
    mark: rank
    for rank, mark in enumerate(
        "\u0e3a\u0e38\u0e39\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4e\u0e4d"
    )
}
_MARK_RUN: Final = re.compile(f"[{_MARKS}]+")
# Of ordered marks the NIKHAHIT is the last. A tone may have been typed behind the vowel, unless
# those marks belong to another SARA AM.
_PARTED_SARA_AM: Final = re.compile(
    f"([{_MARKS}]*){NIKHAHIT}{SARA_AA}((?:[{TONES}]+(?![{_MARKS}]*{NIKHAHIT}))?)"
)
_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_LEADING_VOWEL: Final = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_PDF_SARA_AM: Final = re.compile(f"([{TONES}]?){SARA_AM}")
_EXTRACTED_SARA_AM: Final = re.compile(f"{NIKHAHIT}([{TONES}]?){SARA_AA}")
# Thai and ASCII letters: nothing invisible, nothing to take out. Most texts are that, and
# looking at each sign's category would take most of the time of an import.
_PLAIN: Final = re.compile("[\n\t\x20-\x7e\u0e00-\u0e7f]*")
_LINE_BREAK: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Signs which a dictionary passes over until everything else is equal, in their order.
_SECONDARY: Final = {
    sign: str(rank)
    for rank, sign in enumerate("\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4d\u0e4e", start=1)
}
_UNWEIGHTED: Final = frozenset("\u0e2f\u0e46")


def strip_invisible(text: str) -> str:
    """Without zero-width spaces, joiners, direction marks and soft hyphens."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _without_controls(text: str) -> str:
    return "".join(
        sign
        for sign in text
        if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
    )


def clean_text(text: str) -> str:
    """Text as it is stored: NFC, line ends as ``\\n``, nothing invisible, no trailing spaces.

    Control characters go, except newline and tab; so do lone surrogates, which no database
    takes. SARA AM stays one character, so letters are not altered otherwise.
    """
    lines = _LINE_BREAK.sub("\n", text)
    kept = lines if _PLAIN.fullmatch(lines) else _without_controls(lines)
    composed = unicodedata.normalize("NFC", kept)
    return "\n".join(line.rstrip() for line in composed.split("\n")).rstrip()


def _ordered(marks: str) -> str:
    """Marks of one base letter in typing order, each at most once."""
    return "".join(sorted(set(marks), key=_MARK_ORDER.__getitem__))


def _compose(parts: re.Match[str]) -> str:
    return _ordered(parts[1] + parts[2]) + SARA_AM


def thai_key(text: str) -> str:
    """The same string for all spellings of the same visible text; for search and unique keys.

    NFKC and case folding, ASCII digits, เเ as แ, marks in one order, SARA AM whole, nothing
    invisible, spaces collapsed. Idempotent.
    """
    visible = strip_invisible(text)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    plain = strip_invisible(folded).translate(_THAI_DIGITS)
    ordered = _MARK_RUN.sub(lambda run: _ordered(run[0]), plain)
    whole = _PARTED_SARA_AM.sub(_compose, ordered)
    return " ".join(whole.replace("เเ", "แ").split())


def sort_key(text: str) -> str:
    """A string whose plain code point order is the order of a Thai dictionary.

    Leading vowels are weighed after their consonant. Tone marks and other signs above decide
    only between words that are otherwise equal; ฯ and ๆ do not count. The second part stands
    behind a tab, which is lower than anything in the first.
    """
    swapped = _LEADING_VOWEL.sub(r"\2\1", thai_key(text))
    primary: list[str] = []
    secondary: list[str] = []
    for sign in swapped:
        if sign in _SECONDARY:
            secondary.append(_SECONDARY[sign])
        elif sign not in _UNWEIGHTED:
            primary.append(sign)
            secondary.append("0")
    weights = "".join(secondary).rstrip("0")
    return "".join(primary) + (f"\t{weights}" if weights else "")


def pdf_text(text: str) -> str:
    """Text before PDF layout: SARA AM written as NIKHAHIT, tone, SARA AA.

    The picture is the same. With a whole SARA AM in the text, the PDF's character map gives
    every า as ำ to whoever copies or searches; so it is taken apart. See ``from_pdf_text``.
    """
    return _PDF_SARA_AM.sub(f"{NIKHAHIT}\\1{SARA_AA}", text)


def from_pdf_text(text: str) -> str:
    """Text extracted from a PDF, SARA AM made whole again: the inverse of ``pdf_text``."""
    return _EXTRACTED_SARA_AM.sub(f"\\1{SARA_AM}", text)
