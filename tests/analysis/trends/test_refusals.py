"""What trends do not say: no percentage of too few, no comparison without a base, no donor who is nobody, no guessed day."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from builders_designated import In, Out, ledger_of

from charity_analysis.analysis.trends import (
    Giving,
    concentration_by_period,
    describe_scope,
    donor_changes,
    gift_changes,
    gifts_by_band,
    giving_by_campaign,
    giving_by_month,
    giving_by_season,
    income_against_spending,
    make_outlook,
    mix_over_time,
    recurring_giving,
)
from charity_analysis.ledger.aliases import Alias

FEW = ("甲公司", "乙公司", "丙公司", "丁公司")


def gifts_of(names: tuple[str, ...], day: str, fen: int = 100) -> list[In]:
    return [In(f"{day}-{name}", name, None, fen, day) for name in names]


def giving(gifts: list[In], payments: list[Out] | None = None, openings: dict[str, int] | None = None) -> Giving:
    return Giving(ledger_of(gifts, payments or [], openings))


def line_of(table: pd.DataFrame, period: str) -> pd.Series:
    return table.set_index("period").loc[period]


def test_of_fewer_than_five_donors_no_share_is_kept_and_it_says_so() -> None:
    line = line_of(donor_changes(giving([*gifts_of(FEW, "2019-08-01"), *gifts_of(FEW, "2020-02-01")])), "2020H1")
    assert (line["kept_count"], line["base_count"]) == (4, 4)
    assert pd.isna(line["kept_share"])
    assert line["why_missing"] == "基数只有 4 位捐赠人，少于 5 位，不计算百分比"
    five = (*FEW, "戊公司")
    line = line_of(donor_changes(giving([*gifts_of(five, "2019-08-01"), *gifts_of(FEW, "2020-02-01")])), "2020H1")
    assert (line["kept_share"], line["why_missing"]) == (0.8, "")


def test_a_half_year_without_a_ledger_is_no_base_and_nobody_is_lapsed_from_it() -> None:
    """Gifts in 2018H2 and 2020H1: between them there are no books."""
    table = donor_changes(giving([*gifts_of(FEW, "2018-08-01"), *gifts_of(FEW, "2020-02-01")]))
    line = line_of(table, "2020H1")
    assert pd.isna(line["lapsed_count"]) and pd.isna(line["kept_count"]) and pd.isna(line["returned_count"])
    assert line["new_count"] == 0  # all of them gave before
    assert line["why_missing"] == "上一个半年（2019H2）没有台账，无从比较"


def test_names_that_name_nobody_are_no_donors_and_are_counted_apart() -> None:
    books = giving([
        *gifts_of(("甲公司", "匿名"), "2020-02-01"),
        In("many", "社会各界", None, 50, "2020-02-01", donor_kind="general_public"),
        In("nobody", None, None, 7, "2020-02-01"),
    ])  # fmt: skip
    scope = line_of(describe_scope(books), "2020H1")
    assert (scope["donor_count"], scope["unnamed_count"], scope["unnamed_fen"]) == (1, 3, 157)
    groups = recurring_giving(books).set_index("group")
    assert groups.loc["one_off", "donor_count"] == 1
    assert pd.isna(groups.loc["unnamed", "donor_count"])
    assert concentration_by_period(books)["donor_count"].tolist() == [1]


def test_who_only_took_back_gave_nothing() -> None:
    books = giving([*gifts_of(("甲公司",), "2020-02-01"), In("back", "乙公司", None, -50, "2020-03-01")])
    assert books.donors["2020H1"] == {"甲公司"}
    assert books.gifts["amount_fen"].sum() == 50


def test_a_gift_without_a_day_is_in_no_month_and_no_campaign() -> None:
    books = giving([In("day", "甲公司", None, 100, "2020-01-20"), In("none", "乙公司", None, 900)])
    months = giving_by_month(books).set_index("month")["amount_fen"]
    assert (months["2020-01"], months["未载明"], months.sum()) == (100, 900, 1000)
    assert giving_by_season(books)["amount_fen"].sum() == 100
    festival = giving_by_campaign(books).set_index(["campaign", "year"]).loc[("spring_festival", 2020)]
    assert (festival["amount_fen"], festival["base_fen"], festival["undated_count"]) == (100, 100, 1)


def test_of_a_campaign_whose_days_lie_in_part_outside_the_ledger_no_share_is_given() -> None:
    """The Spring Festival of 2020 began on 2019-12-26; the ledger begins in 2020."""
    table = giving_by_campaign(giving([In("day", "甲公司", None, 100, "2020-01-20")])).set_index(["campaign", "year"])
    assert pd.isna(table.loc[("spring_festival", 2020), "share"])
    assert "没有台账" in table.loc[("spring_festival", 2020), "why_missing"]
    assert "只有一个半年" in table.loc[("one_day_giving", 2020), "why_missing"]
    assert ("charity_day", 2020) not in table.index  # September is in no book


def test_an_amount_that_is_not_known_is_never_nought() -> None:
    books = giving([replace(In("goods", "甲公司", None, 1, "2020-01-20", form="goods"), fen=None)])  # type: ignore[arg-type]
    (line,) = mix_over_time(books, "form").to_dict("records")
    assert (line["label"], line["unvalued_count"]) == ("物资", 1)
    assert pd.isna(line["amount_fen"]) and pd.isna(line["share"])
    assert pd.isna(giving_by_month(books).set_index("month").loc["2020-01", "amount_fen"])
    assert books.donors["2020H1"] == {"甲公司"}


def test_donors_whose_gifts_have_no_value_are_neither_up_nor_down() -> None:
    without = replace(In("now", "甲公司", None, 1, "2020-01-20"), fen=None)  # type: ignore[arg-type]
    line = line_of(gift_changes(giving([*gifts_of(("甲公司",), "2019-01-20"), without])), "2020H1")
    assert (line["both_count"], line["not_valued_count"], line["up_count"], line["down_count"]) == (1, 1, 0, 0)


def test_more_within_the_rounding_of_what_was_printed_is_no_upgrade() -> None:
    """100 ± 20, then 130 ± 10 (within), or 131 ± 10 (more)."""
    then = In("then", "甲公司", None, 100, "2019-01-20", halfwidth=20)
    for fen, expected in ((130, (0, 1)), (131, (1, 0))):
        now = In("now", "甲公司", None, fen, "2020-01-20", halfwidth=10)
        line = line_of(gift_changes(giving([then, now])), "2020H1")
        assert (line["up_count"], line["steady_count"]) == expected


def test_a_gift_on_the_bound_is_in_the_upper_band_and_a_rounded_one_may_be_in_either() -> None:
    books = giving([
        In("under", "甲公司", None, 99_999, "2020-01-20"),
        In("bound", "乙公司", None, 100_000, "2020-01-20", halfwidth=1),
        In("back", "丙公司", None, -5, "2020-01-20"),
    ])  # fmt: skip
    bands = gifts_by_band(books).set_index("band")
    assert bands.loc[["from_100", "from_1000", "not_single"], "gift_count"].tolist() == [1, 1, 1]
    assert bands.loc[["from_100", "from_1000"], "straddling_count"].tolist() == [0, 1]


def test_where_more_was_taken_back_than_given_no_share_of_the_mix_is_given() -> None:
    books = giving(
        [In("g", "甲公司", None, 100, "2020-01-20"), In("b", "乙公司", None, -30, "2020-01-20", designated=False)]
    )
    table = mix_over_time(books, "designation")
    assert table["share"].isna().all()
    assert set(table["why_missing"]) == {"退款多于捐赠，不计算百分比"}


def test_the_lag_counts_from_what_funds_held_and_is_not_guessed_without_it() -> None:
    """Held 50; came 100 in 2020H1 and 0 in 2020H2; paid 100 then 60: 150 is paid out in 2020H2, one half-year later."""
    gifts = [In("g1", "甲公司", "助学", 100, "2020-01-20"), In("g2", "甲公司", "助学", 500, "2021-01-20")]
    payments = [Out("p1", None, "助学", 100, "2020-05-01"), Out("p2", None, "助学", 60, "2020-08-01")]
    table = income_against_spending(giving(gifts, payments, {"助学": 50}))
    assert table["lag_half_years"].tolist() == [1, 0, pd.NA]
    assert table["why_missing"].iloc[2] == "到 2021H1 末还没有全部付出"
    unknown = income_against_spending(giving(gifts, payments))
    assert unknown["lag_half_years"].isna().all()
    assert "期初" in unknown["why_missing"].iloc[0]


def test_no_outlook_is_made_from_fewer_than_three_years() -> None:
    years = [In(f"g{year}", "甲公司", None, year, f"{year}-03-01") for year in (2018, 2019)]
    refused = make_outlook(giving(years), period="2020H1").figure
    assert refused.value is None
    assert refused.why_missing == "以前同一个半年只有 2 个，少于 3 个，不作展望"
    three = make_outlook(giving([*years, In("g2020", "甲公司", None, 9_000, "2020-03-01")]), period="2021H1")
    assert three.figure.value == 2019
    assert three.past["error_share"].tolist() == [pytest.approx((2018.5 - 9_000) / 9_000, abs=1e-3)]
    assert make_outlook(giving(years), "paid").figure.value is None
    with pytest.raises(ValueError, match="received"):
        make_outlook(giving(years), "promised")


def test_other_bases_than_the_two_are_refused() -> None:
    with pytest.raises(ValueError, match="previous"):
        donor_changes(giving(gifts_of(FEW, "2020-02-01")), "2019H1")


def test_decided_names_are_one_donor_and_rows_and_totals_stay_as_they_are() -> None:
    gifts = [*gifts_of(("甲公司",), "2019-08-01"), *gifts_of(("甲有限公司", "乙公司"), "2020-02-01")]
    ledger = ledger_of(gifts, [])
    before = ledger.donations.copy()
    plain = Giving(ledger)
    assert line_of(donor_changes(plain), "2020H1")[["kept_count", "new_count", "undecided_count"]].tolist() == [0, 2, 2]
    decided = Giving(ledger, (Alias(2, "甲有限公司", "甲公司", True, "同一税号", "张会计", "2020-07-01"),))
    assert line_of(donor_changes(decided), "2020H1")[["kept_count", "new_count", "undecided_count"]].tolist() == [
        1,
        1,
        0,
    ]
    assert decided.gifts["amount_fen"].sum() == plain.gifts["amount_fen"].sum()
    pd.testing.assert_frame_equal(ledger.donations, before)


def test_gifts_that_are_not_known_to_compare_are_told() -> None:
    """Uncertain books in one of the two half-years only."""
    table = donor_changes(
        giving([*gifts_of(FEW, "2019-08-01"), In("u", "甲公司", None, 5, "2020-02-01", books="uncertain")])
    )
    assert line_of(table, "2020H1")["scope_note"] == "只有本期含账务归属待核实的款项"
