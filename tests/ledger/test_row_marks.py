"""What rows say of themselves: refunds lower the total, pledges and void rows are held, what is unclear is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import FaultyCell, Sheet
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.convert import Converted, convert_table
from conftest import DONATION_HEADINGS, Office, rules_found

SOURCE = Source("office", "2020H1", "台账.xlsx")
HEADINGS = ["捐赠日期", "捐赠人", "捐赠金额", "备注"]
GOOD = ["2020-01-07", "甲公司", 1000.0, ""]


def convert(
    rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS, title: str = "捐赠收入", **sheet: Any
) -> Converted:
    """One table with its title and unit in rows 1 and 2, headings in row 3 and `rows` from row 4."""
    grid: list[list[object]] = [[title], ["单位:元"], list(headings), *(list(row) for row in rows)]
    (table,), findings = find_tables(Sheet("台账", grid, **sheet), "台账")
    assert findings == []
    return convert_table(table, SOURCE)


def rules(result: Converted) -> list[str]:
    return [finding.rule for finding in result.findings]


def noted(amount: object, note: str) -> Converted:
    return convert([GOOD, ["2020-02-08", "乙公司", amount, note]])


# --- refunds -------------------------------------------------------------------------------------------------

REFUNDS = [
    "退款", "退回", "冲销", "冲红", "红冲", "退款200元", "重复捐款退回", "因账号不符退回", "无法入账，原路退回", "误汇退款",
    "2020年2月8日退款", "冲红，原收据号00012", "沖銷", "退 款", "如数退还", "系统自动冲销",
]  # fmt: skip


@pytest.mark.parametrize("note", REFUNDS)
def test_a_refund_told_by_its_note_lowers_the_total(note: str) -> None:
    result = noted(200.0, note)
    assert result.clean["amount_fen"] == [100_000, -20_000]
    assert rules(result) == ["refund"]
    assert (result.findings[0].cell, result.findings[0].severity) == ("C5", "warning")


@pytest.mark.parametrize("note", [*REFUNDS, "已退款", "已原路退回"])
@pytest.mark.parametrize("amount", [-200.0, "-200.00", "(200.00)", "－200", "负200元", "−200"])
def test_a_refund_with_a_negative_amount_lowers_the_total_once(note: str, amount: object) -> None:
    result = noted(amount, note)
    assert result.clean["amount_fen"] == [100_000, -20_000]
    assert rules(result) == []


@pytest.mark.parametrize("amount", [-200.0, "(200.00)", "－200"])
def test_a_negative_amount_without_a_word_is_a_finding(amount: object) -> None:
    result = noted(amount, "")
    assert result.clean["amount_fen"] == [100_000, -20_000]
    assert rules(result) == ["negative_amount"]


@pytest.mark.parametrize(
    "note",
    [
        "不予退款", "未退款", "无需退款", "拟退款", "待退款", "申请退款", "如需退款请联系", "可退款", "退款中", "退款失败",
        "退款已重新汇入", "退回后重汇", "退回，再次汇入", "退回后已补汇", "部分退款", "其中退款100元", "退款100元", "扣除退款", "含退款",
        "多汇部分退回", "退款？", "已退款", "已于2月9日退回",
    ],
)  # fmt: skip
def test_a_note_that_can_be_read_two_ways_holds_its_row(note: str) -> None:
    result = noted(200.0, note)
    assert result.clean["amount_fen"] == [100_000]
    assert result.held["amount_fen"] == [20_000]
    assert rules(result) == ["unclear_refund"]
    assert result.held_cells == ["D5"]


@pytest.mark.parametrize(
    "note", ["退役军人专项", "冲锋衣", "红十字会转来", "认真核对", "待开票据", "发票未收到", "收据尚未收到"]
)
def test_words_that_only_look_like_marks_change_nothing(note: str) -> None:
    result = noted(200.0, note)
    assert result.clean["amount_fen"] == [100_000, 20_000]
    assert rules(result) == []


def test_a_total_agrees_with_the_signed_amounts() -> None:
    rows = [GOOD, ["2020-02-08", "乙公司", 200.0, "退款"], ["合计", "", 800.0, ""]]
    assert rules(convert(rows)) == ["refund"]
    rows[-1] = ["合计", "", 1200.0, ""]
    assert sorted(rules(convert(rows))) == ["refund", "total_mismatch"]


@pytest.mark.parametrize("heading", ["状态", "款项情况", "是否退款"])
def test_a_column_of_states_tells_a_refund_too(heading: str) -> None:
    rows = [[*GOOD, "否"], ["2020-02-08", "乙公司", 200.0, "", "是" if heading == "是否退款" else "退款"]]
    result = convert(rows, [*HEADINGS, heading])
    assert result.clean["amount_fen"] == [100_000, -20_000]
    assert sorted(rules(result)) == ["refund", "unmapped_columns"]


def test_a_refund_told_in_a_name_is_held_for_the_name_may_be_meant() -> None:
    result = convert([GOOD, ["2020-02-08", "乙公司退款", 200.0, ""], ["2020-02-09", "丙(退款)", -5.0, ""]])
    assert result.clean["amount_fen"] == [100_000, -500]
    assert rules(result) == ["unclear_refund"]


SPENDING = ["拨付日期", "收款单位", "拨付金额", "用途", "备注"]


def test_money_that_comes_back_lowers_what_was_paid() -> None:
    rows = [["2020-01-07", "甲村", 1000.0, "助学", ""], ["2020-02-08", "乙村", 200.0, "助学", "账号不符退回"]]
    result = convert(rows, SPENDING, "拨付支出")
    assert result.clean["amount_fen"] == [100_000, -20_000]
    assert rules(result) == ["refund"]


def test_a_donation_given_back_is_paid_out_and_not_taken_off_by_guess() -> None:
    rows = [["2020-01-07", "甲村", 1000.0, "助学", ""], ["2020-02-08", "乙公司", 200.0, "退还捐款", ""]]
    result = convert(rows, SPENDING, "拨付支出")
    assert result.clean["amount_fen"] == [100_000]
    assert rules(result) == ["unclear_refund"]


def test_a_refund_of_so_many_at_so_much_is_no_wrong_product() -> None:
    headings = ["拨付日期", "收款单位", "拨付金额", "人数", "标准(元)", "备注"]
    rows = [["2020-01-07", "甲村", 1000.0, 2, 500, ""], ["2020-02-08", "甲村", 500.0, 1, 500, "退回"]]
    result = convert(rows, headings, "拨付支出")
    assert result.clean["amount_fen"] == [100_000, -50_000]
    assert rules(result) == ["refund"]


# --- pledges -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "认捐", "认捐，尚未到账", "承诺捐赠", "认捐未到账", "款未到", "认捐款待到账", "认捐首期已到账", "认捐10万元，已到账5万元",
        "認捐", "未到账", "认捐 预计6月到账", "承诺捐款，分期履行",
    ],
)  # fmt: skip
def test_a_pledge_that_has_not_come_in_is_held(note: str) -> None:
    result = noted(50_000.0, note)
    assert result.clean["amount_fen"] == [100_000]
    assert result.held["amount_fen"] == [5_000_000]
    assert rules(result) == ["pledge_not_received"]


@pytest.mark.parametrize(
    "note", ["认捐已到账", "认捐款已全部到账", "承诺捐款已兑现", "认捐，已收到", "已到账", "认捐5万元，到账5万元"]
)
def test_a_pledge_that_has_come_in_counts(note: str) -> None:
    result = noted(50_000.0, note)
    assert result.clean["amount_fen"] == [100_000, 5_000_000]
    assert rules(result) == []


@pytest.mark.parametrize(
    "note", ["认捐，2020.7.10已到账", "认捐款于7月10日到账", "认捐，2021年1月已到账", "认捐，20-07-10已到账"]
)
def test_a_pledge_that_came_in_during_another_period_is_held(note: str) -> None:
    result = convert([GOOD, ["2020-06-20", "乙公司", 200.0, note]])
    assert (result.clean["amount_fen"], rules(result)) == ([100_000], ["arrival_in_other_period"])


@pytest.mark.parametrize("note", ["认捐，2020.6.25已到账", "2019年认捐，2020年6月25日到账", "认捐，6月已到账"])
def test_a_pledge_that_came_in_during_its_period_counts(note: str) -> None:
    assert convert([["2020-06-20", "乙公司", 200.0, note]]).clean["amount_fen"] == [20_000]


def test_the_form_of_a_gift_and_a_column_of_arrivals_tell_pledges() -> None:
    rows = [
        ["2020-01-07", "甲", 1.0, "认捐", "是"],
        ["2020-01-08", "乙", 2.0, "认捐", "否"],
        ["2020-01-09", "丙", 4.0, "现金", "否"],
        ["2020-01-10", "丁", 8.0, "现金", "是"],
    ]
    result = convert(rows, ["捐赠日期", "捐赠人", "捐赠金额", "捐赠形式", "是否到账"])
    assert result.clean["amount_fen"] == [100, 800]
    assert rules(result).count("pledge_not_received") == 2


def test_promises_in_a_plan_are_what_it_is_for() -> None:
    rows = [["助学", "学生", 1000.0, "承诺捐赠，未到账"]]
    result = convert(rows, ["事项", "对象", "计划金额", "备注"], "计划与承诺")
    assert (result.clean_count, rules(result)) == (1, [])


# --- entries that were cancelled, or never paid ---------------------------------------------------------------

CANCELLED = [
    "无效", "该笔无效", "取消捐赠", "捐赠取消", "撤销", "撤回", "已撤单", "交易失败", "转账失败", "支付失败", "重复登记", "不予计入",
    "不计入本期", "删除", "删除此行", "失败", "已关闭", "已取消", "（取消）", "撤 销", "撤銷", "無效",
]  # fmt: skip


@pytest.mark.parametrize("note", CANCELLED)
def test_a_cancelled_entry_is_held(note: str) -> None:
    result = noted(200.0, note)
    assert (result.clean["amount_fen"], result.held["amount_fen"]) == ([100_000], [20_000])
    assert rules(result) == ["cancelled_row"]


@pytest.mark.parametrize("stated", [1000, 1200])
def test_a_total_with_or_without_its_cancelled_row_is_right(stated: int) -> None:
    rows = [GOOD, ["2020-02-08", "乙", 200.0, "交易失败"], ["合计", "", stated, ""]]
    assert rules(convert(rows)) == ["cancelled_row"]


@pytest.mark.parametrize("note", ["冲正", "原路返回", "返还", "已退", "红票"])
def test_an_entry_that_was_taken_back_is_held_where_its_sign_does_not_tell(note: str) -> None:
    assert rules(noted(200.0, note)) == ["unclear_refund"]
    result = noted(-200.0, note)
    assert (result.clean["amount_fen"], rules(result)) == ([100_000, -20_000], [])


@pytest.mark.parametrize("note", ["捐赠取消", "撤销", "冲销重复登记", "无效捐款退回", "支付失败退票"])
def test_a_negative_amount_takes_off_what_was_cancelled(note: str) -> None:
    result = noted(-200.0, note)
    assert (result.clean["amount_fen"], rules(result)) == ([100_000, -20_000], [])


@pytest.mark.parametrize("note", ["在途", "拟捐", "捐赠意向", "承诺（未到账）", "承诺", "分期到账", "部分到账"])
def test_money_that_is_on_its_way_is_not_received(note: str) -> None:
    result = noted(200.0, note)
    assert (result.clean["amount_fen"], rules(result)) == ([100_000], ["pledge_not_received"])


@pytest.mark.parametrize("heading", ["状态", "交易状态", "到账情况", "支付结果"])
@pytest.mark.parametrize("state", ["失败", "已关闭", "已取消", "部分到账", "未到账"])
def test_a_column_of_states_holds_its_row(heading: str, state: str) -> None:
    result = convert([[*GOOD, "成功"], ["2020-02-08", "乙", 200.0, "", state]], [*HEADINGS, heading])
    assert (result.clean["amount_fen"], result.held["amount_fen"]) == ([100_000], [20_000])


def test_a_column_that_asks_whether_an_entry_stands_is_answered() -> None:
    rows = [[*GOOD, "是", "否"], ["2020-02-08", "乙", 2.0, "", "否", "否"], ["2020-02-08", "丙", 4.0, "", "是", "是"]]
    result = convert(rows, [*HEADINGS, "是否有效", "是否取消"])
    assert (result.clean["amount_fen"], rules(result).count("cancelled_row")) == ([100_000], 2)


@pytest.mark.parametrize(
    "note", ["意向书已签并到账", "已退休教师", "已退伍军人", "撤销贫困县专项", "未撤销", "善款待拨付"]
)
def test_words_of_other_matters_cancel_nothing(note: str) -> None:
    assert (noted(200.0, note).clean["amount_fen"], rules(noted(200.0, note))) == ([100_000, 20_000], [])


def test_a_mark_in_the_name_of_a_programme_is_part_of_it() -> None:
    result = convert([[*GOOD, "撤销贫困县助学"], ["2020-02-08", "失败", 2.0, "", "无效"]], [*HEADINGS, "项目"])
    assert result.clean["amount_fen"] == [100_000, 200]


@pytest.mark.parametrize(
    "note",
    ["未支付", "待拨付", "尚未发放", "未领取", "已批准未拨付", "支付失败退票", "未到账", "在途", "尚未發放"],
)
def test_what_was_never_paid_is_no_spending(note: str) -> None:
    rows = [["2020-01-07", "甲村", 1000.0, "助学", ""], ["2020-02-08", "乙村", 200.0, "助学", note]]
    result = convert(rows, SPENDING, "拨付支出")
    assert (result.clean["amount_fen"], result.held["amount_fen"]) == ([100_000], [20_000])
    assert rules(result) == ["cancelled_row" if "失败" in note else "not_paid"]


@pytest.mark.parametrize("note", ["补发上年未领取", "发票未领取", "已支付", "原未拨付，现已拨付", "代发放"])
def test_what_was_paid_in_the_end_counts(note: str) -> None:
    rows = [["2020-02-08", "乙村", 200.0, "助学", note]]
    assert convert(rows, SPENDING, "拨付支出").clean["amount_fen"] == [20_000]


@pytest.mark.parametrize("note", ["项目结余退回", "退回未用善款"])
def test_money_that_a_payee_returns_is_not_taken_off_gifts_by_guess(note: str) -> None:
    assert rules(noted(200.0, note)) == ["unclear_refund"]
    result = convert([["2020-02-08", "乙村", 200.0, "助学", note]], SPENDING, "拨付支出")
    assert (result.clean["amount_fen"], rules(result)) == ([-20_000], ["refund"])


def test_money_paid_back_to_a_donor_is_not_taken_off_spending_by_guess() -> None:
    for headings, said in ((SPENDING, ["退款", ""]), ([*SPENDING[:3], "项目", "摘要"], ["助学", "退还捐款"])):
        result = convert([["2020-02-08", "乙", 200.0, *said]], headings, "拨付支出")
        assert (result.clean["amount_fen"], rules(result)) == ([], ["unclear_refund"])


# --- void and struck rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["作废", "此票作废", "票据已作废", "作廢", "作 废", "作废重开", "废票"])
def test_a_void_row_is_held(note: str) -> None:
    result = noted(200.0, note)
    assert (result.clean["amount_fen"], result.held["amount_fen"]) == ([100_000], [20_000])
    assert rules(result) == ["void_row"]


def test_a_void_receipt_is_told_by_any_cell_of_its_row() -> None:
    rows = [
        [*GOOD, "否"],
        ["2020-02-08", "作废", 1.0, "", ""],
        ["2020-02-08", "丙", 2.0, "", "是"],
        ["2020-02-08", "丁", 4.0, "", "作废"],
    ]
    result = convert(rows, [*HEADINGS, "是否作废"])
    assert result.clean["amount_fen"] == [100_000]
    assert rules(result).count("void_row") == 3


@pytest.mark.parametrize("note", ["未作废", "废旧物资义卖款", "荒废校舍修缮"])
def test_a_row_that_is_not_void_counts(note: str) -> None:
    assert noted(200.0, note).clean["amount_fen"] == [100_000, 20_000]


@pytest.mark.parametrize("struck", [{(4, 2)}, {(4, 0)}, {(4, 1)}, {(4, 0), (4, 1), (4, 2), (4, 3)}])
def test_a_row_struck_through_is_held(struck: set) -> None:
    result = convert([GOOD, ["2020-02-08", "乙", 200.0, "注"]], struck=frozenset(struck))
    assert (result.clean["amount_fen"], result.held["amount_fen"]) == ([100_000], [20_000])
    assert rules(result) == ["void_row"]


def test_a_line_through_a_note_or_a_blank_cell_voids_nothing() -> None:
    result = convert([GOOD, ["2020-02-08", "乙", 200.0, "旧注"]], struck=frozenset({(4, 3), (3, 3), (2, 1)}))
    assert result.clean["amount_fen"] == [100_000, 20_000]
    assert rules(result) == []


@pytest.mark.parametrize(("stated", "expected"), [(1000, []), (1200, []), (1100, ["total_mismatch"])])
def test_a_total_with_or_without_its_void_row_is_right(stated: int, expected: list) -> None:
    rows = [GOOD, ["2020-02-08", "乙", 200.0, "作废"], ["合计", "", stated, ""]]
    assert [rule for rule in rules(convert(rows)) if rule != "void_row"] == expected


# --- foreign money -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["美元", "100美元", "USD", "港币捐款", "HK$1,000", "欧元账户", "外币捐赠"])
def test_a_note_of_foreign_money_without_a_conversion_holds_its_row(note: str) -> None:
    result = noted(200.0, note)
    assert result.clean["amount_fen"] == [100_000]
    assert rules(result) == ["foreign_amount"]


@pytest.mark.parametrize(
    "note", ["100美元折人民币700元", "美元结汇，汇率7.01", "2020年1月7日元旦后", "增加元件", "人民币"]
)
def test_converted_money_is_rmb(note: str) -> None:
    assert noted(200.0, note).clean["amount_fen"] == [100_000, 20_000]


def test_a_column_of_currencies_holds_the_foreign_rows() -> None:
    rows = [[*GOOD, "人民币"], ["2020-02-08", "乙", 200.0, "", "美元"], ["2020-02-08", "丙", 5.0, "", "CNY"]]
    result = convert(rows, [*HEADINGS, "币种"])
    assert result.clean["amount_fen"] == [100_000, 500]
    assert "foreign_amount" in rules(result)


# --- faulty cells and lost digits ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        (2, FaultyCell("#REF!", "error_value"), "unreadable_amount"),
        (2, FaultyCell("=SUM(C4:C9)", "formula_not_computed"), "unreadable_amount"),
        (0, FaultyCell("=TODAY()", "formula_not_computed"), "unreadable_date"),
        (1, FaultyCell("#N/A", "error_value"), "unreadable_name"),
        (1, "#N/A", "unreadable_name"),
        (1, 1.10101e17, "unreadable_name"),
        (2, "口罩500只", "unreadable_amount"),
        (2, True, "unreadable_amount"),
    ],
)
def test_a_cell_without_a_value_of_its_own_holds_its_row(column: int, value: object, rule: str) -> None:
    row: list[object] = ["2020-02-08", "乙", 200.0, ""]
    row[column] = value
    result = convert([GOOD, row])
    assert result.clean["amount_fen"] == [100_000]
    assert rules(result) == [rule]


def test_a_faulty_cell_beside_the_money_is_left_out() -> None:
    result = convert([["2020-02-08", "乙", 200.0, FaultyCell("#REF!", "error_value"), "#VALUE!"]], [*HEADINGS, "项目"])
    assert (result.clean["amount_fen"], result.clean["note"], result.clean["programme"]) == ([20_000], [None], [None])
    assert rules(result) == ["unreadable_cell", "unreadable_cell"]


def test_receipt_numbers_that_lost_their_digits_are_no_numbers() -> None:
    rows = [
        ["2020-01-07", "甲", 1.0, 1.10101e17, ""],
        ["2020-01-08", "乙", 2.0, "1.10101E+17", 35010219900101001.0],
        ["2020-01-09", "丙", 4.0, 123456.0, "350102199001011234"],
        ["2020-01-09", "丁", 8.0, "3E12", ""],
    ]
    result = convert(rows, ["捐赠日期", "捐赠人", "捐赠金额", "票据号", "证件"])
    assert result.clean["receipt_no"] == [None, None, "123456", "3E12"]
    assert result.clean["amount_fen"] == [100, 200, 400, 800]
    lost = [finding for finding in result.findings if finding.rule == "id_precision_lost"]
    assert [(finding.cell, finding.values["rows"]) for finding in lost] == [("D4", "2"), ("E5", "1")]


# --- laws ----------------------------------------------------------------------------------------------------

notes = st.text(alphabet="退款回冲销红认捐未已到账作废不重新部分其中美元,。?()12元 ", max_size=12)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), notes), max_size=8))
def test_whatever_a_note_says_no_row_and_no_fen_is_lost(drawn: list[tuple[int, str]]) -> None:
    result = convert([["2020-01-07", "甲", fen / 100, note] for fen, note in drawn])
    assert result.clean_count + result.held_count == len(drawn)
    clean = dict(zip(result.clean["source_row"], result.clean["amount_fen"], strict=True))
    held = dict(zip(result.held["source_row"], result.held["amount_fen"], strict=True))
    for row, (fen, _) in enumerate(drawn, start=4):
        assert (clean | held)[row] in (fen, -abs(fen))
        assert row in clean or held[row] == fen


# --- the whole way -------------------------------------------------------------------------------------------


def test_marks_are_found_in_a_workbook(office: Office) -> None:
    rows = [
        [1, "2020-01-07", "甲", 1000, None, None],
        [2, "2020-01-08", "乙", 200, None, "退款"],
        [3, "2020-01-09", "丙", 50, None, "作废"],
        [4, "2020-01-10", "丁", 30, None, "认捐"],
        ["合计", None, None, 800, None, None],
    ]
    office.workbook("捐赠.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], [*DONATION_HEADINGS, "备注"], *rows]})
    entry = office.clean_one()
    assert rules_found(entry) == {"refund", "void_row", "pledge_not_received"}
    assert entry["tables"][0]["clean_fen"] == 80_000
    assert entry["tables"][0]["rows"] == {"clean": 2, "held": 2, "ignored": 4}
