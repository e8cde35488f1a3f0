"""Cangshan 拨付支出: the payments of East–West cooperation."""

from __future__ import annotations

from datetime import date

from samples.cangshan_common import (
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
    reference,
)
from samples.cangshan_payment import cash_payment
from samples.sheets import Line, Total


def _tranche_lines() -> tuple[Line, ...]:
    """The three tranches of one company's 200 万元."""
    tranches: tuple[tuple[str | date, str, str, str], ...] = (
        (date(2020, 2, 19), "100", "疫情防控(临洮县贫困地区疫情防控工作)", "仓扶办【2020】6号"),
        ("2020.3.30", "90", "现代农业产业园发展智慧农业及土壤改良项目", "仓扶办【2020】9号"),
        ("2020年6月4日", "10", "蔡家庄村、五脏沟村脱贫攻坚项目建设", "仓扶办【2020】29号"),
    )
    lines = [
        cash_payment(
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
        cash_payment(
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
        cash_payment(
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


def east_west_lines() -> tuple[Line, ...]:
    """Eight payments: three tranches, one payment split by donor, and one more; two subtotals as stated."""
    return (*_tranche_lines(), *_allocation_lines(), *_monitoring_lines())
