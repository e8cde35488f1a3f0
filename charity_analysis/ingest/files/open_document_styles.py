"""What the styles of an open document spreadsheet say of the cells and sheets that wear them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from charity_analysis.ingest.cells.number_formats import shown_money

_NUMBER_STYLES = frozenset(
    f"number:{kind}-style" for kind in ("number", "currency", "percentage", "date", "time", "text", "boolean")
)
# A style's parent, its parent's parent …: a chain that is longer leads back to itself.
_MOST_PARENTS = 20


@dataclass
class _Style:
    parent: str = ""
    number_style: str = ""
    is_struck: bool | None = None
    is_displayed: bool = True


@dataclass
class DocumentStyles:
    """Styles by their names, taken in element by element, those of styles.xml before those of content.xml."""

    styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    _current: _Style = field(default_factory=_Style)
    _number_style: list[str] | None = None
    _sign: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element in."""
        if name == "style:style":
            key = attributes.get("style:family", ""), attributes.get("style:name", "")
            self._current = self.styles[key] = _Style(
                attributes.get("style:parent-style-name", ""), attributes.get("style:data-style-name", "")
            )
        elif name == "style:text-properties":
            lines = [attributes.get(f"style:text-line-through-{kind}") for kind in ("style", "type")]
            if any(lines):
                self._current.is_struck = any(line not in (None, "none") for line in lines)
        elif name == "style:table-properties":
            self._current.is_displayed = attributes.get("table:display") != "false"
        elif name in _NUMBER_STYLES:
            self._number_style = self.shown.setdefault(attributes.get("style:name", ""), [])
        elif name == "style:map" and self._number_style is not None:
            # Negative amounts have a style of their own.
            self._number_style.append(f"\n{attributes.get('style:apply-style-name', '')}")
        elif name == "number:currency-symbol":
            self._sign = "-".join(filter(None, (attributes.get("number:language"), attributes.get("number:country"))))

    def text(self, name: str, text: str) -> None:
        """Take text inside the element `name` in."""
        if self._number_style is not None and name == "number:currency-symbol":
            self._number_style.append(f"[${text}-{self._sign}]")
        elif self._number_style is not None and name == "number:text":
            self._number_style.append(f'"{text}"')

    def end(self, name: str) -> None:
        """Take the end of an element in."""
        if name in _NUMBER_STYLES:
            self._number_style = None
        elif name == "style:style":
            self._current = _Style()  # what follows belongs to no style of cells

    def is_displayed(self, sheet_style: str) -> bool:
        """False for the style of a hidden sheet."""
        style = self.styles.get(("table", sheet_style))
        return style is None or style.is_displayed

    def is_struck(self, cell_style: str) -> bool:
        """True for a style whose cells are shown struck through."""
        return next((style.is_struck for style in self._line(cell_style) if style.is_struck is not None), False)

    def currency(self, cell_style: str) -> str:
        """The foreign currency in the number format of this style's cells; "" for none."""
        name = next((style.number_style for style in self._line(cell_style) if style.number_style), "")
        parts = list(self.shown.get(name, ()))
        parts += [
            part for other in self.shown.get(name, ()) if other[0] == "\n" for part in self.shown.get(other[1:], ())
        ]
        return shown_money("".join(part for part in parts if part[0] != "\n"))

    def _line(self, cell_style: str) -> list[_Style]:
        """The style and those it inherits from, nearest first."""
        line: list[_Style] = []
        while (style := self.styles.get(("table-cell", cell_style))) and len(line) < _MOST_PARENTS:
            line.append(style)
            cell_style = style.parent
        return line
