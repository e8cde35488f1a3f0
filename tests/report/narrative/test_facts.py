"""The narrative of the samples states the facts as worked out by hand, and its sums are those of the rows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from builders_narrative import half_year, tell

from charity_analysis.analysis.figures import Figure
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.paths import Folders
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Narrative, Quoted, Unsigned
from charity_analysis.report.narrative.build import build_narrative
from charity_analysis.report.narrative.showing import show_plain


@pytest.fixture(scope="module")
def told(cangshan: Ledger) -> list[str]:
    return tell(half_year(cangshan))


@dataclass(frozen=True)
class Told:
    """A large half-year told once for all tests."""

    report: HalfYear
    narrative: Narrative

    @property
    def figures(self) -> list[Figure]:
        pieces = [piece for block in self.narrative.blocks for piece in block.pieces]
        return [
            piece.figure if isinstance(piece, Unsigned) else piece
            for piece in pieces
            if not isinstance(piece, str | Quoted)
        ]


@pytest.fixture(scope="module")
def large(demo: Ledger) -> Told:
    report = half_year(demo)
    return Told(report, build_narrative(report))


def after(lines: list[str], heading: str) -> list[str]:
    """The lines under a heading up to the next one of any kind."""
    start = lines.index(heading) + 1
    rest = lines[start:]
    end = next(
        (n for n, line in enumerate(rest) if line[:1] in "一二三四五六七八九十（" and not line.startswith("一是")),
        len(rest),
    )
    return rest[:end]


def test_programmes_stand_in_the_order_of_the_rules(told: list[str]) -> None:
    assert [line for line in told if line.startswith("（")] == [
        "（一）慈善情暖万家",
        "（二）结对帮扶特困户",
        "（三）阳光1+1牵手计划",
        "（四）疫情防控",
        "（五）东西部协作",
        "（六）慈善助学",
    ]


def test_a_payment_tells_its_day_count_standard_and_amount(told: list[str]) -> None:
    assert after(told, "（一）慈善情暖万家") == [
        "一是1月7日，春节慰问：向全区低保户、孤寡老人、孤儿等困难户（142人）每人发放500.00元，共计71,000.00元，"
        "用途为春节慰问金；二是1月8日，入户慰问：向受益人B1、受益人B2、受益人B3（3人）每人发放1,000.00元，"
        "共计3,000.00元，用途为春节慰问金。以上合计74,000.00元。"
    ]


def test_a_day_that_is_only_an_end_and_uncertain_books_are_said(told: list[str]) -> None:
    (relief, chain) = after(told, "（二）结对帮扶特困户")
    assert relief.startswith("截至1月23日，")
    assert "（19户）每户发放10,000.00元，共计190,000.00元" in relief
    assert relief.endswith("（账务归属待核实）。")
    assert chain == "定向捐赠去向：19家属地企业(未列名)捐赠190,000.00元，已全部拨付到19户特困户。"


def test_what_has_no_day_is_said_to_have_none(told: list[str]) -> None:
    (epidemic, _) = after(told, "（四）疫情防控")
    assert "二是本期内（日期未载明），委托第三方采购防控物资：向第三方供应商(未列名)支付502,000.00元" in epidemic
    assert epidemic.endswith("以上合计4,202,812.17元。")


def test_approvals_stand_in_hexagonal_brackets(told: list[str]) -> None:
    (payments, _) = after(told, "（五）东西部协作")
    for number in (
        "仓扶办〔2020〕6号",
        "仓扶办〔2020〕9号",
        "仓扶办〔2020〕29号",
        "仓扶办〔2020〕32号；榕扶组〔2020〕1号",
    ):
        assert f"（{number}）" in payments


def test_one_payment_of_several_gifts_is_told_once_with_its_parts(told: list[str]) -> None:
    (payments, _) = after(told, "（五）东西部协作")
    assert (
        "向临洮县扶贫办拨付1,950,000.00元，用途为由临洮县委、县政府统筹安排使用，"
        "其中福建星网锐捷通讯股份有限公司捐赠的300,000.00元、福州星火电子商务有限公司捐赠的150,000.00元、"
        "福州融伦房地产开发有限公司捐赠的500,000.00元、福州永琻景房地产有限公司捐赠的1,000,000.00元"
    ) in payments
    assert payments.endswith("以上合计4,450,000.00元。")


def test_the_chain_of_two_million_comes_to_its_three_payments(told: list[str]) -> None:
    (_, chains) = after(told, "（五）东西部协作")
    assert "正祥集团捐赠2,000,000.00元，分3笔（1,000,000.00元、900,000.00元、100,000.00元）全部拨付到收款方" in chains
    assert "另有3条较小的定向捐赠，合计950,000.00元，均已全部拨付" in chains


def test_the_totals_are_those_of_the_published_facts(told: list[str]) -> None:
    (overview,) = after(told, "一、总体情况")
    assert "收到捐赠8,842,900.00元，共9笔" in overview
    assert "本期支出8,948,062.17元，共18笔" in overview
    assert "其中190,000.00元账务归属待核实" in overview
    assert "惠及195人、19户，不同单位不相加" in overview


def test_agency_and_partner_money_stand_beside_the_totals(told: list[str]) -> None:
    (beside,) = after(told, "四、账外款物情况")
    assert "2月12日，经手转交福州素天下食品有限公司捐赠仓山公安分局的豆制品650箱，价值130,000.00元" in beside
    assert "5月27日，区下渡街道办事处出资6,250.00元" in beside
    assert "书包25件，没有估值" in beside
    assert beside.endswith("以上款物不计入本会收入和支出。")


def test_what_was_planned_stands_beside_what_was_done(told: list[str]) -> None:
    assert after(told, "六、计划和承诺完成情况") == [
        "26名特困户结对慰问：计划26户、260,000.00元，实际19户、190,000.00元，少7户。"
    ]


def test_what_is_missing_is_listed(told: list[str]) -> None:
    assert after(told, "七、尚待核实和补充的事项") == [
        "3笔支出没有写明日期，合计1,031,312.17元。",
        "10笔支出没有写明批准文号，合计1,326,562.17元。",
        "8笔捐赠没有写明到账日，合计8,652,900.00元，其中4,450,000.00元可能属于以前期间。",
        "收入中190,000.00元账务归属待核实。",
        "支出中190,000.00元账务归属待核实。",
        "75件（箱）账外物资没有估值，不按0计。",
        "10项资金没有写明期初余额，期末结余不能给出。",
    ]


def test_the_next_half_years_plans_say_no_more_than_the_ledger(told: list[str]) -> None:
    plans = after(told, "八、2020年下半年工作计划")
    assert "慈善助老，对象：全区孤寡老人，时间：9-10月份。" in plans
    assert "关爱女性健康医疗援助。" in plans
    assert plans[-1] == "其中9项没有写明数目和金额。"


def test_every_figure_of_the_narrative_has_rows(large: Told) -> None:
    assert len(large.figures) > 100
    known = set(large.report.sources.index)
    for figure in large.figures:
        assert figure.row_ids
        assert known.issuperset(figure.row_ids)


def test_the_programmes_of_a_large_half_year_add_up_to_its_spending(demo: Ledger, large: Told) -> None:
    rows = demo.disbursements
    own = rows[(rows["period"] == "2020H1") & rows["books"].isin(("own", "uncertain"))]
    under = {
        figure.name.removeprefix("支出："): figure for figure in large.figures if figure.formula.startswith("项目为")
    }
    single = own[~own["programme"].isin(under)]
    # A programme of one payment needs no sum: the payment is its sum.
    assert single.groupby("programme").size().max() == 1
    assert sum(figure.value or 0 for figure in under.values()) + int(single["amount_fen"].sum()) == 975_866_000


def test_a_half_year_of_many_payments_stays_readable(large: Told) -> None:
    text = "".join(show_plain(large.report, piece) for block in large.narrative.blocks for piece in block.pieces)
    # Less than eight pages of official paper, each 22 lines of 28 characters, for 108 payments and 364 gifts.
    assert len(text) < 8 * 22 * 28
    assert "共108笔" in text


def test_the_title_names_the_organisation_the_period_and_the_plans(cangshan: Ledger) -> None:
    first = "".join(getattr(piece, "text", piece) for piece in build_narrative(half_year(cangshan)).title)
    assert first == "福州市仓山区慈善总会2020年上半年工作情况及下半年工作计划"


def test_what_came_in_says_how_much_of_it_is_in_uncertain_books(told: list[str]) -> None:
    first = after(told, "一、总体情况")[0]
    assert first.count("，其中190,000.00元账务归属待核实") == 2


def test_gifts_and_payments_of_earlier_half_years_are_told_as_such(sample_folders: Folders) -> None:
    """demo2 2020H1: 30 000 of the chamber's 55 000 yuan came the half-year before; so did all of the builders' gift."""
    told = "".join(
        show_plain(report, piece)
        for report in [HalfYear.load("demo2", "2020H1", str(sample_folders.raw), str(sample_folders.processed))]
        for block in build_narrative(report).blocks
        for piece in block.pieces
    )
    assert "示例镇商会捐赠55,000.00元（含以前期间的捐赠30,000.00元），尚无对应的拨付" in told
    assert "示例镇建筑队捐赠40,000.00元（含以前期间的捐赠40,000.00元、拨付20,000.00元），分2笔" in told
    assert "示例镇服装厂捐赠9,000.00元，已全部拨付到示例镇敬老院" in told


def test_what_is_for_no_programme_is_not_counted_as_one(sample_folders: Folders) -> None:
    """demo 2018H1: 非定向 got most of all and is no programme; of the others eleven had payments."""
    report = HalfYear.load("demo", "2018H1", str(sample_folders.raw), str(sample_folders.processed))
    told = [
        "".join(show_plain(report, piece) for piece in block.pieces) for block in build_narrative(report).blocks[:4]
    ]
    assert not [text for text in told if "最大的是非定向" in text]
    named = report.disbursements["programme"].dropna()
    assert f"支出用于{named[named != '非定向'].nunique()}个项目，金额最大的是" in "".join(told)
