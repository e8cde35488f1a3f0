"""What is compared: the tables of an organisation's sheets, and which of their columns say what a row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.ingest.addresses import place

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Listing:
    """One table of one sheet: its clean rows as the ledger keeps them, and the letters of its columns.

    `letters` are by the ledger's names: {"receipt_no": "F"}.
    """

    kind: str
    organisation: str
    period: str
    file: str
    sheet: str
    rows: pa.Table
    letters: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def place(self) -> str:
        """Where it stands: "2020H1/捐赠.xlsx › 一月"."""
        return place(f"{self.period}/{self.file}", self.sheet, None)

    def place_of(self, row: int) -> str:
        """Where its 1-based sheet row `row` stands: "2020H1/捐赠.xlsx › 一月!7"."""
        return f"{self.place}!{row}" if self.sheet else f"{self.place} › 第 {row} 行"


@dataclass(frozen=True)
class Identity:
    """Which columns say what a row of one kind is; `others` tell rows apart where both rows fill them in."""

    date: str
    parties: tuple[str, ...]
    amount: str
    others: tuple[str, ...]
    number: str = ""


# What a note says is no part of a row's identity: notes are added and reworded from one edition to the next.
IDENTITIES = {
    "donations": Identity(
        "received_date",
        ("donor",),
        "amount_fen",
        ("receipt_no", "programme", "purpose", "channel", "fund", "quantity"),
        "receipt_no",
    ),
    "disbursements": Identity(
        "paid_date",
        ("payee",),
        "amount_fen",
        ("payment_no", "approval_no", "programme", "purpose", "activity", "fund", "beneficiary_count"),
        "payment_no",
    ),
    "agency": Identity("movement_date", ("donor", "payee"), "amount_fen", ("goods", "quantity", "programme")),
    "funds": Identity("", ("fund",), "opening_balance_fen", ()),
}
