"""What `charity clean` costs, as ratios within one run: against readers, against itself with more rows, files, cores.

`python benchmarks/clean.py` prints a table and writes benchmarks/results.json; `python benchmarks/clean.py quick`
leaves out what takes minutes. Every ledger is synthetic and lies in a temporary folder.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from openpyxl import Workbook

ROUNDS = 3
RESULTS = Path(__file__).with_name("results.json")
CHARITY = Path(sys.executable).with_name("charity.exe" if os.name == "nt" else "charity")
HEADINGS = ("序号", "捐赠日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目", "票据号", "备注")
CELLS_ONLY = """
import sys
from python_calamine import CalamineWorkbook
with CalamineWorkbook.from_path(sys.argv[1]) as workbook:
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""
PANDAS_WITH_OPENPYXL = """
import sys
import pandas
pandas.read_excel(sys.argv[1], engine="openpyxl", sheet_name=None, header=None)
"""


@dataclass(frozen=True)
class Result:
    """One measurement: a ratio within this run, the bar it is held to, and whether it holds."""

    name: str
    ratio: float
    bar: float
    holds: bool


def result(name: str, ratio: float, bar: float) -> Result:
    return Result(name, round(ratio, 3), bar, ratio <= bar)


def write_ledger(path: Path, rows: int, first: int = 1) -> None:
    """A donation ledger of `rows` gifts, each with its own donor and receipt, numbered from `first`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("捐赠收入")
    sheet.append(["合成数据：捐赠收入明细"])
    sheet.append(["单位:元"])
    sheet.append(HEADINGS)
    for number in range(first, first + rows):
        day = f"2020-{number % 6 + 1:02d}-{number % 28 + 1:02d}"
        amount = 100 + number % 9973 + (number % 100) / 100
        sheet.append([number, day, f"合成捐赠人{number:07d}", "个人", amount, "疫情防控", f"合成{number:08d}", None])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


@dataclass(frozen=True)
class Office:
    """A project in a folder of its own with one organisation, whose ledgers `charity clean` cleans."""

    root: Path

    @property
    def period(self) -> Path:
        return self.root / "data" / "raw" / "office" / "2020H1"

    def forget(self) -> None:
        """Let the next run be the first."""
        shutil.rmtree(self.root / "data" / "processed", ignore_errors=True)

    def command(self) -> list[str]:
        data = self.root / "data"
        return [str(CHARITY), "clean", "--raw", str(data / "raw"), "--processed", str(data / "processed")]


def run(command: list[str], before: Callable[[], None] = lambda: None) -> tuple[float, float]:
    """Wall seconds of one whole process, and the peak memory in bytes of the largest process it was or started.

    Raises: RuntimeError where it fails.
    """
    before()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    if hasattr(os, "wait4"):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    else:
        process.wait()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command[:2]} exited with {process.returncode}")
    return time.perf_counter() - start, peak


def in_turn(
    first: list[str], second: list[str], before: Callable[[], None] = lambda: None, rounds: int = ROUNDS
) -> float:
    """Median ratio of the first command's time to the second's, run in turn; `before` goes before the first."""
    return statistics.median(run(first, before)[0] / run(second)[0] for _ in range(rounds))


def clean_seconds(office: Office) -> float:
    """Median seconds of a first cleaning."""
    return statistics.median(run(office.command(), office.forget)[0] for _ in range(ROUNDS))


def one_large_file(folder: Path) -> Iterator[Result]:
    """200 000 rows: against reading the cells alone, against pandas with openpyxl, and what memory it takes."""
    office = Office(folder / "large")
    ledger = office.period / "捐赠收入.xlsx"
    write_ledger(ledger, 200_000)
    cells = [sys.executable, "-c", CELLS_ONLY, str(ledger)]
    yield result("clean 200 000 rows : read their cells", in_turn(office.command(), cells, office.forget), 2.5)
    pandas = [sys.executable, "-c", PANDAS_WITH_OPENPYXL, str(ledger)]
    yield result(
        "clean 200 000 rows : pandas with openpyxl", in_turn(office.command(), pandas, office.forget, 1), 1 / 6
    )
    again = in_turn(office.command(), cells)
    yield result("clean unchanged 200 000 rows : read their cells", again, 1.0)


def more_rows(folder: Path) -> Iterator[Result]:
    """Four times the rows, for four times the cost at most, start-up aside."""
    seconds = {}
    for rows in (1, 50_000, 200_000):
        office = Office(folder / f"rows{rows}")
        write_ledger(office.period / "捐赠收入.xlsx", rows)
        seconds[rows] = clean_seconds(office)
    growth = (seconds[200_000] - seconds[1]) / (seconds[50_000] - seconds[1])
    yield result("200 000 rows : 50 000 rows, start-up aside", growth, 4.8)


def more_files(folder: Path) -> Iterator[Result]:
    """Many files: cost by their number, by the cores that share them, and by how many of them changed."""
    seconds = {}
    for count in (8, 32):
        office = Office(folder / f"files{count}")
        for number in range(count):
            write_ledger(office.period / f"{number + 1:02d}.xlsx", 5_000, number * 5_000 + 1)
        seconds[count] = clean_seconds(office)
    yield result("32 files : 8 files", seconds[32] / seconds[8], 4.8)
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(cores)})
        alone = clean_seconds(office)
        os.sched_setaffinity(0, cores)
        yield result("32 files on two cores : on one", seconds[32] / alone, 0.75)

    def change_one() -> None:
        write_ledger(office.period / "01.xlsx", 5_000, time.time_ns() % 1_000_000 * 1_000)

    changed = statistics.median(run(office.command(), change_one)[0] for _ in range(ROUNDS))
    yield result("one changed file of 32 : all 32", changed / seconds[32], 0.5)


def memory(folder: Path) -> Iterator[Result]:
    """An ordinary ledger within 512 MB and 10 s."""
    office = Office(folder / "ordinary")
    write_ledger(office.period / "捐赠收入.xlsx", 20_000)
    seconds, peak = run(office.command(), office.forget)
    yield result("memory of 20 000 rows : 512 MB", peak / 512e6, 1.0)
    yield result("time of 20 000 rows : 10 s", seconds / 10, 1.0)


def a_million_rows(folder: Path) -> Iterator[Result]:
    """The largest sheet there can be, nearly: within 3 minutes and 2 GB."""
    office = Office(folder / "million")
    write_ledger(office.period / "捐赠收入.xlsx", 1_000_000)
    seconds, peak = run(office.command(), office.forget)
    yield result("memory of 1 000 000 rows : 2 GB", peak / 2e9, 1.0)
    yield result("time of 1 000 000 rows : 3 minutes", seconds / 180, 1.0)


def main(is_quick: bool) -> None:
    """Print the table, and write it to results.json where it is whole."""
    measures = [one_large_file, more_rows, more_files, memory, *([] if is_quick else [a_million_rows])]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for measure in measures:
            for found in measure(Path(folder)):
                print(
                    f"{found.name:<52} {found.ratio:>7.3f}  bar {found.bar:.3f}  {'holds' if found.holds else 'FAILS'}"
                )
                results.append(asdict(found))
    if not is_quick:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("quick" in sys.argv[1:])
