"""The draft of a correction note (更正说明): what was published when, what is corrected, and the rows behind it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.record import generated_at
from charity_analysis.report.record_changes import Comparison, FigureChange, Measured, RowChange, Stated
from charity_analysis.rules.statutory import CERTAINTIES, duties

CORRECTION = "correction.md"
CORRECTION_WORD = "correction.docx"
DRAFT = "（草稿：请在 correction.md 填写原因，核对后按规定公布；再次生成时保留“原因”一行，其余重写。）"
NO_ROWS = "没有金额或数目改变的行。"
FIGURE_COLUMNS = ("指标", "原公布", "更正为", "差额", "依据（附件序号）")
ROW_COLUMNS = ("序号", "出处", "原来", "现在")
_DUTY = "DIS26-correction"
_REASON = re.compile(r"^原因：[ \u3000]*(\S.*?)[ \u3000]*$", re.MULTILINE)
_BLANK = "\u3000" * 8


@dataclass(frozen=True)
class Restatement:
    """One step from a published version to the next: days as ISO text, `corrected_on` "" for what is said now."""

    published_on: str
    corrected_on: str
    comparison: Comparison


@dataclass(frozen=True)
class NumberedRows:
    """The rows behind several figures, each once and numbered from 1."""

    rows: tuple[RowChange, ...]

    @classmethod
    def of(cls, comparison: Comparison) -> NumberedRows:
        """The rows of all changes, in the order in which the figures name them."""
        return cls(tuple(dict.fromkeys(row for change in comparison.changes for row in change.rows)))

    def numbers(self, change: FigureChange) -> str:
        """The numbers of the rows behind one figure, in runs: "1–3、7"; "" where only its making changed."""
        places = {row: number for number, row in enumerate(self.rows, 1)}
        runs: list[list[int]] = []
        for number in sorted(places[row] for row in change.rows):
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        return "、".join(f"{first}–{last}" if last > first else f"{first}" for first, last in runs)


@dataclass(frozen=True)
class Note:
    """The parts of a correction note, as text: what the Markdown and the Word file both say. `reason` may be ""."""

    organisation: str
    title: str
    lead: str
    duty: str
    reason: str
    why: str
    figures: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


def make_note(organisation: str, period: str, restatement: Restatement, before: bytes = b"") -> Note:
    """What the note says. The reason that stands in `before` is kept where that corrects the same published version.

    Source: rules/statutory.toml, DIS26-correction, quoted where it is in force on the day of making.
    """
    comparison = restatement.comparison
    numbered = NumberedRows.of(comparison)
    told = before.decode("utf-8", "replace")
    since = f"{show_day(restatement.published_on)}公布的{period}"
    kept = _REASON.search(told) if since in told else None
    figures = tuple(
        (
            change.name,
            show_stated(change, change.was),
            show_stated(change, change.now),
            show_difference(change),
            numbered.numbers(change) or "—",
        )
        for change in comparison.changes
    )
    rows = tuple(
        (str(number), show_place(row), show_row(row.was), show_row(row.now))
        for number, row in enumerate(numbered.rows, 1)
    )
    lead = f"我会于{since}慈善收支情况，有 {len(figures)} 项数字需要更正，现说明如下。"
    title = f"{organisation}关于更正{period}公布数字的说明"
    day = date.fromisoformat(generated_at()[:10])
    reason = kept[1] if kept else ""
    return Note(organisation, title, lead, _duty_on(day), reason, why_without_rows(comparison), figures, rows)


def nothing_to_correct(organisation: str, period: str, restatement: Restatement, before: bytes) -> Note:
    """What takes the place of a draft whose changes were taken back, lest it be published; its reason is kept."""
    note = make_note(organisation, period, restatement, before)
    lead = f"{show_day(restatement.published_on)}公布的{period}慈善收支情况与现在的数字一致，没有需要更正的数字。"
    return replace(note, lead=lead, duty="", why="")


def _duty_on(day: date) -> str:
    """The duty to publish a correction, with its law; "" where that is not in force on `day`."""
    duty = next(one for one in duties() if one.id == _DUTY)
    if not duty.law.is_in_force_on(day):
        return ""
    return f"依据：《{duty.law.title}》，{duty.law.source}（{CERTAINTIES[duty.law.certainty]}）：{duty.text}。"


def write_note(note: Note) -> bytes:
    """The note as Markdown, its reason left to be filled in. Nobody is named."""
    parts = [
        f"# {_text(note.title)}",
        DRAFT,
        _text(note.lead),
        *([_text(note.duty)] if note.duty else []),
        *(["## 一、更正的数字", _table(FIGURE_COLUMNS, note.figures)] if note.figures else []),
        "## 二、更正的原因",
        f"原因：{note.reason or _BLANK}",
        *([note.why] if note.why else []),
        "## 三、附件：涉及的台账行",
        _table(ROW_COLUMNS, note.rows) if note.rows else NO_ROWS,
        _text(note.organisation),
        f"{_BLANK[:4]}年{_BLANK[:2]}月{_BLANK[:2]}日",
    ]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def why_without_rows(comparison: Comparison) -> str:
    """What is to be said of figures that changed although no row behind them says otherwise; "" where there is none."""
    if all(change.rows for change in comparison.changes):
        return ""
    if comparison.is_made_otherwise:
        return "没有列出依据的指标，是因为计算的程序或规则与公布时的不同，台账的行没有改变。"
    return "没有列出依据的指标，是因为归类、日期或机构设置有改变，行的金额和数目没有改变。"


def show_stated(change: FigureChange, stated: Stated) -> str:
    """A value with its unit and precision, or why there was none; shares with as many digits as tell the two apart."""
    if stated.value is None:
        return f"没有给出（{stated.why_missing}）"
    if change.unit == "fen":
        return " ".join(
            filter(None, [f"{format_yuan(int(stated.value))} 元", format_halfwidth_yuan(int(stated.halfwidth))])
        )
    if change.unit == "share":
        # Its precision is told where that is all that changed.
        precision = f" ± {stated.halfwidth:.4%}" if change.difference == 0 else ""
        return f"{stated.value:.{_digits(change)}%}{precision}"
    return f"{stated.value:,}{' 天' if change.unit == 'days' else ''}"


def show_difference(change: FigureChange) -> str:
    """now − was with its sign; shares in percentage points, and — where either was not given."""
    difference = change.difference
    if difference is None:
        return "—"
    if change.unit == "fen":
        return f"{'+' if difference > 0 else ''}{format_yuan(int(difference))} 元"
    if change.unit == "share":
        return f"{difference * 100:+.{_digits(change)}f} 个百分点"
    return f"{difference:+,}{' 天' if change.unit == 'days' else ''}"


def show_place(row: RowChange) -> str:
    """file › sheet › row, as people count."""
    return f"{row.place} › 第 {row.number} 行"


def show_row(said: Measured | None) -> str:
    """What a row says: its amount with its precision, its count; that it does not count where it is not there."""
    if said is None:
        return "不计入"
    amount = "" if said.fen is None else f"{format_yuan(said.fen)} 元"
    precision = format_halfwidth_yuan(said.halfwidth)
    count = "" if said.count is None else f"数目 {said.count:,}"
    return "，".join(filter(None, [" ".join(filter(None, [amount, precision])), count])) or "没有写明金额"


def show_day(day: str) -> str:
    """2020-07-22 → 2020年7月22日."""
    year, month, number = day.split("-")
    return f"{int(year)}年{int(month)}月{int(number)}日"


def _digits(change: FigureChange) -> int:
    """Decimals of a percentage: 2, or as many as a small difference needs to be seen."""
    difference = abs(change.difference or 0) * 100
    return 2 if difference == 0 or difference >= 0.01 else min(2 - math.floor(math.log10(difference / 0.01)), 9)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(map(_text, line))} |" for line in lines)


def _text(text: str) -> str:
    """`text` in which Markdown sees no marks: names of files and programmes stay what they are."""
    return re.sub(r"([\\`*_{}\[\]<>#|!~])", r"\\\1", " ".join(text.split())) if text != "---" else text
