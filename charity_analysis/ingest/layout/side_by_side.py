"""Tables that stand beside one another on one sheet: each part of the columns as a sheet of its own."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.ingest.layout.headers import Header, find_header
from charity_analysis.ingest.layout.heading_meanings import is_known_heading
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import column_rules, normalise

_FEWEST_AMOUNTS = 2
_LEDGERS = ("donations", "disbursements")
_FEWEST_HEADINGS = 3
_MOST_COLUMNS = 50
# A table beside another one begins beside its first rows.
_ROWS_LOOKED_AT = 200
# Columns: first, and one past the last.
_Span = tuple[int, int]


def part_side_by_side(sheet: Sheet, file_stem: str) -> list[Sheet]:
    """The parts of `sheet` that are tables beside one another, each with its cells at their own addresses.

    Only `sheet` itself where it holds one table in its width. A row above the headers that only one part fills is
    a title of all parts.

    Raises: FileRefused("ambiguous_table") where money given and money paid stand in the same rows without a gap,
    so that they may be two tables or one.
    """
    header = find_header(sheet, 0, file_stem)
    if header is None:
        return [sheet]
    width = max(map(len, sheet.rows))
    is_wide = width > max(header.headings) + 1 or min(header.headings) > 0
    if width > _MOST_COLUMNS or not (is_wide or _amount_headings(sheet, header) >= _FEWEST_AMOUNTS):
        return [sheet]
    top = replace(sheet, rows=sheet.rows[: header.last_row + _ROWS_LOOKED_AT])
    spans = _spans_with_gap(sheet, top, header, file_stem) or _spans_without_gap(top, header, file_stem)
    return [_cut(sheet, spans, span, header.first_row) for span in spans] or [sheet]


def _amount_headings(sheet: Sheet, header: Header) -> int:
    """How many headings of the header's rows are amounts of gifts or of payments."""
    words = {word for kind in _LEDGERS for word in column_rules(kind)["amount"].synonyms}
    rows = sheet.rows[header.first_row : header.last_row + 1]
    texts = [normalise(value) for row in rows for value in row if isinstance(value, str)]
    return sum(text.partition("(")[0] in words for text in texts)


def _spans_with_gap(sheet: Sheet, top: Sheet, header: Header, file_stem: str) -> list[_Span]:
    """The parts that columns blank from the header down set apart, where one at least is a whole table by itself.

    `top` are the first rows of `sheet`, where all its headers stand.
    """
    groups: list[_Span] = []
    for column in range(max(map(len, sheet.rows))):
        if _is_blank_column(top, header, column) and _is_blank_column(sheet, header, column):
            continue
        if groups and groups[-1][1] == column:
            groups[-1] = (groups[-1][0], column + 1)
        else:
            groups.append((column, column + 1))
    if len(groups) < 2:
        return []
    headers = [find_header(_cut(top, groups, group, header.first_row), 0, file_stem) for group in groups]
    spans: list[_Span] = []
    firsts: list[Header] = []
    for group, own in zip(groups, headers, strict=True):
        if own is not None and (not spans or _is_table_beside(own, firsts)):
            spans.append(group)
            firsts.append(own)
        elif spans:
            spans[-1] = (spans[-1][0], group[1])
        elif group[1] <= min(header.headings):
            return []  # something without a header stands to the left: the rows' own, or a stray note
    is_whole = [not own.missing for own in firsts]
    return spans if len(spans) > 1 and any(is_whole) else []


def _is_blank_column(sheet: Sheet, header: Header, column: int) -> bool:
    below = sheet.rows[header.first_row :]
    return all(map(is_blank, {cells[column] for cells in below if column < len(cells)}))


def _is_table_beside(own: Header, others: list[Header]) -> bool:
    """True where `own` is whole, or lacks but one heading and repeats others' words or is of another kind."""
    if "amount" not in own.columns or len(own.missing) > 1:
        return False
    words = {normalise(text) for other in others for text in other.headings.values()}
    repeated = sum(normalise(text) in words for text in own.headings.values())
    return not own.missing or repeated > 1 or all(own.kind != other.kind for other in others)


def _spans_without_gap(sheet: Sheet, header: Header, file_stem: str) -> list[_Span]:
    """The parts that two whole headers in the same row make, where no column parts them.

    Raises: FileRefused("ambiguous_table").
    """
    if _amount_headings(sheet, header) < _FEWEST_AMOUNTS:
        return []
    columns = sorted(header.headings)
    last = columns[-1] + 1
    repeated = _repeated_spans(sheet, header, columns, file_stem)
    if repeated:
        return repeated
    for number, column in enumerate(columns):
        if min(number, len(columns) - number) < 3 or not is_known_heading(sheet.text(header.last_row, column)):
            continue
        spans = [(columns[0], column), (column, last)]
        parts = [find_header(_cut(sheet, spans, span, header.first_row), 0, file_stem) for span in spans]
        left, right = parts
        if left is None or right is None or left.missing or right.missing or left.first_row != right.first_row:
            continue
        if not {left.kind, right.kind} <= set(_LEDGERS):
            continue
        if normalise(header.headings[columns[0]]) == normalise(header.headings[column]):
            return [(0, column), (column, max(last, max(map(len, sheet.rows))))]
        if left.kind != right.kind and not _begins_alike(header, columns, column):
            raise FileRefused("ambiguous_table")
    return []


def _repeated_spans(sheet: Sheet, header: Header, columns: list[int], file_stem: str) -> list[_Span]:
    """The parts of a header that is the same few headings over and over, a whole table each; none where it is not."""
    texts = [normalise(header.headings[column]) for column in columns]
    for length in range(_FEWEST_HEADINGS, len(texts) // 2 + 1):
        if len(texts) % length == 0 and texts == texts[:length] * (len(texts) // length):
            starts = columns[::length]
            width = max(columns[-1] + 1, *map(len, sheet.rows))
            spans = list(zip([0, *starts[1:]], [*starts[1:], width], strict=True))
            own = [find_header(_cut(sheet, spans, span, header.first_row), 0, file_stem) for span in spans]
            is_whole = all(part is not None and not part.missing for part in own)
            return spans if is_whole and {part.kind for part in own if part} <= set(_LEDGERS) else []
    return []


def _begins_alike(header: Header, columns: list[int], start: int) -> bool:
    """True where a later column begins a second table with the very heading of the first."""
    first = normalise(header.headings[columns[0]])
    return any(normalise(header.headings[column]) == first for column in columns if column > start)


def _cut(sheet: Sheet, spans: list[_Span], span: _Span, top: int) -> Sheet:
    """The columns of `span` alone; above row `top` also what stands there for all parts."""
    start, end = span
    others = [other for other in spans if other != span]
    rows: list[list[object]] = []
    for row, cells in enumerate(sheet.rows):
        own = [*[""] * min(start, len(cells)), *cells[start:end]]
        if row < top and all(map(is_blank, own)):
            filled = [other for other in others if any(not is_blank(value) for value in cells[other[0] : other[1]])]
            own = cells if len(filled) == 1 else own
        rows.append(own)
    merges = tuple(merge for merge in sheet.merges if merge[0] < top or (start <= merge[1] and merge[3] < end))
    return replace(sheet, rows=rows, merges=merges)
