"""The shelf: what it shows is what the reports' records say, its links land, and the public one knows public files only."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from charity_analysis.periods import ReportingPeriod
from charity_analysis.report import shelf_page
from charity_analysis.report.record import record_bytes, record_name, report_version
from charity_analysis.report.shelf import ShelfFigure, read_shelf, write_shelf
from charity_analysis.report.shelf_course import draw_course

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-playwright-python")

# As a folder of an organisation may be called; the last is what no file system of ours forbids.
ODD = "仓山 区#1%20?&'<b>：x"


@pytest.fixture(autouse=True)
def without_fonts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts are cut only for the browser: it takes as long as all the rest."""
    if "browser" not in request.fixturenames:
        monkeypatch.setattr(shelf_page, "embed_fonts", lambda page: page)


def put(reports: Path, organisation: str, period: str, edition: str = "internal", **more: Any) -> Path:
    """A report's folder with its page, its workbook and its record."""
    folder = reports / organisation / period
    folder.mkdir(parents=True, exist_ok=True)
    suffix = ".public" if edition == "public" else ""
    (folder / f"report{suffix}.html").write_text('<p id="ev-K1">', encoding="utf-8")
    (folder / f"report{suffix}.xlsx").write_bytes(b"")
    (folder / record_name(edition)).write_bytes(record_bytes(record(organisation, period, edition, **more)))
    return folder


def record(organisation: str, period: str, edition: str, **more: Any) -> dict[str, Any]:
    def figure(key: str, unit: str, value: float | None, **rest: Any) -> dict[str, Any]:
        return {"id": key, "name": key, "unit": unit, "value": value, "halfwidth": 0, "rows": "", **rest}

    persons = [
        figure("人", "count", 1234) | {"name": "受益对象（人）"},
        figure("户", "count", 56) | {"name": "受益对象（户）"},
    ]
    return {
        "format": 1,
        "organisation": organisation,
        "organisation_name": "某区慈善总会<i>&",
        "period": period,
        "edition": edition,
        "generated_at": "2020-07-22 09:36",
        "code_version": report_version(),
        "inputs_digest": "a",
        "open_errors": 0,
        "key_figures": [
            figure("K1", "fen", 884_290_000),
            figure("K5", "fen", 894_806_217),
            figure("K7", "share", None),
            figure("K8", "share", 0.0429),
            figure("K11", "fen", -1_000_000),
            figure("K20", "count", None, parts=persons),
        ],
        "figures": [],
        "places": [],
        "rows": [],
        **more,
    }


def shelf_of(reports: Path, name: str = "index.html") -> str:
    write_shelf(reports)
    return (reports / name).read_text(encoding="utf-8")


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<style>.*?</style>", "", html)))


def test_it_shows_what_the_records_say_newest_first(tmp_path: Path) -> None:
    for period in ("2019H2", "2020H1"):
        put(tmp_path, "cangshan", period)
    text = text_of(shelf_of(tmp_path))
    assert "某区慈善总会<i>&" in text
    for shown in ("884.29", "894.81", "4.3%", "-1.00", "1,234 人；56 户", "2020-07-22 09:36"):
        assert shown in text, shown
    assert text.rindex("2020年上半年") < text.rindex("2019年下半年")


@pytest.mark.parametrize("name", ["index.html", "index.public.html"])
def test_every_link_lands_on_a_file_whatever_the_folder_is_called(tmp_path: Path, name: str) -> None:
    for edition in ("internal", "public"):
        folder = put(tmp_path, ODD, "2020H1", edition)
    (folder / "report.docx").write_bytes(b"")
    (folder / "open-data").mkdir()
    (folder / "open-data" / "捐赠.csv").write_bytes(b"")
    html = shelf_of(tmp_path, name)
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', html) if not link.startswith(("#", "data:"))]
    assert len(links) >= 4
    for link in links:
        split = urlsplit(link)
        assert not split.scheme and not split.netloc and split.path.startswith("./"), link
        assert (tmp_path / unquote(split.path)).is_file(), link
        assert urljoin((tmp_path / name).as_uri(), link).startswith(tmp_path.as_uri()), link


def test_the_public_shelf_leads_to_public_files_only(tmp_path: Path) -> None:
    put(tmp_path, "unpublished", "2019H1")
    put(tmp_path, "cangshan", "2020H1")
    put(tmp_path, "cangshan", "2020H1", "public", open_errors=7)
    html = shelf_of(tmp_path, "index.public.html")
    assert "report.public.html" in html and "unpublished" not in html
    assert not re.search(r"/report\.(html|xlsx|docx)|record|correction", html)
    assert "错误" not in text_of(html)


