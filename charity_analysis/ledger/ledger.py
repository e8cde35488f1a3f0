"""The ledger that analysts and reports use: cleaned when stale, then read from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.clean import clean_organisation
from charity_analysis.ledger.organisations import Organisation, find_organisations, read_organisation
from charity_analysis.ledger.part_store import PartStore
from charity_analysis.ledger.paths import Folders
from charity_analysis.ledger.raw_files import RawFile
from charity_analysis.ledger.store import (
    code_version,
    digest_inputs,
    find_periods,
    is_current,
    read_manifest,
    read_tables,
    write_ledger,
)

if TYPE_CHECKING:
    import pandas as pd


# Goes over the raw files, and may show how far it has come.
Progress = Callable[[list[RawFile]], Iterable[RawFile]]


class UnknownOrganisation(ValueError):
    """No folder of raw data has this name; `known` are those there are."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


class PeriodWithoutData(ValueError):
    """The organisation has nothing for this period; `known` are those it has data for."""

    def __init__(self, period: str, known: list[str]) -> None:
        super().__init__(period)
        self.period = period
        self.known = known


@dataclass(frozen=True)
class Ledger:
    """One organisation's cleaned ledger: typed tables, one attribute each, all periods together."""

    organisation: Organisation
    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any]

    @property
    def donations(self) -> pd.DataFrame:
        """One row per gift; money in fen."""
        return self.tables["donations"]

    @property
    def disbursements(self) -> pd.DataFrame:
        """One row per payment line; money in fen."""
        return self.tables["disbursements"]

    @property
    def agency(self) -> pd.DataFrame:
        """One row per movement in and out that never enters the books."""
        return self.tables["agency"]

    @property
    def receipts(self) -> pd.DataFrame:
        """One row per entry of the register of receipts, certificates and plaques."""
        return self.tables["receipts"]

    @property
    def funds(self) -> pd.DataFrame:
        """One row per fund and period with its opening balance, missing where it is not known."""
        return self.tables["funds"]

    @property
    def plans(self) -> pd.DataFrame:
        """One row per planned or promised item."""
        return self.tables["plans"]

    @property
    def held(self) -> pd.DataFrame:
        """One row per row that was held back, with its cells, rules and raw text."""
        return self.tables["held"]

    @property
    def totals(self) -> pd.DataFrame:
        """One row per printed 小计 or 合计, with what it was checked against and its verdict; money in fen."""
        return self.tables["totals"]

    @property
    def findings(self) -> pd.DataFrame:
        """One row per finding, with its severity, place and message in both languages."""
        return self.tables["findings"]

    @property
    def periods(self) -> list[str]:
        """Periods that have data, in their order."""
        return list(self.manifest["periods"])


def ensure_clean(
    name: str, folders: Folders | None = None, progress: Progress = list, period: str | None = None
) -> dict[str, Any]:
    """Clean organisation `name` where its stored ledger is stale; the manifest of what is stored.

    Raises: UnknownOrganisation; PeriodWithoutData where a `period` is asked for in vain, and nothing is written then.
    """
    folders = folders or Folders.find()
    known = [path.name for path in find_organisations(folders.raw)]
    if name not in known:
        raise UnknownOrganisation(name, known)
    raw, store = folders.raw / name, folders.processed / name
    inputs = digest_inputs(raw)
    if not is_current(store, inputs):
        parts = PartStore(store.with_name(f".{name}.parts"), code_version())
        cleaned = clean_organisation(raw, parts, progress)
        _check_period(period, find_periods(cleaned))
        write_ledger(cleaned, store, inputs)
        parts.discard_unused()
    manifest = read_manifest(store)
    assert manifest is not None
    _check_period(period, manifest["periods"])
    return manifest


def load(name: str, folders: Folders | None = None, progress: Progress = list, period: str | None = None) -> Ledger:
    """The ledger of organisation `name`, cleaned first where its raw files or the rules have changed.

    Raises: UnknownOrganisation; PeriodWithoutData where a `period` is asked for in vain, and nothing is written then.
    """
    folders = folders or Folders.find()
    manifest = ensure_clean(name, folders, progress, period)
    organisation, _ = read_organisation(folders.raw / name)
    return Ledger(organisation, read_tables(folders.processed / name), manifest)


def _check_period(period: str | None, known: list[str]) -> None:
    if period is not None and period not in known:
        raise PeriodWithoutData(period, known)
