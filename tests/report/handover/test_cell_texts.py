"""Text stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.report.handover.cell_texts import clean_text, escape_formula, fit_cell, is_run, restore_text

from .conftest import HOSTILE

starts = st.sampled_from(["", "=", "+", "-", "@", "'", "''=", "＝", "＋", "\t", "\r", " ", "\u200b", "\ufeff"])
texts = st.tuples(starts, st.text()).map("".join)


@given(texts)
def test_no_text_is_run_and_what_was_there_can_be_had_again(text: str) -> None:
    cleaned = clean_text(text)
    assert not is_run(escape_formula(cleaned))
    assert restore_text(escape_formula(cleaned)) == cleaned


@given(texts)
def test_a_text_that_went_through_csv_again_and_again_is_never_run(text: str) -> None:
    paper = io.StringIO(newline="")
    csv.writer(paper, lineterminator="\r\n").writerow([escape_formula(clean_text(text)), "x"])
    (row,) = csv.reader(io.StringIO(paper.getvalue(), newline=""))
    assert row == [escape_formula(clean_text(text)), "x"]
    assert not is_run(row[0])


@pytest.mark.parametrize("text", HOSTILE)
def test_known_tricks_stay_text(text: str) -> None:
    shown = escape_formula(clean_text(text))
    assert not shown.startswith(tuple("=+-@\t\r\n ＝"))
    assert not any(c in shown for c in "\u202e\u200f\x00\x0b\ufeff")


def test_ordinary_text_is_as_it_was() -> None:
    for text in ("仓扶办〔2020〕6号", "阳光1+1牵手计划", "a=b", "O'Neil", "—", "第一行\n第二行", "👨‍👩‍👧"[:1]):
        assert escape_formula(clean_text(text)) == text


@given(st.text(alphabet="中a😀", min_size=1), st.integers(1, 40_000))
def test_a_cell_holds_no_more_than_a_sheet_can_and_says_so(text: str, times: int) -> None:
    long = (text * times)[:70_000]
    fitted = fit_cell(long)
    assert len(fitted.encode("utf-16-le")) // 2 <= 32_767
    assert fitted == long or fitted.endswith("（过长，以下从略）")
