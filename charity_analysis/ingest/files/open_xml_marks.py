"""What a worksheet says of its cells besides their values, gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from charity_analysis.ingest.files.open_xml_grid import check_spread
from charity_analysis.ingest.files.open_xml_styles import Style
from charity_analysis.ingest.sheets import CellPosition, FaultyCell, MergedRange, Sheet


@dataclass
class Marks:
    """`styled`: the styles of cells by position, as far as they matter; `struck`: cells with a struck-through text."""

    hidden_rows: set[int] = field(default_factory=set)
    faults: dict[CellPosition, FaultyCell] = field(default_factory=dict)
    styled: dict[CellPosition, int] = field(default_factory=dict)
    struck: set[CellPosition] = field(default_factory=set)
    merges: list[MergedRange] = field(default_factory=list)


def styles_that_matter(styles: tuple[Style, ...]) -> frozenset[int]:
    """Numbers of the styles that say something of the values in their cells."""
    return frozenset(number for number, style in enumerate(styles) if style.is_struck or style.currency)


def marked_sheet(
    name: str, is_hidden: bool, rows: list[list[object]], marks: Marks, styles: tuple[Style, ...]
) -> Sheet:
    """The sheet of these values with all that `marks` say of them; faulty cells are put into `rows`.

    Raises: FileRefused (too_spread).
    """
    height = max([len(rows), *(row + 1 for row, _ in marks.faults)])
    width = max([max(map(len, rows), default=0), *(column + 1 for _, column in marks.faults)])
    check_spread(height, width, height - 1, width - 1)
    for (row, column), fault in marks.faults.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = fault
    _fill_up(rows)
    sheet = Sheet(name, rows)
    struck = {at for at in marks.struck if sheet.value(*at) != ""}
    struck |= {at for at, number in marks.styled.items() if styles[number].is_struck and sheet.value(*at) != ""}
    currencies = {
        at: styles[number].currency
        for at, number in marks.styled.items()
        if styles[number].currency and _is_number(sheet.value(*at))
    }
    return Sheet(
        name,
        rows,
        tuple(marks.merges),
        is_hidden=is_hidden,
        hidden_rows=frozenset(marks.hidden_rows),
        struck=frozenset(struck),
        currencies=currencies,
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fill_up(rows: list[list[object]]) -> None:
    """All rows to the width of the widest."""
    widths = set(map(len, rows))
    width = max(widths, default=0)
    blanks = {length: [""] * (width - length) for length in widths}
    for row in rows if len(widths) > 1 else ():
        row += blanks[len(row)]
