"""What a report of 10 000 gifts costs: seconds to make it, its size, and how soon a browser shows it.

`python benchmarks/report.py` prints a table and writes benchmarks/report.json. The books are synthetic and lie in a
temporary folder. Seconds are of the machine that it runs on: compare them within one run.
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
from pathlib import Path

from large_office import GIFTS, PAYMENTS, PERIOD, write_office

RESULTS = Path(__file__).with_name("report.json")
CHARITY = Path(sys.executable).with_name("charity.exe" if os.name == "nt" else "charity")
ROUNDS = 5
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOADED = """() => {
  const times = performance.getEntriesByType("navigation")[0];
  return [times.loadEventEnd, document.querySelectorAll("*").length];
}"""


def seconds_of(*arguments: str) -> float:
    """Wall seconds of one run of the command.

    Raises: RuntimeError where it fails.
    """
    start = time.perf_counter()
    done = subprocess.run([str(CHARITY), *arguments], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"charity {arguments[0]} exited with {done.returncode}")
    return round(time.perf_counter() - start, 2)


def opened(report: Path) -> tuple[float, int] | None:
    """Median milliseconds until the page is loaded, and its number of elements; None without a browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        runs = []
        for _ in range(ROUNDS):
            page = chromium.new_page()
            page.goto(report.as_uri())
            runs.append(page.evaluate(LOADED))
            page.close()
        chromium.close()
    return round(statistics.median(run[0] for run in runs)), runs[0][1]


def measure(root: Path) -> dict[str, float | None]:
    """One measurement of each kind, by name."""
    write_office(root / "raw")
    folders = ("--raw", str(root / "raw"), "--processed", str(root / "processed"))
    cleaning = seconds_of("clean", *folders)
    making = seconds_of("report", PERIOD, *folders, "--reports", str(root / "reports"))
    report = root / "reports" / "office" / PERIOD / "report.html"
    shown = opened(report)
    return {
        "gifts": GIFTS,
        "payments": PAYMENTS,
        "seconds_to_clean": cleaning,
        "seconds_to_report": making,
        "kilobytes": round(report.stat().st_size / 1024),
        "milliseconds_to_open": shown[0] if shown else None,
        "elements": shown[1] if shown else None,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as root:
        measured = measure(Path(root))
    for name, value in measured.items():
        print(f"{name:24} {value}")
    RESULTS.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