def test_counts_that_a_public_edition_hides_are_hidden_on_its_shelf(tmp_path: Path) -> None:
    folder = put(tmp_path, "cangshan", "2020H1")
    hidden = record("cangshan", "2020H1", "public")
    hidden["key_figures"][-1]["parts"][1] |= {"value": None, "hidden": True}
    (folder / "report.public.html").write_bytes(b"")
    (folder / "record.public.json").write_bytes(record_bytes(hidden))
    assert "1,234 人；＊ 户" in text_of(shelf_of(tmp_path, "index.public.html"))
    assert "1,234 人；56 户" in text_of(shelf_of(tmp_path))


def test_what_is_missing_is_a_dash_and_never_nought(tmp_path: Path) -> None:
    figures = [one | {"value": None, "parts": []} for one in record("x", "2020H1", "internal")["key_figures"]]
    put(tmp_path, "cangshan", "2020H1", key_figures=figures)
    text = text_of(shelf_of(tmp_path))
    assert "—" in text and "0.00" not in text


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"format": 1}', record_bytes({**record("x", "2019H1", "internal")})]
)
def test_a_record_that_is_damaged_or_of_another_period_is_told_and_the_others_stand(
    tmp_path: Path, damage: bytes
) -> None:
    put(tmp_path, "good", "2020H1")
    (put(tmp_path, "bad", "2020H1") / "record.json").write_bytes(damage)
    text = text_of(shelf_of(tmp_path))
    assert "“bad/2020H1”的记录缺失或无法读取" in text
    assert "884.29" in text
    assert "bad" not in text_of(shelf_of(tmp_path, "index.public.html"))


@pytest.mark.parametrize("figure", [{"id": "K1"}, {"id": "K1", "name": "x", "unit": "fen", "value": "7"}, 7, None])
def test_a_record_with_figures_that_are_none_is_damaged(tmp_path: Path, figure: object) -> None:
    put(tmp_path, "bad", "2020H1", key_figures=[figure])
    assert read_shelf(tmp_path, "internal").unreadable == ("bad/2020H1",)


def test_foreign_folders_and_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "good", "2020H1")
    for foreign in ("good/2020H3", "good/notes", ".hidden/2020H1", "photos/2020H1"):
        (tmp_path / foreign).mkdir(parents=True)
    (tmp_path / "readme.txt").write_text("x")
    shelf = read_shelf(tmp_path, "internal")
    assert [(entry.organisation, str(entry.period)) for entry in shelf.entries] == [("good", "2020H1")]
    assert shelf.unreadable == ()


def test_no_reports_are_no_failure(tmp_path: Path) -> None:
    assert "还没有报告" in text_of(shelf_of(tmp_path / "reports"))


def test_a_report_of_other_code_or_other_raw_files_is_marked(tmp_path: Path) -> None:
    reports, raw = tmp_path / "reports", tmp_path / "raw"
    (raw / "changed" / "2020H1").mkdir(parents=True)
    put(reports, "changed", "2020H1")
    put(reports, "old", "2020H1", code_version="z")
    put(reports, "gone", "2020H1", open_errors=3)
    stale = {entry.organisation: entry.is_stale for entry in read_shelf(reports, "internal", raw).entries}
    assert stale == {"changed": True, "old": True, "gone": False}
    text = text_of(shelf_of(reports))
    assert text.count("须重新生成") == 1 and "3 个错误未解决" in text


def test_the_same_reports_give_the_same_bytes_and_no_other_file(tmp_path: Path) -> None:
    put(tmp_path, "cangshan", "2020H1")
    first = shelf_of(tmp_path)
    assert shelf_of(tmp_path) == first
    assert {path.name for path in tmp_path.iterdir()} == {"cangshan", "index.html", "index.public.html"}


def test_a_half_year_without_a_figure_leaves_a_gap_in_its_course() -> None:
    course = [
        (ReportingPeriod(2018 + place // 2, place % 2 + 1), None if value is None else ShelfFigure("x", "fen", value))
        for place, value in enumerate([1_000_000, 2_000_000, None, 3_000_000, -500_000])
    ]
    html = draw_course("捐赠收入", course).html
    assert html.count("<polyline") == 2
    assert "2018年下半年 2.00，2019年下半年 3.00，2020年上半年 -0.50" in html
    assert draw_course("捐赠收入", course[:1]).html == ""


@pytest.mark.parametrize("name", ["index.html", "index.public.html"])
def test_in_a_browser_it_is_quiet_accessible_and_as_wide_as_a_phone(tmp_path: Path, browser: Any, name: str) -> None:
    for organisation in ("cangshan", "of-the-same-name"):
        for period in ("2019H1", "2019H2", "2020H1"):
            for edition in ("internal", "public"):
                put(tmp_path, organisation, period, edition, open_errors=2, code_version="z")
    write_shelf(tmp_path)
    for width, scheme in ((390, "light"), (1280, "dark")):
        tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        noise: list[str] = []
        tab.on("request", lambda request, noise=noise: noise.append(request.url))
        tab.on("console", lambda message, noise=noise: noise.append(message.text))
        tab.goto((tmp_path / name).as_uri())
        assert noise == [(tmp_path / name).as_uri()]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.Axe().run(tab).response["violations"] == []
        tab.close()
