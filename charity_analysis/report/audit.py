"""The last look at a page before it is put in place: every number in it leads to its rows, or no page is made.

A number is an amount, a percentage or a count with its unit; in a column of numbers it is every digit. It is proved by
standing in a link to its proof; text that this package marks as quoted (names, days, lines of the law) is no figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

# What stands for a proved figure, or a quoted text, in the text around it.
_PROVED = "\N{OBJECT REPLACEMENT CHARACTER}"
_UNITS = "万元|亿元|元|人次|人|户|名|位|笔|行|条|项|个|件|处|天|家|份|次|所|箱|页"
_NUMBER = re.compile(
    r"(?<![\d.,第])(?<!第 )(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2}(?!\d)|\d+(?:\.\d+)?\s*(?:[%％]|" + _UNITS + r"))"
)
_DIGIT = re.compile(r"\d")
_INLINE = frozenset({"a", "span", "b", "strong", "em", "i", "small", "tspan", "sub", "sup", "br"})
_VOID = frozenset({"br", "hr", "img", "input", "col", "wbr", "meta", "link"})


class UnprovedFigure(Exception):
    """A number stands in the page that leads to no rows. `section` is its heading, `place` where in it."""

    def __init__(self, section: str, place: str) -> None:
        super().__init__(f"{section}: {place}")
        self.section = section
        self.place = place


@dataclass(frozen=True)
class Unproved:
    """Where a number without rows stands: the section's heading, the kind of element, which of them; never the text."""

    section: str
    element: str
    number: int

    @property
    def place(self) -> str:
        """In words for whoever mends the section."""
        return f"<{self.element}> {self.number}"


@dataclass
class _Block:
    """An element that is open: what it says of its own, and whether all in it is proved."""

    tag: str
    is_proved: bool
    is_number: bool = False
    text: str = ""
    number: int = 0


class _Reader(HTMLParser):
    """Walks through the page's own HTML, heading by heading."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Unproved] = []
        self._section = ""
        self._heading: list[str] | None = None
        self._counts: dict[str, int] = {}
        self._open = [_Block("body", is_proved=False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if tag in ("h1", "h2"):
            self._heading, self._counts = [], {}
        values = dict(attrs)
        is_proof = tag == "a" and (values.get("href") or "").startswith(("#ev-", "#at-"))
        is_proved = self._open[-1].is_proved or is_proof or "data-quoted" in values or tag in ("style", "script")
        if is_proved and not self._open[-1].is_proved:
            self._around().text += _PROVED
        self._counts[tag] = self._counts.get(tag, 0) + 1
        in_body = tag == "td" or (tag == "th" and values.get("scope") == "row")
        is_number = in_body and "number" in (values.get("class") or "").split()
        self._open.append(_Block(tag, is_proved, is_number, number=self._counts[tag]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {block.tag for block in self._open[1:]}:
            return
        while self._close().tag != tag:
            pass
        if tag in ("h1", "h2") and self._heading is not None:
            self._section, self._heading = "".join(self._heading).strip(), None

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        if not self._open[-1].is_proved:
            self._around().text += data

    def close(self) -> None:
        super().close()
        while self._open:
            self._close()

    def _around(self) -> _Block:
        """The block that the present text is part of."""
        return next(block for block in reversed(self._open) if block.tag not in _INLINE)

    def _close(self) -> _Block:
        block = self._open.pop()
        pattern = _DIGIT if block.is_number else _NUMBER
        if not block.is_proved and pattern.search(block.text):
            self.found.append(Unproved(self._section, block.tag, block.number))
        return block


def find_unproved(html: str) -> list[Unproved]:
    """Every place of `html` (what this package made of a page) where a number stands that leads to no rows."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def refuse_unproved(page: str) -> None:
    """Nothing where every number of the page's text leads to its rows.

    Raises: UnprovedFigure with the first place where one does not.
    """
    _, _, content = page.partition("<main")
    for one in find_unproved(f"<main{content.partition('</main>')[0]}"):
        raise UnprovedFigure(one.section, one.place)
