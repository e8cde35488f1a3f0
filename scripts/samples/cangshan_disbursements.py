"""Cangshan 拨付支出: the published payments in three sheets, with counts, standards and stated subtotals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.cangshan_common import (
    CLOSING,
    EPIDEMIC_FUND,
    FEDERATION,
    GENERAL_FUND,
    KINDERGARTEN,
    KINDERGARTEN_FUND,
    NINETEEN_COMPANIES,
    PAIRED_FUND,
    RONGLUN,
    RONGLUN_FUND,
    SPARK,
    SPARK_FUND,
    STAR_NET,
    STAR_NET_FUND,
    UNDATED_IN_PERIOD,
    YINGDAWO,
    YINGDAWO_FUND,
    YONGJING,
    YONGJING_FUND,
    ZHENGXIANG,
    ZHENGXIANG_FUND,
    columns,
    reference,
)
from samples.sheets import Cell, Column, Line, SheetPlan, Total

_LEADING = columns(
    ("serial_no", "序号"),
    ("programme", "项目名称"),
    ("activity", "活动"),
    ("purpose", "用途"),
    ("date", "拨付日期"),
    ("payee", "收款方"),
    ("payee_kind", "收款方类别"),
)
_BENEFICIARIES = tuple(
    Column(key, heading, "发放情况")
    for key, heading in (
        ("beneficiary_count", "人数"),
        ("unit", "计量单位"),
        ("unit_amount", "标准(元)"),
    )
)
_AMOUNT = columns(("amount", "拨付金额"))
_PRECISION = columns(("precision", "精度(±元)"))
_TRAILING = columns(
    ("form", "支出形式"),
    ("fund", "资金池"),
    ("donor", "对应捐赠人"),
    ("approval_no", "批准文号"),
    ("payment_no", "付款凭证号"),
    ("books", "账务归属"),
    ("note", "备注"),
)
_RELIEF_COLUMNS = (*_LEADING, *_BENEFICIARIES, *_AMOUNT, *_PRECISION, *_TRAILING)
_EPIDEMIC_COLUMNS = (*_LEADING, *_AMOUNT, *_PRECISION, *_TRAILING)
_EAST_WEST_COLUMNS = (*_LEADING, *_AMOUNT, *_TRAILING)


def _payment(
    paid: str | date, payee: str, payee_kind: str, amount: str, fund: str, note: str, **others: Cell
) -> dict[str, Cell]:
    """One payment in cash from own books; `others` adds to that or overrules it."""
    usual: dict[str, Cell] = {"form": "现金", "books": "本会"}
    stated: dict[str, Cell] = {"date": paid, "payee": payee, "payee_kind": payee_kind, "fund": fund}
    return {**usual, **stated, "amount": Decimal(amount), "note": note, **others}


def _per_head(count: int, unit: str, standard: int) -> dict[str, Cell]:
    return {"beneficiary_count": count, "unit": unit, "unit_amount": standard}


def _festive_lines() -> tuple[Line, ...]:
    """The festive relief of 7.4 万元: 142 × 500 and three visits of 1000 each."""
    festive: dict[str, Cell] = {"programme": "慈善情暖万家", "purpose": "春节慰问金"}
    note = reference("第一部分第1项")
    visits = [
        _payment(
            "2020年1月8日",
            f"受益人B{number}",
            "个人(困难群众)",
            "1000",
            GENERAL_FUND,
            reference("第一部分第1项", "已去标识"),
            activity="入户慰问",
            **_per_head(1, "人", 1000),
            **festive,
        )
        for number in (1, 2, 3)
    ]
    group = _payment(
        "2020.1.7",
        "全区低保户、孤寡老人、孤儿等困难户",
        "个人(困难群众)",
        "71000",
        GENERAL_FUND,
        note,
        activity="春节慰问",
        precision=500,
        **_per_head(142, "名", 500),
        **festive,
    )
    return (group, *visits, Total("小计", {"amount": "7.4万元"}))


def _other_relief_lines() -> tuple[Line, ...]:
    return (
        _payment(
            "截至2020年1月23日",
            "19户特困户",
            "个人(困难群众)",
            "190000",
            PAIRED_FUND,
            reference("第一部分第2项", "资金是否经总会账户待凭证核实;依据为区委常委会议,无文号"),
            programme="结对帮扶特困户",
            activity="结对慰问特困户",
            purpose="春节结对慰问",
            precision=5000,
            donor=NINETEEN_COMPANIES,
            books="待核实",
            **_per_head(19, "户", 10000),
        ),
        _payment(
            date(2020, 6, 17),
            "关中村困难群众",
            "个人(困难群众)",
            "25000",
            GENERAL_FUND,
            reference("第一部分第2项", "依据为市民政局通知,无文号"),
            programme="阳光1+1牵手计划",
            activity="慰问闽侯县荆溪镇关中村困难群众",
            purpose="困难群众慰问金",
            precision=500,
            **_per_head(25, "名", 1000),
        ),
        _payment(
            "2020/5/27",
            "仓山区实验小学受助学生",
            "个人(学生)",
            "6250",
            GENERAL_FUND,
            reference("第一部分第4项(助学)", "每名500元由两家各出一半,此为本会部分"),
            programme="慈善助学",
            activity="六一助学(本会部分)",
            purpose="助学金",
            **_per_head(25, "名", 250),
        ),
    )


def _epidemic_lines() -> tuple[Line, ...]:
    """R11 and R12 stand above their stated subtotal; the remainder paid on 28 April comes after it."""
    point = "第一部分第3项"
    epidemic: dict[str, Cell] = {"programme": "疫情防控"}
    return (
        _payment(
            UNDATED_IN_PERIOD,
            "第三方供应商(未列名)",
            "供应商",
            "502000",
            EPIDEMIC_FUND,
            reference(point, "先后多笔,报告未列采购明细"),
            activity="委托第三方采购防控物资",
            purpose="疫情防控(采购防控物资,交区应急指挥部统筹使用)",
            precision=500,
            **epidemic,
        ),
        _payment(
            UNDATED_IN_PERIOD,
            "福州市第二医院疫情防控一线医护人员",
            "个人(医护)",
            "29312.17",
            KINDERGARTEN_FUND,
            reference(point),
            activity="定向慰问医护",
            purpose="疫情防控(慰问一线医护人员)",
            donor=KINDERGARTEN,
            **epidemic,
        ),
        Total("小计", {"amount": "53.13万元"}),
        _payment(
            "2020-04-28",
            "区卫健局专户",
            "政府",
            "3671500",
            EPIDEMIC_FUND,
            reference(point, "剩余善款;所引条款主语为区红十字会"),
            activity="剩余善款汇区卫健局专户",
            purpose="疫情防控(专项用于医防物资购买)",
            approval_no="仓防控应急〔2020〕8号",
            precision=50,
            **epidemic,
        ),
    )


def _tranche_lines() -> tuple[Line, ...]:
    """The three tranches of one company's 200 万元."""
    tranches: tuple[tuple[str | date, str, str, str], ...] = (
        (date(2020, 2, 19), "100", "疫情防控(临洮县贫困地区疫情防控工作)", "仓扶办【2020】6号"),
        ("2020.3.30", "90", "现代农业产业园发展智慧农业及土壤改良项目", "仓扶办【2020】9号"),
        ("2020年6月4日", "10", "蔡家庄村、五脏沟村脱贫攻坚项目建设", "仓扶办【2020】29号"),
    )
    lines = [
        _payment(
            paid,
            "临洮县财政局",
            "政府(县)",
            amount,
            ZHENGXIANG_FUND,
            reference("第一部分第4项"),
            programme="东西部协作",
            activity="社会帮扶资金拨付",
            purpose=purpose,
            donor=ZHENGXIANG,
            approval_no=approval_no,
        )
        for paid, amount, purpose, approval_no in tranches
    ]
    return (*lines, Total("小计", {"amount": "200万元"}))


