"""Cangshan 捐赠收入: nine published gifts in three sheets, each with the digits and unit it was printed with."""

from __future__ import annotations

from decimal import Decimal

from samples.cangshan_common import (
    CLOSING,
    EPIDEMIC_FUND,
    FEDERATION,
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
    UNDATED,
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
from samples.sheets import Cell, Line, SheetPlan, Total

_BEFORE_AMOUNT = (
    ("serial_no", "序号"),
    ("programme", "项目"),
    ("date", "到账日期"),
    ("donor", "捐赠单位(人)"),
    ("donor_kind", "捐赠人类别"),
)
_AFTER_AMOUNT = (
    ("form", "捐赠形式"),
    ("purpose", "用途"),
    ("fund", "资金池"),
    ("is_restricted", "是否限定"),
    ("receipt_no", "票据号"),
    ("books", "账务归属"),
    ("note", "备注"),
)
_IN_WAN = columns(*_BEFORE_AMOUNT, ("amount", "捐赠金额"), *_AFTER_AMOUNT)
_IN_YUAN = columns(*_BEFORE_AMOUNT, ("amount", "捐赠金额"), ("precision", "精度(±元)"), *_AFTER_AMOUNT)
_EPIDEMIC_POINT = "第一部分第3项"
_EAST_WEST_POINT = "第一部分第4项"


def _gift(date: str, donor: str, amount: str, fund: str, purpose: str, note: str, **others: Cell) -> dict[str, Cell]:
    """One gift in cash; what most rows have in common can be overruled by `others`."""
    usual: dict[str, Cell] = {"donor_kind": "企业", "form": "现金", "is_restricted": "定向", "books": "本会"}
    stated: dict[str, Cell] = {
        "date": date,
        "donor": donor,
        "amount": Decimal(amount),
        "fund": fund,
        "purpose": purpose,
    }
    return {**usual, **stated, "note": note, **others}


def _epidemic_lines() -> tuple[Line, ...]:
    programme = "新冠肺炎疫情防控"
    return (
        _gift(
            UNDATED_IN_PERIOD,
            KINDERGARTEN,
            "29312.17",
            KINDERGARTEN_FUND,
            "慰问福州市第二医院疫情防控一线医护人员",
            reference(_EPIDEMIC_POINT),
            donor_kind="幼儿园",
            programme=programme,
        ),
        _gift(
            UNDATED_IN_PERIOD,
            "社会各界(未列名)",
            "4173587.83",
            EPIDEMIC_FUND,
            "新冠疫情防控",
            reference(_EPIDEMIC_POINT, "总数减去定向一笔所得,报告无逐笔名单"),
            donor_kind="社会各界",
            programme=programme,
            is_restricted=None,
            precision=50,
        ),
        Total("小计", {"amount": "420.29万元"}),
    )


def _east_west_lines() -> tuple[Line, ...]:
    programme = "东西部扶贫协作"
    four = (
        (STAR_NET, "30", STAR_NET_FUND),
        (SPARK, "15", SPARK_FUND),
        (RONGLUN, "50", RONGLUN_FUND),
        (YONGJING, "100", YONGJING_FUND),
    )
    note = reference(_EAST_WEST_POINT, "到账日期未写,可能属以前期间")
    of_four = [
        _gift(UNDATED, donor, amount, fund, "社会帮扶资金(定向)", note, programme=programme)
        for donor, amount, fund in four
    ]
    monitoring = "临洮县扶贫项目资金监管平台升级改造"
    return (
        *of_four,
        Total("小计", {"amount": "195万元"}),
        _gift(UNDATED, ZHENGXIANG, "200", ZHENGXIANG_FUND, "社会帮扶资金", note, programme=programme),
        _gift(UNDATED, YINGDAWO, "50", YINGDAWO_FUND, monitoring, note, programme=programme),
    )


def _paired_relief_lines() -> tuple[Line, ...]:
    remark = "推定先入总会账,待凭证核实;19家各1万元"
    return (
        _gift(
            "截至2020年1月23日",
            NINETEEN_COMPANIES,
            "19",
            PAIRED_FUND,
            "春节结对慰问",
            reference("第一部分第2项", remark),
            programme="结对帮扶",
            books="待核实",
        ),
    )


def sheet_plans() -> tuple[SheetPlan, ...]:
    """Three sheets: epidemic gifts in 元 with a precision column, the others in 万元 as printed."""
    heading = f"{FEDERATION} 2020年上半年捐赠收入明细"
    return (
        SheetPlan("疫情防控", f"{heading}(疫情防控)", "元", _IN_YUAN, _epidemic_lines(), "programme", CLOSING),
        SheetPlan("东西部协作", f"{heading}(东西部协作)", "万元", _IN_WAN, _east_west_lines(), "programme", CLOSING),
        SheetPlan("结对帮扶", f"{heading}(结对帮扶)", "万元", _IN_WAN, _paired_relief_lines(), None, CLOSING),
    )
