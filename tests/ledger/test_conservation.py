"""The law of cleaning: rows in = clean + held + ignored, and no fen comes or goes, whatever the sheet holds."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.convert import Converted, convert_table
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.money import format_yuan

SOURCE = Source("office", "2020H1", "捐赠.xlsx")
HEAD = [["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "项目"]]

readable_fen = st.integers(min_value=1, max_value=10**10)
dates = st.sampled_from(
    ["2020-01-07", "2020年3月1日", "截至2020年1月23日", "未载明", "2020-02-30", "", "不详", "2019.12.31"]
)
donors = st.sampled_from(["甲公司", "合计科技有限公司", "匿名", "", "说明有限公司"])
programmes = st.sampled_from(["疫情防控", "", "新项目"])
faults = st.sampled_from(["", "待定", "约3万", "-", "未估值", "美元100", "1,2OO"])
junk_rows = st.sampled_from(
    [
        [],
        ["", "", "", ""],
        ["小计", "", "", ""],
        HEAD[2],
        ["制表:财务组"],
        ["以上数据均以银行回单为准，特此说明"],
        ["第1页"],
    ]
)


@st.composite
def data_rows(draw: st.DrawFn) -> tuple[list[object], int | None]:
    """A data row and its amount in fen, None where its amount cannot be read."""
    fen = draw(st.none() | readable_fen)
    amount = draw(faults) if fen is None else format_yuan(fen)
    row = [draw(dates), draw(donors), amount, draw(programmes)]
    return row, fen


def clean(rows: list[list[object]]) -> Converted:
    (table,), _ = find_tables(Sheet("捐赠", rows), "捐赠")
    return convert_table(table, SOURCE)


@given(st.lists(st.one_of(data_rows(), junk_rows.map(lambda row: (row, None))), max_size=30))
def test_every_row_and_every_fen_is_clean_held_or_ignored(drawn: list[tuple[list[object], int | None]]) -> None:
    rows = [*HEAD, *(row for row, _ in drawn)]
    result = clean(rows)
    assert result.clean_count + result.held_count + result.ignored == len(rows)
    held_fen = sum(fen for fen in result.held["amount_fen"] if fen is not None)
    assert result.clean_fen + held_fen == sum(fen for _, fen in drawn if fen is not None)


@given(st.lists(readable_fen, min_size=1, max_size=20), st.data())
def test_a_true_subtotal_is_never_reported_and_a_false_one_always_is(amounts: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(min_value=1, max_value=len(amounts)))
    off = data.draw(st.sampled_from([0, 1, -1, 12_345]))
    groups = [group for group in (amounts[:cut], amounts[cut:]) if group]
    rows: list[list[object]] = [*HEAD]
    for number, group in enumerate(groups):
        rows += [["2020-01-07", "甲", format_yuan(fen), ""] for fen in group]
        rows.append(["小计", "", format_yuan(sum(group) + (off if number == 0 else 0)), ""])
    rows.append(["合计", "", format_yuan(sum(amounts)), ""])
    rules = [finding.rule for finding in clean(rows).findings]
    assert rules == (["total_mismatch"] if off else [])


@given(st.lists(readable_fen, max_size=12), st.randoms())
def test_the_order_of_rows_changes_no_total(amounts: list[int], random: object) -> None:
    rows = [["2020-01-07", "甲", format_yuan(fen), ""] for fen in amounts]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert clean([*HEAD, *rows]).clean_fen == clean([*HEAD, *shuffled]).clean_fen


def test_the_samples_conserve_every_row_of_every_sheet(
    cangshan: Ledger, demo: Ledger, demo2: Ledger, sample_folders: object
) -> None:
    from charity_analysis.ingest.files.readers import read_workbook

    for ledger in (cangshan, demo, demo2):
        raw: Path = sample_folders.raw / ledger.organisation.code  # type: ignore[attr-defined]
        for file in ledger.manifest["document"]["files"]:
            sheets = read_workbook(raw / file["period"] / file["file"]).sheets
            counted = sum(sum(table["rows"].values()) for table in file["tables"])
            assert counted == sum(len(sheet.rows) for sheet in sheets), file["file"]
