"""What WeasyPrint leaves open in the tags of a PDF, closed before it is written (ISO 14289-1).

Header cells say what they head, so that cells need no lists of their headers (7.5), and what
stands in the margins, such as page numbers, is an artifact and not content (7.8).
"""

from typing import Any

from onde_portal.thai.text import from_pdf_text

PRINTED = 4
TABLE_PARTS = frozenset({"/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"})


def mend_tags(document: Any, pdf: Any) -> None:
    """WeasyPrint's ``finisher``: ``pdf`` holds its objects until they are written."""
    elements: dict[bytes, Any] = {}
    for item in pdf.objects:
        kind = item.get("Type") if isinstance(item, dict) else ""
        if kind == "/StructElem":
            elements[item.reference] = item
        elif kind == "/Annot":
            item["F"] = PRINTED
    root = next(item for item in elements.values() if item["S"] == "/Document")
    linked = _walk(root, elements)
    _set_aside(pdf, [item for key, item in elements.items() if key not in linked])


def _walk(root: Any, elements: dict[bytes, Any]) -> set[bytes]:
    """Mend each element of the tree; which ones it has."""
    seen = {root.reference}
    waiting = [(root, "/Row")]
    while waiting:
        element, scope = waiting.pop()
        if element["S"] == "/Table" and not _has(element, "/TH", elements):
            _make_plain(element, elements)
        tag = element["S"]
        if tag in {"/Table", "/THead", "/TBody"}:
            scope = "/Column" if tag == "/THead" else "/Row"
        elif tag in {"/TH", "/TD"}:
            _mend_cell(element, scope)
        elif "Alt" in element:
            element["Alt"].string = from_pdf_text(element["Alt"].string)
        for kid in element["K"]:
            if kid in elements:
                seen.add(kid)
                waiting.append((elements[kid], scope))
    return seen


def _below(element: Any, elements: dict[bytes, Any]) -> list[Any]:
    """The rows, groups and cells of a table, without what is in its cells."""
    found: list[Any] = []
    waiting = [element]
    while waiting:
        kids = [elements[kid] for kid in waiting.pop()["K"] if kid in elements]
        parts = [kid for kid in kids if kid["S"] in TABLE_PARTS]
        found += parts
        waiting += [part for part in parts if part["S"] not in {"/TH", "/TD"}]
    return found


def _has(table: Any, tag: str, elements: dict[bytes, Any]) -> bool:
    return any(part["S"] == tag for part in _below(table, elements))


def _make_plain(table: Any, elements: dict[bytes, Any]) -> None:
    """A table without headers only sets things side by side: to readers it is none (7.5)."""
    for part in _below(table, elements):
        part["S"] = "/Div"
        part.pop("A", None)
    table["S"] = "/Div"


def _mend_cell(cell: Any, scope: str) -> None:
    """A header's scope says all that lists of headers would, and needs no names."""
    cell.pop("ID", None)
    if "A" in cell:
        cell["A"].pop("Headers", None)
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = scope
        elif len(cell["A"]) == 1:
            del cell["A"]


def _set_aside(pdf: Any, margins: list[Any]) -> None:
    """Make what the tree does not hold an artifact of its page."""
    by_page: dict[bytes, set[int]] = {}
    for element in margins:
        marked = {kid for kid in element["K"] if isinstance(kid, int)}
        by_page.setdefault(element["Pg"], set()).update(marked)
        element.clear()
    if not by_page:
        return
    objects = {item.reference: item for item in pdf.objects}
    nums = objects[objects[pdf.catalog["StructTreeRoot"]]["ParentTree"]]["Nums"]
    for reference, aside in by_page.items():
        page = objects[reference]
        kids = nums[nums.index(page["StructParents"]) + 1]
        for number in aside:
            kids[number] = "null"
        _unmark(objects[page["Contents"]].stream, aside)


def _unmark(stream: list[Any], aside: set[int]) -> None:
    """A tag stands before its properties: /Span <</MCID 3>> BDC."""
    for at, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in aside:
            stream[at - 1] = "/Artifact"
            item.clear()
            item["Type"] = "/Pagination"
