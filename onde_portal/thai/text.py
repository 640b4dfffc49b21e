"""Thai text: keys under which spelling variants meet, dictionary order, and text for PDF."""

import re
import unicodedata

SARA_AM, NIKHAHIT, SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
TONES = "\u0e48-\u0e4b"
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# NIKHAHIT and SARA AA with a tone mark before, between or not at all are one SARA AM.
_APART = re.compile(f"([{TONES}]?){NIKHAHIT}([{TONES}]?){SARA_AA}")
_AM_THEN_TONE = re.compile(f"{SARA_AM}([{TONES}])")
_TONE_THEN_VOWEL = re.compile(f"([{TONES}])([\u0e31\u0e34-\u0e3a])")
_DOUBLE_E = re.compile("\u0e40\u0e40")
_LEADING = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_SECONDARY = re.compile("[\u0e47-\u0e4e]")


def strip_invisible(text: str) -> str:
    """The text without zero-width characters, direction marks and soft hyphens."""
    return _INVISIBLE.sub("", text)


def _compose(text: str) -> str:
    text = _APART.sub(lambda found: f"{found[1]}{found[2]}{SARA_AM}", text)
    text = _AM_THEN_TONE.sub(rf"\1{SARA_AM}", text)
    text = _TONE_THEN_VOWEL.sub(r"\2\1", text)
    return _DOUBLE_E.sub("\u0e41", text)


def thai_key(text: str) -> str:
    """The key under which all spellings of the same text meet (search, duplicates, unique keys).

    NFKC takes SARA AM apart, so it is put together again afterwards; tone marks follow the vowel
    they stand on; two SARA E make one SARA AE; zero-width characters vanish; white space is one
    space; case is folded. Idempotent.
    """
    text = unicodedata.normalize("NFKC", strip_invisible(text)).casefold()
    text = strip_invisible(unicodedata.normalize("NFKC", text))
    composed = _compose(text)
    while composed != text:
        text, composed = composed, _compose(composed)
    return " ".join(text.split())


def sort_key(text: str) -> str:
    """A key whose code point order is the dictionary's: consonant before its leading vowel,

    tone marks and other signs above count only between words that are equal without them.
    """
    text = thai_key(text)
    swapped = _LEADING.sub(r"\2\1", text)
    bare = _SECONDARY.sub("", swapped)
    marks = "".join(f"{found.start():03d}{found[0]}" for found in _SECONDARY.finditer(swapped))
    return f"{bare}\t{marks}" if marks else bare


def clean_text(text: str) -> str:
    """Text fit to be kept: NFC, no zero-width or control characters but line breaks and tabs.

    What was typed stays readable as typed; spaces at the ends of lines go.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", strip_invisible(text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def pdf_text(text: str) -> str:
    """Text as the PDF engine must get it: SARA AM apart, else every SARA AA reads back as SARA AM."""
    return re.sub(f"([{TONES}]?){SARA_AM}", rf"{NIKHAHIT}\1{SARA_AA}", text)


def from_pdf_text(text: str) -> str:
    """Text read back from a PDF, with SARA AM put together again."""
    return _APART.sub(lambda found: f"{found[1]}{found[2]}{SARA_AM}", text)
