"""The child that joins the parts of a long paper into one tagged PDF. No Django here.

Argument: a folder with ``plan.json``, the parts and the sheet of the footer's words; the paper is
written beside them. Page trees, structure trees (ISO 32000-1, 14.7), links, bookmarks and footers
of the parts become those of one document.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from onde_portal.documents.footers import Footer

PLAN, JOINED, FOOTER = "plan.json", "joined.pdf", "footer.pdf"
GOTO = "goto:"


def join(folder: Path) -> None:
    """Write ``JOINED`` from the parts that ``PLAN`` names."""
    plan = json.loads((folder / PLAN).read_text("utf-8"))
    paper = Pdf.open(folder / plan["parts"][0])
    structure = _Structure(paper)
    for name in plan["parts"][1:]:
        with Pdf.open(folder / name) as part:
            first = len(paper.pages)
            paper.pages.extend(part.pages)
            structure.add(part, first)
    structure.finish()
    _link(paper, plan["headings"])
    _bookmark(paper, plan["headings"])
    with Pdf.open(folder / FOOTER) as sheet:
        footer = Footer(paper, sheet)
        for number, page in enumerate(paper.pages, start=1):
            if number > plan["unnumbered"]:
                footer.put_on(page, number, len(paper.pages))
    # The parts' streams are compressed already; equal parts give equal bytes.
    paper.save(
        folder / JOINED,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )


class _Structure:
    """One structure tree: each part's document becomes a part below the paper's own."""

    def __init__(self, paper: Pdf) -> None:
        self._paper = paper
        self._root = paper.Root.StructTreeRoot
        self._parents: list[Any] = list(self._root.ParentTree.Nums)
        self._key = _next_key(self._parents)
        own = self._root.K[0]
        own.S = Name.Part
        self._whole = paper.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array([own]))
        )
        own.P = self._whole
        self._root.K = Array([self._whole])

    def add(self, part: Pdf, first: int) -> None:
        """Take over the tree of a part whose pages stand in the paper from ``first`` on."""
        root = part.Root.StructTreeRoot
        element = self._paper.copy_foreign(root.K[0])
        element.S, element.P = Name.Part, self._whole
        self._whole.K.append(element)
        nums = self._paper.copy_foreign(self._indirect(part, root.ParentTree)).Nums
        shift = self._key
        for at in range(0, len(nums), 2):
            self._parents += [int(nums[at]) + shift, nums[at + 1]]
        self._key = _next_key(self._parents)
        names = _named_places(part)
        for page in list(self._paper.pages)[first:]:
            page.obj.StructParents = int(page.obj.StructParents) + shift
            for link in page.obj.get("/Annots", []):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + shift
                self._resolve(link, names, first)

    def finish(self) -> None:
        self._root.ParentTree = self._paper.make_indirect(Dictionary(Nums=Array(self._parents)))
        self._root.ParentTreeNextKey = self._key

    @staticmethod
    def _indirect(part: Pdf, tree: Any) -> Any:
        return tree if tree.is_indirect else part.make_indirect(tree)

    def _resolve(self, link: Any, names: dict[str, tuple[int, list[Any]]], first: int) -> None:
        """A name means a place of its own part only, so the place itself is written down."""
        target = link.get("/Dest")
        if isinstance(target, String) and str(target) in names:
            page, place = names[str(target)]
            link.Dest = Array([self._paper.pages[first + page].obj, *place])


def _next_key(numbers: list[Any]) -> int:
    return max((int(key) for key in numbers[::2]), default=-1) + 1


def _named_places(part: Pdf) -> dict[str, tuple[int, list[Any]]]:
    """Where the part's names lead: page of the part, and the place on it."""
    tree = part.Root.get("/Names", Dictionary()).get("/Dests")
    if tree is None:
        return {}
    numbers = {page.obj.objgen: number for number, page in enumerate(part.pages)}
    return {
        str(name): (numbers[place[0].objgen], [_plain(item) for item in list(place)[1:]])
        for name, place in pikepdf.NameTree(tree).items()
    }


def _plain(item: Any) -> Any:
    return Name(str(item)) if isinstance(item, Name) else item


def _place(paper: Pdf, heading: dict[str, Any]) -> Array:
    page = paper.pages[heading["page"]]
    return Array([page.obj, Name.XYZ, 0, round(heading["y"] + 6, 1), 0])


def _link(paper: Pdf, headings: list[dict[str, Any]]) -> None:
    """Lead the lines of the contents to what they name."""
    for page in paper.pages:
        for link in page.obj.get("/Annots", []):
            address = str(link.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(GOTO):
                heading = headings[int(address.removeprefix(GOTO))]
                del link["/A"]
                link.Dest = _place(paper, heading)
                link.Contents = String(heading["text"])


def _bookmark(paper: Pdf, headings: list[dict[str, Any]]) -> None:
    """Bookmarks for all headings, each below the last one of a higher level."""
    if "/Outlines" in paper.Root:
        del paper.Root["/Outlines"]
    with paper.open_outline() as outline:
        open_items: list[tuple[int, OutlineItem]] = []
        for heading in headings:
            item = OutlineItem(heading["text"], _place(paper, heading))
            while open_items and open_items[-1][0] >= heading["level"]:
                open_items.pop()
            (open_items[-1][1].children if open_items else outline.root).append(item)
            open_items.append((heading["level"], item))


if __name__ == "__main__":
    join(Path(sys.argv[1]))
