"""The samples' reports as files and as pages: every period is made, proves its figures, and opens quietly."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from console import PROJECT, charity

from charity_analysis.ledger.paths import Folders
from charity_analysis.money import format_yuan
from charity_analysis.report.half_year import HIDDEN
from samples.demo import control_totals

PERIODS = [
    ("cangshan", "2020H1"),
    ("demo2", "2020H1"),
    *(("demo", f"{year}H{half}") for year in range(2016, 2021) for half in (1, 2)),
]
# With its own fonts, the proof of every figure, and the rows of ten half-years behind the balances, a report can still
# be sent by mail.
MOST_BYTES = 1600 * 1024


EDITIONS = {"internal": "report.html", "public": "report.public.html"}
# The dark scheme changes colours and nothing else.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
Key = tuple[str, str, str]


@pytest.fixture(scope="session")
def reports(sample_folders: Folders) -> dict[Key, Path]:
    """Both editions of the samples' reports, made by the command; two organisations at once."""
    places = {"raw": sample_folders.raw, "processed": sample_folders.processed, "reports": sample_folders.reports}
    folders = [word for name, path in places.items() for word in (f"--{name}", path)]

    def make(name: str, *which: str) -> None:
        asked = ("report", *which, "--organisation", name, "--edition", "both")
        done = charity(*asked, *folders, folder=PROJECT, seconds=900)
        assert done.returncode == 0, done.stderr

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: make(*one), [("demo", "--all"), ("cangshan", "2020H1"), ("demo2", "2020H1")]))
    return {
        (name, period, edition): sample_folders.reports / name / period / page
        for name, period in PERIODS
        for edition, page in EDITIONS.items()
    }


@pytest.fixture(
    scope="module", params=[(*one, edition) for one in PERIODS for edition in EDITIONS], ids=lambda one: "-".join(one)
)
def made(request: pytest.FixtureRequest, reports: dict[Key, Path]) -> tuple[Key, Path]:
    return request.param, reports[request.param]


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<(style|script)\b.*?</\1>", "", html)))


def test_the_file_is_small_whole_and_asks_nothing_of_the_network(made: tuple[Key, Path]) -> None:
    html = made[1].read_text(encoding="utf-8")
    assert len(html.encode()) < MOST_BYTES
    assert html.rstrip().endswith("</html>")
    assert not re.search(r"""(?:src|href)=["']?(?:https?:|//|file:)""", html)
    assert "<script" not in html
    assert "HalfYear.load" not in html, "code of the notebook stands in the report"


def test_every_demo_report_shows_the_generators_own_totals(reports: dict[Key, Path]) -> None:
    for period, control in control_totals().items():
        text = text_of(reports["demo", period, "internal"].read_text(encoding="utf-8"))
        assert format_yuan(control["received_fen"]) in text, period
        assert format_yuan(control["paid_fen"]) in text, period


def test_links_within_the_page_all_land(made: tuple[Key, Path]) -> None:
    html = made[1].read_text(encoding="utf-8")
    targets = {unquote(unescape(target)) for target in re.findall(r'href="#([^"]+)"', html)}
    assert targets <= {unescape(anchor) for anchor in re.findall(r'\bid="([^"]+)"', html)}


def test_no_path_of_this_machine_stands_in_the_page(made: tuple[Key, Path]) -> None:
    html = made[1].read_text(encoding="utf-8")
    for secret in (str(Path.home()), str(made[1].parents[2]), str(Path(__file__).parents[2])):
        assert secret not in html


def test_the_page_opens_quietly_fits_a_phone_and_is_for_everybody(made: tuple[Key, Path], page: Any) -> None:
    """One visit: no request, no complaint, no sideways scroll at 390 pixels, no violation in either scheme."""
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(made[1].as_uri())
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # Hundreds of proofs of one make, none of them shown, would take most of the time: one stands for all.
    page.evaluate("document.querySelectorAll('.proofs > :not(:first-child)').forEach(proof => proof.remove())")
    for scheme, options in (("light", None), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, (scheme, results.generate_report())


def test_each_tiles_rows_add_up_to_its_figure_when_opened(made: tuple[Key, Path], page: Any) -> None:
    page.goto(made[1].as_uri())
    opened = 0
    for figure in page.locator(".tile .value a.figure").all():
        figure.click()
        panel = page.locator(".way:target")
        panel.wait_for(state="visible")
        words = panel.inner_text()
        rows = panel.locator("tbody td").all_inner_texts()
        # What a public edition hides of the rows cannot be added up by anybody, and is meant not to be.
        is_whole = bool(rows) and HIDDEN not in "".join(rows)
        if "相加" in panel.locator("p").nth(1).inner_text() and is_whole and "不是各行相加" not in words:
            added = sum(Decimal(row.replace(",", "")) for row in rows)
            assert f"{added:,}" == figure.inner_text()
            assert ".xlsx ›" in words or ".csv" in words
            opened += 1
        panel.locator("> a").click()
    assert opened >= 2


def test_a_short_word_in_a_table_is_never_broken_over_lines(reports: dict[Key, Path], page: Any) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for key in (("cangshan", "2020H1", "internal"), ("demo", "2020H1", "public")):
            page.goto(reports[key].as_uri())
            broken = page.evaluate(
                """() => [...document.querySelectorAll('.table-box:not(details *) :is(td, th)')]
                    .filter(cell => {
                        const range = document.createRange();
                        range.selectNodeContents(cell);
                        const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top / 8)));
                        return cell.innerText.trim().length <= 4 && lines.size > 1;
                    })
                    .map(cell => cell.innerText)"""
            )
            assert broken == [], (width, key)
