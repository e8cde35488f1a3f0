"""How every cited figure was made: its formula, its precision, and its rows, file › sheet › row."""

from __future__ import annotations

from collections.abc import Sequence

from charity_analysis.analysis.figures import Figure
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.elements import Fragment, Part, cite, join, paragraphs
from charity_analysis.report.half_year import HIDDEN, HalfYear, Source, show_value
from charity_analysis.report.proofs import Proof, render_proofs, sheet_table

# Up to so many rows are listed one by one; more are listed as stretches of rows with their sums.
_MOST_SINGLE_ROWS = 24
# Row numbers of a sheet that are longer than this are written once, and referred to wherever they stand again.
_MOST_NUMBERS = 120
_UNITS = {"fen": " 元", "days": " 天"}
_CONFIGURED = "依据的不是台账的行，而是机构设置（organisation.toml）。"
_AS_WRITTEN = "原表所写"


def render_evidence(report: HalfYear) -> Fragment:
    """A panel for each figure that the report cites, which proves it, and before them the list of the main ones."""
    written = _Written(report)
    keys = list(report.cited)
    bodies: dict[str, Part] = {}
    # Figures under several names that say the same share one panel.
    shared: dict[tuple[object, ...], list[str]] = {}
    # A proof may cite the figures that it takes, and these get proofs of their own.
    for key in keys:
        same = shared.setdefault(_said(report.cited[key]), [])
        same.append(key)
        if same[0] == key:
            bodies[key] = written.body(report.cited[key], report.ways[key][0])
        keys += list(report.cited)[len(keys) :]
    return render_proofs([_proof(report, written, same, bodies[same[0]]) for same in shared.values()])


def _said(figure: Figure) -> tuple[object, ...]:
    """What figures must share so that one panel proves them all."""
    parts = tuple((part.name, _said(part)) for part in figure.made_of)
    return figure.unit, figure.value, figure.halfwidth, figure.counts_rows, figure.formula, figure.row_ids, parts


def _proof(report: HalfYear, written: _Written, keys: list[str], body: Part) -> Proof:
    figure = report.cited[keys[0]]
    anchors = [anchor for key in keys for anchor in report.ways[key]]
    ways = tuple((anchor, written.backs.get(anchor, f"at-{anchor}")) for anchor in anchors)
    names = list(dict.fromkeys(report.cited[key].name for key in keys))
    name = names[0] + (f"（也是：{'、'.join(names[1:])}）" if names[1:] else "")
    # Every figure opens where it stands; a list of all would be as long as the report.
    is_listed = any(key in report.figures or key in report.key_figures for key in keys)
    listed = f"{anchors[0]}.0"
    return Proof(name, _with_unit(figure), body, ((listed, f"at-{listed}"), *ways) if is_listed else ways, is_listed)


def _with_unit(figure: Figure) -> str:
    return f"{show_value(figure)}{_UNITS.get(figure.unit, '')}"


