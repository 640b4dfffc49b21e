"""Cells: what is wrong with one, where it stands, and how text is kept from becoming a formula."""

from dataclasses import dataclass
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def column_letter(index: int) -> str:
    """The spreadsheet's name of a column, from 0: A, B, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class CellError:
    """Something wrong at a cell: its row in the file, its column's name and letter, a sentence."""

    row: int
    column: str
    letter: str
    message: str

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it."""
        return f"{self.letter}{self.row}"

    def __str__(self) -> str:
        return f"{self.cell} ({self.column}): {self.message}"


def safe_cell(value: Any) -> Any:
    """The value as a spreadsheet may have it: text that would start a formula gets an apostrophe.

    So does text that already looks like that, so that ``plain_cell`` gives back exactly what was
    there. Numbers, dates and truths stay what they are.
    """
    if isinstance(value, str) and value.lstrip("'").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def plain_cell(text: str) -> str:
    """What ``safe_cell`` was given, when the text comes back by import."""
    if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS):
        return text[1:]
    return text
