"""What a reader of typed text raises: a code for the program, a sentence for the person."""

from typing import Literal

Language = Literal["th", "en"]


class UnreadableError(ValueError):
    """Typed text that cannot be read.

    ``code`` is stable and for programs; ``message_th`` and ``message_en`` are whole sentences
    for the person who typed, saying what is wrong and, where it can be known, what is right.
    """

    def __init__(self, code: str, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_th = message_th
        self.message_en = message_en

    def message(self, language: str) -> str:
        """The sentence in this language; Thai unless the language is English."""
        return self.message_en if language.startswith("en") else self.message_th


def quoted(text: str, limit: int = 40) -> str:
    """What was typed, in quotation marks and cut short, for use in a sentence."""
    typed = text.strip()
    return f"“{typed[:limit]}…”" if len(typed) > limit else f"“{typed}”"