class _Written:
    """What the proofs so far have written, so that long lists of row numbers stand once."""

    def __init__(self, report: HalfYear) -> None:
        self._report = report
        # Links inside a proof lead back to it, not to a place that it covers.
        self.backs: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def body(self, figure: Figure, anchor: str) -> Fragment:
        """The formula, and the rows or the figures that it takes; `anchor` is the proof's own."""
        precision = format_halfwidth_yuan(int(figure.halfwidth)) if figure.unit == "fen" else ""
        told = (
            f"算法：{figure.formula or _AS_WRITTEN}。{f'精度 {precision}（按原表印出的位数）。' if precision else ''}"
        )
        if not figure.made_of:
            return join(paragraphs([told]), self._rows(figure, anchor))
        return join(paragraphs([told]), *(self._part(figure, part, anchor) for part in figure.made_of))

    def _part(self, figure: Figure, part: Figure, anchor: str) -> Fragment:
        """A figure that this one takes: by name and value, with its rows, or with the way to its own proof."""
        key = self._report.key_of(part)
        if key is None and len(figure.made_of) > 2:
            self._report.cite(part.named(f"{figure.id}-{part.id}", part.name))
            key = self._report.key_of(part)
        value: Part = _with_unit(part)
        if key is not None:
            way = self._report.another_way(key)
            self.backs[way] = anchor
            value = cite(_with_unit(part), way)
        rows = join() if key is not None else self._rows(part, anchor)
        return join(Fragment(f'<p class="proof-part">{join(part.name, " ").html}{join(value).html}</p>'), rows)

    def _rows(self, figure: Figure, anchor: str) -> Fragment:
        known = self._report.rows_by_id
        rows = [known[row] for row in dict.fromkeys(figure.row_ids) if row in known]
        if not rows:
            return paragraphs([_CONFIGURED])
        if len(rows) == 1:
            return paragraphs([f"{rows[0].sheet} › 第 {rows[0].number} 行：{self._adds(figure, rows)}"])
        sheets: dict[str, list[Source]] = {}
        for row in rows:
            sheets.setdefault(row.sheet, []).append(row)
        # Where each row counts as one there is nothing to say beside it.
        is_single = len(rows) <= _MOST_SINGLE_ROWS and not figure.counts_rows
        lines = [(sheet, self._lines(figure, sheet, own, anchor, is_single)) for sheet, own in sheets.items()]
        heading = "数目" if figure.unit == "count" else "金额（元）"
        return sheet_table(lines, f"共 {len(rows):,} 行{_adds_up(figure, rows)}", heading, self._adds(figure, rows))

    def _lines(
        self, figure: Figure, sheet: str, rows: Sequence[Source], anchor: str, is_single: bool
    ) -> list[tuple[Part, str]]:
        """The rows of one sheet, each on a line or all on one."""
        if not is_single:
            return [(self._stretches(sheet, rows, anchor), self._adds(figure, rows))]
        return [(f"第 {row.number} 行", self._adds(figure, [row])) for row in rows]

    def _adds(self, figure: Figure, rows: Sequence[Source]) -> str:
        """What rows add to the figure: how many they are, the counts that they state, or their amounts."""
        if figure.counts_rows:
            return f"{len(rows):,}"
        if figure.unit == "count" and not _is_sum(figure, self._report):
            # Programmes or funds are counted, not what their rows state: persons and households are never one sum.
            return f"{len(rows):,} 行"
        if figure.unit == "count":
            if self._report.hides_rows(row.row_id for row in rows):
                return HIDDEN
            counts = [row.count for row in rows if row.count is not None]
            return f"{sum(counts):,}" if counts else "—"
        amounts = [row.amount for row in rows if row.amount is not None]
        return format_yuan(sum(amounts)) if amounts else "—"

    def _stretches(self, sheet: str, rows: Sequence[Source], anchor: str) -> Part:
        """Which rows of a sheet: as stretches, or where the same long list stands already, a link to that proof."""
        stretches = "、".join(_join_stretches(sorted(row.number for row in rows)))
        told = f"{len(rows):,} 行：第 {stretches} 行"
        if len(stretches) <= _MOST_NUMBERS:
            return told
        written = self._numbers.setdefault(f"{sheet}\0{stretches}", anchor)
        if written == anchor:
            return told
        key = next(key for key, ways in self._report.ways.items() if ways[0] == written)
        way = self._report.another_way(key)
        self.backs[way] = anchor
        return join(f"{len(rows):,} 行，", cite("行号见此", way))


def _is_sum(figure: Figure, report: HalfYear) -> bool:
    """True where the counts that the figure's rows state add up to it."""
    known = report.rows_by_id
    return sum(known[row].count or 0 for row in dict.fromkeys(figure.row_ids) if row in known) == figure.value


def _adds_up(figure: Figure, rows: Sequence[Source]) -> str:
    """Says so where the rows are not simply added up."""
    if figure.counts_rows:
        return "，每行计一"
    stated = [row.count if figure.unit == "count" else row.amount for row in rows]
    is_sum = figure.unit in ("fen", "count") and sum(value or 0 for value in stated) == figure.value
    return "" if is_sum else "，按上面的算法得出，不是各行相加"


def _join_stretches(numbers: list[int]) -> list[str]:
    """Runs of consecutive row numbers: [4, 5, 6, 9] → ["4–6", "9"]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{first}–{last}" if last > first else f"{first}" for first, last in runs]
