"""What many tests need: an office with raw folders to fill, and the project's own sample, cleaned once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from openpyxl import Workbook

from charity_analysis.ledger.documents import in_language
from charity_analysis.ledger.ledger import Ledger, load
from charity_analysis.ledger.paths import Folders

# A busy machine must not make a law look broken: speed is measured elsewhere. Every run draws other examples, so that
# fewer of them a run find the same in more runs, and the whole check stays within its time.
settings.register_profile("charity", deadline=None, max_examples=50)
settings.load_profile("charity")

PROJECT = Path(__file__).resolve().parents[1]
DONATION_HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目"]
DISBURSEMENT_HEADINGS = ["拨付日期", "收款单位", "拨付金额", "项目", "人数", "标准(元)"]
# These take minutes: they begin first, so that at the end no processor waits for one of them.
LONGEST_FILES = (
    "test_sample_reports.py",
    "test_run.py",
    "test_hostile_and_planted.py",
    "test_cli.py",
    "test_large_report.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, all else as it stands."""
    places = {name: place for place, name in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


class Office:
    """One organisation's raw folder in a temporary place; `clean` and `ledger` do what the commands do."""

    def __init__(self, root: Path, organisation: str = "office", period: str = "2020H1") -> None:
        self.organisation = organisation
        self.folders = Folders(root / "raw", root / "processed", root / "reports")
        self.raw = self.folders.raw / organisation
        self.period = self.raw / period
        self.period.mkdir(parents=True)
        (self.raw / "organisation.toml").write_text('name = "测试慈善总会"\n', encoding="utf-8")

    def workbook(
        self, name: str, sheets: dict[str, Iterable[Sequence[Any]]], merges: dict[str, Sequence[str]] | None = None
    ) -> Path:
        """Write an .xlsx whose sheets hold the given rows; `merges` are ranges such as "A1:F1" by sheet."""
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cells in (merges or {}).get(title, ()):
                sheet.merge_cells(cells)
        path = self.period / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def donations(self, rows: Iterable[Sequence[Any]], name: str = "捐赠收入.xlsx", unit: str = "元") -> Path:
        """A well-kept donation ledger with title, unit row, DONATION_HEADINGS (row 3) and these rows from row 4."""
        head = [["测试慈善总会捐赠收入明细"], [f"单位:{unit}"], DONATION_HEADINGS]
        return self.workbook(name, {"捐赠": [*head, *rows]})

    def disbursements(self, rows: Iterable[Sequence[Any]], name: str = "拨付支出.xlsx", unit: str = "元") -> Path:
        """A well-kept disbursement ledger with title, unit row, DISBURSEMENT_HEADINGS (row 3) and rows from row 4."""
        head = [["测试慈善总会拨付支出明细"], [f"单位:{unit}"], DISBURSEMENT_HEADINGS]
        return self.workbook(name, {"拨付": [*head, *rows]})

    def clean(self) -> dict[str, Any]:
        """The document of `charity clean --json`, in Chinese, without what every short list leaves unsaid: its total."""
        document = in_language(self.ledger().manifest["document"], "zh")
        for file in document["files"]:
            file["findings"] = [found for found in file["findings"] if found["rule"] != "total_not_stated"]
        return document

    def clean_one(self) -> dict[str, Any]:
        """The entry of the only file that is data."""
        (entry,) = [file for file in self.clean()["files"] if file["status"] != "ignored"]
        return entry

    def ledger(self) -> Ledger:
        """The office's ledger, cleaned where it is stale."""
        return load(self.organisation, self.folders)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office without ledgers, for period 2020H1."""
    return Office(tmp_path)


@pytest.fixture(scope="session")
def sample_folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The project's samples with a place of their own for what is made of them."""
    made = tmp_path_factory.mktemp("samples")
    return Folders(PROJECT / "data" / "raw", made / "processed", made / "reports")


@pytest.fixture(scope="session")
def cangshan(sample_folders: Folders) -> Ledger:
    """The cleaned ledger of the sample of real published facts."""
    return load("cangshan", sample_folders)


@pytest.fixture(scope="session")
def demo(sample_folders: Folders) -> Ledger:
    """The cleaned ledger of the synthetic sample."""
    return load("demo", sample_folders)


@pytest.fixture(scope="session")
def demo2(sample_folders: Folders) -> Ledger:
    """The cleaned ledger of the small synthetic sample, which may not raise funds publicly."""
    return load("demo2", sample_folders)


# What the books of a small office leave unsaid, whatever a test is about.
LEFT_UNSAID = frozenset({"organisation_kind_unknown", "receipts_not_registered", "source_not_stated"})


def found_astray(office: Office) -> list[dict[str, Any]]:
    """Findings that belong to no file, without what every small office leaves unsaid."""
    return [finding for finding in office.clean()["findings"] if finding["rule"] not in LEFT_UNSAID]


def rules_found(entry: dict[str, Any]) -> set[str]:
    """The rules of a file's findings."""
    return {finding["rule"] for finding in entry["findings"]}
