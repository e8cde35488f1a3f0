"""Demo records as cells of a sheet, in the hand (spellings, dates, amounts) of the clerk who kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from samples.chinese_amounts import capital_yuan, wan_text, yuan_number, yuan_text
from samples.demo_columns import LABEL_SPELLINGS, PROGRAMME_SPELLINGS
from samples.demo_records import FEN, Disbursement, Donation
from samples.sheets import Cell

_DATE_STYLES = ("dash", "dot", "chinese", "slash")


@dataclass(frozen=True)
class Style:
    """How one table of one period is kept; `hand` picks headings and spellings.

    `dates`: cell, dash, dot, chinese, slash or mixed. `amounts`: number, comma (text files), or mixed (some texts).
    """

    file_name: str
    hand: int = 0
    unit: str = "元"
    dates: str = "dash"
    amounts: str = "number"
    by_quarter: bool = False
    by_programme: bool = False
    has_total: bool = True

    @property
    def is_text(self) -> bool:
        """True for a GBK text file, where every cell is text."""
        return self.file_name.endswith(".csv")

    def label(self, canonical: str) -> str:
        """A label in this hand's spelling."""
        return LABEL_SPELLINGS[self.hand].get(canonical, canonical)

    def programme(self, canonical: str) -> str:
        """A programme's name in this hand's spelling."""
        return PROGRAMME_SPELLINGS[self.hand].get(canonical, canonical)


def date_cell(day: date, place: int, style: Style) -> Cell:
    """`day` as this hand writes it in row number `place`."""
    kind = _DATE_STYLES[place % 4] if style.dates == "mixed" else style.dates
    match kind:
        case "cell":
            return day
        case "dot":
            return f"{day.year}.{day.month}.{day.day}"
        case "chinese":
            return f"{day.year}年{day.month}月{day.day}日"
        case "slash":
            return f"{day.year}/{day.month}/{day.day}"
    return day.isoformat()


def amount_cell(fen: int, place: int, style: Style) -> Cell:
    """`fen` as this hand writes it in row number `place`; every spelling is exact to the fen."""
    if style.amounts == "mixed" and place % 9 == 4:
        return f"{yuan_text(fen, ',')}元"
    if style.amounts == "mixed" and place % 31 == 7 and fen % FEN == 0:
        return capital_yuan(fen)
    return total_cell(fen, style)


def total_cell(fen: int, style: Style) -> Cell:
    """`fen` as a plain figure in the sheet's unit."""
    if style.unit == "万元":
        return wan_text(fen)
    if style.is_text:
        return yuan_text(fen, "," if style.amounts == "comma" else "")
    return yuan_number(fen)


def donation_cells(gift: Donation, place: int, style: Style) -> Mapping[str, Cell]:
    """The cells of one gift by canonical column name."""
    return {
        "date": date_cell(gift.received, place, style),
        "donor": gift.donor,
        "donor_kind": style.label(gift.donor_kind),
        "amount": amount_cell(gift.amount_fen, place, style),
        "form": style.label("物资" if gift.is_goods else "现金"),
        "quantity": gift.quantity,
        "unit": style.label(gift.unit) or None,
        "valuation_basis": gift.valuation_basis or None,
        "programme": style.programme(gift.programme),
        "purpose": gift.purpose,
        "channel": gift.channel,
        "fund": gift.fund,
        "is_restricted": style.label("限定性" if gift.is_restricted else "非限定性"),
        "receipt_no": gift.receipt_no or None,
        "books": "本会",
        "consents_to_publish": style.label("同意" if gift.consents else "不同意"),
        "note": gift.note or None,
    }


def disbursement_cells(payment: Disbursement, place: int, style: Style) -> Mapping[str, Cell]:
    """The cells of one payment by canonical column name; the standard is in 元 whatever the sheet's unit."""
    standard = payment.unit_amount_fen
    return {
        "date": date_cell(payment.paid, place, style),
        "payee": payment.payee,
        "payee_kind": style.label(payment.payee_kind),
        "amount": amount_cell(payment.amount_fen, place, style),
        "form": style.label("物资" if payment.is_goods else "现金"),
        "programme": style.programme(payment.programme),
        "activity": payment.activity,
        "purpose": payment.purpose,
        "fund": payment.fund,
        "cost_class": style.label(payment.cost_class),
        "approval_no": payment.approval_no or None,
        "payment_no": payment.payment_no,
        "donor": payment.donor or None,
        "beneficiary_count": payment.beneficiary_count,
        "unit": style.label(payment.unit) or None,
        "unit_amount": None if standard is None else yuan_number(standard),
        "books": "本会",
    }
