"""Hostile texts stay texts in both editions, and of what is planted nothing leaves the house."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from console import PROJECT, charity
from report.planted import HOSTILE, PERIOD, SECRETS, plant, shown, sign_off

from conftest import Office

EDITIONS = ("internal", "public")
PAGES = {"internal": "report.html", "public": "report.public.html"}
# What is made for the house only; everything else beside the reports is for anybody.
FOR_THE_HOUSE = frozenset({"report.html", "report.xlsx", "report.docx", "record.json", "index.html"})
BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both editions of the planted office's report, made once."""
    office = sign_off(plant(Office(tmp_path_factory.mktemp("planted"))))
    folders = ("--raw", office.folders.raw, "--processed", office.folders.processed)
    made = charity("report", PERIOD, *folders, "--reports", office.folders.reports, "--edition", "both", folder=PROJECT)
    assert made.returncode in (0, 1), made.stderr
    assert not [secret for secret in SECRETS if secret in made.stdout + made.stderr]
    return office.folders.reports


def path_of(reports: Path, edition: str) -> Path:
    return reports / "office" / PERIOD / PAGES[edition]


@pytest.mark.parametrize("edition", EDITIONS)
def test_hostile_texts_show_as_texts_and_do_nothing(reports: Path, edition: str, page: Any) -> None:
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.set_viewport_size({"width": 390, "height": 844})
    address = path_of(reports, edition).as_uri()
    page.goto(address)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    text = " ".join(page.evaluate("document.body.textContent").split())
    assert [url for url in heard if url != address] == []
    assert [one for one in HOSTILE if shown(one) not in text] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.evaluate("document.querySelectorAll('main img, main script, main iframe, main svg [onload]').length") == 0
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => /^on/i.test(a.name)).length"
        )
        == 0
    )


def parts(path: Path) -> dict[str, str]:
    """Every text in the file `path`, by where it stands: its name, its bytes decoded, what it packs."""
    data = path.read_bytes()
    texts = {"its name": path.name}
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                texts[name] = name + packed.read(name).decode("utf-8", "replace")
    else:
        texts["its text"] = data.decode("utf-8")
        if path.suffix == ".json":
            texts["its values"] = json.dumps(json.loads(data), ensure_ascii=False)
    return texts


def spellings(text: str) -> list[str]:
    """`text` as it stands, and as a reader sees it: without markup, in usual characters, without blanks."""
    plain = unicodedata.normalize("NFKC", unescape(text))
    return [text, BLANKS.sub("", re.sub(r"<[^<>]*>", "", plain)), BLANKS.sub("", plain)]


def test_nothing_that_is_planted_is_in_a_public_file(reports: Path) -> None:
    public = [path for path in reports.rglob("*") if path.is_file() and path.name not in FOR_THE_HOUSE]
    assert path_of(reports, "public") in public
    found = {
        (path.relative_to(reports).as_posix(), place, secret)
        for path in public
        for place, text in parts(path).items()
        for spelling in spellings(text)
        for secret in SECRETS
        if secret in spelling
    }
    assert found == set()


def test_no_file_of_either_edition_names_this_machine(reports: Path) -> None:
    own = {str(reports), str(Path.home()), str(PROJECT)}
    for path in (path for path in reports.rglob("*") if path.is_file()):
        assert not [place for place, text in parts(path).items() if any(one in text for one in own)], path.name


def test_the_house_reads_the_names_that_the_public_does_not(reports: Path) -> None:
    own = [path_of(reports, "internal"), path_of(reports, "internal").with_name("report.xlsx")]
    text = "".join(unescape(part) for path in own for part in parts(path).values())
    assert all(name in text for name in ("郭秋禾", "静默实业有限公司")), "else the test above would find nothing either"
