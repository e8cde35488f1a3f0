"""Who gives: concentration as an interval where nobody is named, who stays, how large a gift is, and what donors are told."""

from __future__ import annotations

import pytest
from builders_designated import In, Out, ledger_of

from charity_analysis.analysis.designated.chains import find_chains
from charity_analysis.analysis.designated.donor_statement import donor_statement
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.ledger.ledger import Ledger


def figure(identifier: str, ledger: Ledger, period: str = "2020H1") -> Figure:
    return next(one for one in key_figures(ledger, period) if one.id == identifier)


def test_concentration_of_named_donors_is_exact() -> None:
    """甲 50 + 10, 乙 30, 丙 10 of 100: HHI = 0.36 + 0.09 + 0.01 = 0.46; top 1 = 0.6, top 5 = 1."""
    gifts = [
        In("g1", "甲公司", None, 50),
        In("g2", "甲 公司", None, 10),
        In("g3", "乙公司", None, 30),
        In("g4", "丙公司", None, 10),
    ]
    computed = figure("K17", ledger_of(gifts, []))
    assert (computed.value, computed.halfwidth) == (pytest.approx(0.46), 0)
    assert {part.id: part.value for part in computed.parts} == pytest.approx({"top1": 0.6, "top5": 1, "hhi": 0.46})
    assert set(computed.row_ids) == {"g1", "g2", "g3", "g4"}
    assert set(computed.parts[0].row_ids) == {"g1", "g2", "g3", "g4"}  # its share rests on all of them


def test_concentration_is_an_interval_where_it_is_not_known_who_gave() -> None:
    """甲 60, 社会各界 30, 匿名 10 of 100: from 0.36 (countless donors) to 0.36 + 0.09 + 0.01 (one each): 0.41 ± 0.05."""
    gifts = [
        In("g1", "甲公司", None, 60),
        In("g2", "社会各界", None, 30, donor_kind="general_public"),
        In("g3", "匿名", None, 10),
    ]
    computed = figure("K17", ledger_of(gifts, []))
    assert (computed.value, computed.halfwidth) == (pytest.approx(0.41), pytest.approx(0.05))
    assert computed.parts[1].value == pytest.approx(0.6)
    assert set(computed.parts[1].row_ids) == {"g1", "g2", "g3"}


def test_donors_who_took_back_more_than_they_gave_have_no_share_and_that_is_said() -> None:
    """甲 60 and 乙 40; 丙 gave 10 and took back 30 of an earlier gift: shares 0.6 and 0.4, HHI 0.52."""
    gifts = [In("g1", "甲公司", None, 60), In("g2", "乙公司", None, 40)]
    taken = [In("g3", "丙公司", None, 10), In("r3", "丙公司", None, -30)]
    computed = figure("K17", ledger_of([*gifts, *taken], []))
    assert computed.value == pytest.approx(0.52)
    assert "1 个捐赠人退款多于捐赠，不计份额" in computed.formula
    assert "退款" not in figure("K17", ledger_of(gifts, [])).formula


@pytest.mark.parametrize("designated", [True, False])
def test_no_restricted_share_is_given_where_refunds_leave_one_side_below_nought(designated: bool) -> None:
    """100 of one kind, and −20 of the other: 100 ÷ 80 and −20 ÷ 80 are shares of nothing."""
    gifts = [
        In("g1", "甲公司", None, 100, designated=designated),
        In("r1", "乙公司", None, -20, designated=not designated),
    ]
    share = figure("K3", ledger_of(gifts, []))
    assert share.value is None
    assert "退款多于捐赠" in (share.why_missing or "")


def test_retention_counts_named_donors_of_the_half_year_before() -> None:
    """甲, 乙, 丙, 丁 gave in 2019H2, 甲 and 戊 in 2020H1: 1 ÷ 4; 匿名 gave in both and is nobody."""
    before = [
        In(f"b{n}", name, None, 10, "2019-08-01")
        for n, name in enumerate(("甲公司", "乙公司", "丙公司", "丁公司", "匿名"))
    ]
    now = [In(f"n{n}", name, None, 10, "2020-02-01") for n, name in enumerate(("甲公司", "戊公司", "匿名"))]
    computed = figure("K18", ledger_of([*before, *now], []))
    assert computed.value == pytest.approx(0.25)
    assert set(computed.row_ids) == {"b0", "b1", "b2", "b3", "n0", "n1"}
    assert "没有台账" in (figure("K18", ledger_of(now, [])).why_missing or "")


def test_mean_and_median_are_those_of_single_gifts() -> None:
    """10, 20, 31, 100 fen: mean 161 ÷ 4 = 40.25 → 40 ± 1, median (20 + 31) ÷ 2 = 25.5 → 26 ± 1; the sum of many is left out."""
    gifts = [In(f"g{fen}", f"捐赠人{fen}", None, fen) for fen in (10, 20, 31, 100)]
    many = In("many", "社会各界", None, 9_999, donor_kind="general_public")
    computed = figure("K19", ledger_of([*gifts, many], []))
    assert (computed.value, computed.halfwidth) == (40, 1)
    mean, median = computed.parts
    assert (mean.value, median.value, median.halfwidth) == (40, 26, 1)
    assert set(computed.row_ids) == {"g10", "g20", "g31", "g100"}
    assert "1 行不是单笔捐赠" in computed.formula
    assert figure("K19", ledger_of([many], [])).value is None


def test_a_mean_is_off_by_the_rounding_of_its_rows() -> None:
    """100 ± 30 and 200 ± 0: mean 150 ± 15, median 150 ± 15."""
    gifts = [In("g1", "甲公司", None, 100, halfwidth=30), In("g2", "乙公司", None, 200)]
    computed = figure("K19", ledger_of(gifts, []))
    assert [(part.value, part.halfwidth) for part in computed.parts] == [(150, 15), (150, 15)]


def test_a_donor_is_told_what_came_where_it_went_and_what_is_left() -> None:
    gifts = [In("g1", "甲公司", "助学", 50_000_000, "2020-03-01")]
    payments = [Out("p1", "甲公司", "助学", 30_000_000, "2020-04-02", approval_no="示慈〔2020〕1号")]
    (chain,) = find_chains(ledger_of(gifts, payments), "2020H1")
    assert donor_statement(chain) == (
        "您的 50 万元 → 2020年3月1日到账，进入“助学”。",
        "→ 2020年4月2日拨付 30 万元，收款方：示例县财政局，用途未载明，批准文号 示慈〔2020〕1号。",
        "尚余 20 万元 未拨付。",
    )


def test_a_donor_is_told_what_is_not_known(cangshan: Ledger) -> None:
    told = {chain.donor: " ".join(donor_statement(chain)) for chain in find_chains(cangshan, "2020H1")}
    assert "批准文号未载明" in told["福建英达沃医疗科技有限公司"]
    assert "账务归属待核实" in told["19家属地企业(未列名)"]
    assert "您的 29,312.17 元" in told["仓山区第一中心幼儿园"]
    assert all("日期未载明" in text for donor, text in told.items() if donor != "19家属地企业(未列名)")
