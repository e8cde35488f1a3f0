"""Cangshan 拨付支出: festive relief, paired relief, the village visit and education aid."""

from __future__ import annotations

from datetime import date

from samples.cangshan_common import GENERAL_FUND, NINETEEN_COMPANIES, PAIRED_FUND, reference
from samples.cangshan_payment import cash_payment, per_head
from samples.sheets import Cell, Line, Total


def festive_lines() -> tuple[Line, ...]:
    """The festive relief of 7.4 万元: 142 × 500 and three visits of 1000 each."""
    festive: dict[str, Cell] = {"programme": "慈善情暖万家", "purpose": "春节慰问金"}
    note = reference("第一部分第1项")
    visits = [
        cash_payment(
            "2020年1月8日",
            f"受益人B{number}",
            "个人(困难群众)",
            "1000",
            GENERAL_FUND,
            reference("第一部分第1项", "已去标识"),
            activity="入户慰问",
            **per_head(1, "人", 1000),
            **festive,
        )
        for number in (1, 2, 3)
    ]
    group = cash_payment(
        "2020.1.7",
        "全区低保户、孤寡老人、孤儿等困难户",
        "个人(困难群众)",
        "71000",
        GENERAL_FUND,
        note,
        activity="春节慰问",
        precision=500,
        **per_head(142, "名", 500),
        **festive,
    )
    return (group, *visits, Total("小计", {"amount": "7.4万元"}))


def other_relief_lines() -> tuple[Line, ...]:
    """The paired relief of 19 households, the village visit, and own half of the education aid."""
    return (
        cash_payment(
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
            **per_head(19, "户", 10000),
        ),
        cash_payment(
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
            **per_head(25, "名", 1000),
        ),
        cash_payment(
            "2020/5/27",
            "仓山区实验小学受助学生",
            "个人(学生)",
            "6250",
            GENERAL_FUND,
            reference("第一部分第4项(助学)", "每名500元由两家各出一半,此为本会部分"),
            programme="慈善助学",
            activity="六一助学(本会部分)",
            purpose="助学金",
            **per_head(25, "名", 250),
        ),
    )
