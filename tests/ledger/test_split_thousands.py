"""An amount that its own comma cut in two is held, and never read as its first figures."""

from __future__ import annotations

import pytest

from conftest import Office, rules_found


def write(office: Office, headings: str, *rows: str) -> dict:
    text = "\n".join(["捐赠收入,,,", "单位:元,,,", headings, *rows])
    (office.period / "捐赠.csv").write_text(text + "\n", encoding="utf-8")
    entry: dict = office.clean_one()
    return entry


@pytest.mark.parametrize("row", ["2020-01-01,张,1,000", "2020-01-01,张,12,500.00", "2020-01-01,张, 123 , 456"])
@pytest.mark.parametrize("heading", ["备注", "其他"])
def test_an_amount_cut_in_two_is_held(office: Office, row: str, heading: str) -> None:
    entry = write(office, f"捐赠日期,捐赠人,捐赠金额,{heading}", row, "2020-01-02,李,500,助学", "2020-01-03,王,70,")
    assert entry["tables"][0]["clean_fen"] == 57_000
    assert "split_thousands" in rules_found(entry)


@pytest.mark.parametrize("heading", ["票据号", "数量", "编码"])
def test_an_amount_beside_a_column_of_figures_counts(office: Office, heading: str) -> None:
    entry = write(office, f"捐赠日期,捐赠人,捐赠金额,{heading}", "2020-01-01,张,1,001", "2020-01-02,李,500,123")
    assert entry["tables"][0]["clean_fen"] == 50_100
    assert "split_thousands" not in rules_found(entry)


@pytest.mark.parametrize("note", ["2020", "12", "第100号", ""])
def test_another_note_beside_an_amount_says_nothing(office: Office, note: str) -> None:
    entry = write(office, "捐赠日期,捐赠人,捐赠金额,备注", f"2020-01-01,张,1,{note}")
    assert entry["tables"][0]["clean_fen"] == 100