def _allocation_lines() -> tuple[Line, ...]:
    """One payment of 195 万元, split by the donors whose gifts it spends."""
    shares = (
        (STAR_NET, "30", STAR_NET_FUND),
        (SPARK, "15", SPARK_FUND),
        (RONGLUN, "50", RONGLUN_FUND),
        (YONGJING, "100", YONGJING_FUND),
    )
    lines = [
        _payment(
            date(2020, 6, 24),
            "临洮县扶贫办",
            "政府(县)",
            amount,
            fund,
            reference("第一部分第4项", "原文文号误作“年32号”;一笔付款按捐赠人分列,凭证号为整理时所编"),
            programme="东西部协作",
            activity="社会帮扶资金划拨",
            purpose="由临洮县委、县政府统筹安排使用",
            donor=donor,
            approval_no="仓扶办〔2020〕32号、榕扶组〔2020〕1号",
            payment_no="PAY-195",
        )
        for donor, amount, fund in shares
    ]
    return (*lines, Total("小计", {"amount": "195万元"}))


def _monitoring_lines() -> tuple[Line, ...]:
    return (
        _payment(
            UNDATED_IN_PERIOD,
            "临洮县纪委",
            "党政机关(县)",
            "50",
            YINGDAWO_FUND,
            reference("第一部分第4项", "日期与文号未写"),
            programme="东西部协作",
            activity="定向资金拨付",
            purpose="临洮县扶贫项目资金监管平台升级改造",
            donor=YINGDAWO,
        ),
    )


def sheet_plans() -> tuple[SheetPlan, ...]:
    """Three sheets: relief and epidemic control in 元 with a precision column, East–West in 万元 as printed."""
    heading = f"{FEDERATION} 2020年上半年拨付支出明细"
    relief = (*_festive_lines(), *_other_relief_lines())
    east_west = (*_tranche_lines(), *_allocation_lines(), *_monitoring_lines())
    return (
        SheetPlan("慰问与助学", f"{heading}(慰问、助困、助学)", "元", _RELIEF_COLUMNS, relief, "programme", CLOSING),
        SheetPlan(
            "疫情防控",
            f"{heading}(疫情防控)",
            "元",
            _EPIDEMIC_COLUMNS,
            _epidemic_lines(),
            "programme",
            CLOSING,
        ),
        SheetPlan(
            "东西部协作",
            f"{heading}(东西部协作)",
            "万元",
            _EAST_WEST_COLUMNS,
            east_west,
            "programme",
            CLOSING,
        ),
    )
