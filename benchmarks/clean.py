"""How long `charity clean` takes on one large ledger, as a ratio to a process that only reads the workbook's cells.

`python benchmarks/clean.py [ROWS]`: writes a synthetic workbook of eight columns into a temporary folder, runs both
processes in turn, and prints the median of each and their ratio.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

ROUNDS = 3
HEADINGS = ("序号", "捐赠日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目", "票据号", "备注")
READ_ONLY = """
import sys
from python_calamine import CalamineWorkbook
with CalamineWorkbook.from_path(sys.argv[1]) as workbook:
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""


def write_ledger(path: Path, rows: int) -> None:
    """A donation ledger of `rows` gifts, each with its own donor and receipt."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("捐赠收入")
    sheet.append(["合成数据：捐赠收入明细"])
    sheet.append(["单位:元"])
    sheet.append(HEADINGS)
    for number in range(1, rows + 1):
        day = f"2020-{number % 6 + 1:02d}-{number % 28 + 1:02d}"
        amount = 100 + number % 9973 + (number % 100) / 100
        sheet.append([number, day, f"合成捐赠人{number:07d}", "个人", amount, "疫情防控", f"合成{number:08d}", None])
    book.save(path)


def seconds(command: list[str]) -> float:
    """Wall time of one whole process.

    Raises: CalledProcessError where it fails.
    """
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(rows: int) -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        ledger = root / "raw" / "benchmark" / "2020H1" / "捐赠收入.xlsx"
        ledger.parent.mkdir(parents=True)
        write_ledger(ledger, rows)
        times: dict[str, list[float]] = {"read": [], "clean": []}
        for number in range(ROUNDS):
            clean = [sys.executable, "-m", "charity_analysis", "clean", "--raw", str(root / "raw")]
            # A store of its own for each round: what is already cleaned would not be cleaned again.
            times["clean"].append(seconds([*clean, "--processed", str(root / f"processed-{number}")]))
            times["read"].append(seconds([sys.executable, "-c", READ_ONLY, str(ledger)]))
    medians = {name: statistics.median(found) for name, found in times.items()}
    ratio = medians["clean"] / medians["read"]
    print(f"{rows} rows: read {medians['read']:.2f} s, clean {medians['clean']:.2f} s, ratio {ratio:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
