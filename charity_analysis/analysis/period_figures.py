"""The named figures of one period that reports and notebooks quote, each with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.analysis.figures import Figure, missing, sum_amounts, sum_counts
from charity_analysis.analysis.scope import NO_STATED_DAY, counted, gifts, in_books, in_period, purpose_axis, uncertain

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.ledger.ledger import Ledger


def period_figures(ledger: Ledger, period: str) -> dict[str, Figure]:
    """Figures by id: what was received and paid, what of it is uncertain, and what stands beside the totals."""
    donations = gifts(counted(in_period(ledger.donations, period)))
    disbursements = counted(in_period(ledger.disbursements, period))
    figures = (
        *_received(donations),
        *_paid(disbursements),
        *_beside(in_period(ledger.agency, period)),
    )
    return {figure.id: figure for figure in figures}


def _received(donations: pd.DataFrame) -> tuple[Figure, ...]:
    basis = donations["date_basis"]
    return (
        sum_amounts(donations, "received", "捐赠收入", "本期捐赠逐笔相加（本会账＋待核实）"),
        sum_amounts(
            uncertain(donations), "received_uncertain", "收入中账务归属待核实的", "账务归属为“待核实”的捐赠相加"
        ),
        sum_amounts(
            donations[basis.eq("not_stated")],
            "received_period_unknown",
            "收入中可能属于以前期间的",
            "到账日期写明“未载明”的捐赠相加",
        ),
        sum_amounts(
            donations[basis.isin(NO_STATED_DAY)],
            "received_no_day",
            "收入中没有写明到账日的",
            "到账日期“未载明”与“未载明(本期内)”的捐赠相加",
        ),
        sum_amounts(donations[donations["form"] == "cash"], "received_cash", "现金捐赠", "形式为现金的捐赠相加"),
        sum_amounts(donations[donations["form"] == "goods"], "received_goods", "物资捐赠", "已估值的物资捐赠相加"),
        sum_amounts(
            donations[donations["is_restricted"].fillna(False)],
            "received_restricted",
            "限定性捐赠",
            "写明定向的捐赠相加",
        ),
    )


def _paid(disbursements: pd.DataFrame) -> tuple[Figure, ...]:
    certain = disbursements[disbursements["books"] != "uncertain"]
    approved = disbursements[disbursements["approval_no"].notna()]
    return (
        sum_amounts(disbursements, "paid", "本期支出", "本期拨付逐笔相加（本会账＋待核实）"),
        sum_amounts(
            uncertain(disbursements), "paid_uncertain", "支出中账务归属待核实的", "账务归属为“待核实”的拨付相加"
        ),
        sum_amounts(certain, "paid_certain", "不含待核实的支出", "账务归属为“本会”的拨付相加"),
        sum_amounts(approved, "paid_approved", "有批准文号的支出", "写有批准文号的拨付相加"),
    )


def _beside(agency: pd.DataFrame) -> tuple[Figure, ...]:
    unvalued = agency[agency["amount_fen"].isna()]
    return (
        sum_amounts(in_books(agency, "agency"), "agency", "受托代理", "账务归属为“受托代理”的各笔相加，不计入本会收支"),
        sum_amounts(
            in_books(agency, "partner"), "partner", "合作方出资", "账务归属为“合作方”的各笔相加，不计入本会收支"
        ),
        sum_counts(unvalued, "quantity", "unvalued_goods", "未估值物资", "未估值物资的数量相加；金额不按 0 计"),
    )


def purpose_figure(disbursements: pd.DataFrame, purpose: str) -> Figure:
    """What was paid for `purpose`, under whichever programme: the second axis beside the programme."""
    rows = disbursements[purpose_axis(disbursements) == purpose]
    return sum_amounts(rows, f"purpose-{purpose}", f"用于{purpose}", f"用途为“{purpose}”的拨付相加，不论列在哪个项目下")


def programme_figure(disbursements: pd.DataFrame, programme: str) -> Figure:
    """What was paid under `programme`."""
    rows = disbursements[disbursements["programme"] == programme]
    if rows.empty:
        return missing(f"programme-{programme}", programme, "fen", "本期没有这一项目的支出")
    return sum_amounts(rows, f"programme-{programme}", f"支出：{programme}", f"项目为“{programme}”的拨付相加")
