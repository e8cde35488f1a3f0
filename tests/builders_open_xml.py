"""Raw packages of the Open XML family, part by part, so that each oddity is a small file of its own."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.sheets import Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Part = str | bytes


def relationships(*entries: tuple[str, str, str], office: str = OFFICE, mode: str = "") -> str:
    """A part of relationships: id, last word of the kind, target."""
    said = "".join(
        f'<Relationship Id="{key}" Type="{office}/{kind}" Target="{target}"{mode}/>' for key, kind, target in entries
    )
    return f'<Relationships xmlns="{PACKAGE}">{said}</Relationships>'


def worksheet(rows: str, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    return f'<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def number(address: str, value: object, style: int = 0) -> str:
    return f'<c r="{address}" s="{style}"><v>{value}</v></c>'


def shared(address: str, index: int) -> str:
    return f'<c r="{address}" t="s"><v>{index}</v></c>'


def inline(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def strings(*items: str, namespace: str = MAIN) -> str:
    return f'<sst xmlns="{namespace}">{"".join(items)}</sst>'


def styles(*formats: str, fonts: str = "<font/>", entries: str = "", more: str = "") -> str:
    """Style n shows format n of `formats` (a code, or the number of a built-in format); or `entries` as they are."""
    codes = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code.replace("&", "&amp;").replace(chr(34), "&quot;")}"/>'
        for at, code in enumerate(formats)
        if not code.isdigit()
    )
    shown = "".join(
        f'<xf numFmtId="{code if code.isdigit() else 200 + at}" fontId="0"/>' for at, code in enumerate(formats)
    )
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><fonts>{fonts}</fonts>{more}'
        f"<cellXfs>{entries or shown}</cellXfs></styleSheet>"
    )


def workbook(*sheets: tuple[str, str, str], properties: str = "", namespace: str = MAIN, office: str = OFFICE) -> str:
    """The part of the workbook: name, relationship and state of each sheet."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="{key}"/>'
        for at, (name, key, state) in enumerate(sheets, start=1)
    )
    return f'<workbook xmlns="{namespace}" xmlns:r="{office}">{properties}<sheets>{listed}</sheets></workbook>'


def parts(
    sheet: Part, shared_strings: Part = "", style_sheet: Part = "", properties: str = "", **more: Part
) -> dict[str, Part]:
    """The parts of a workbook of one sheet, 一月; `more` adds parts or replaces them ("" leaves one away)."""
    made: dict[str, Part] = {
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(("一月", "rId1", "visible"), properties=properties),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": shared_strings,
        "xl/styles.xml": style_sheet,
    } | more
    return {name: content for name, content in made.items() if content}


def package(contents: dict[str, Part], *repeated: tuple[str, Part]) -> bytes:
    """The archive of these parts; `repeated` are members added besides, under whatever name."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names given twice
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (*contents.items(), *repeated):
                archive.writestr(name, content)
    return target.getvalue()


def read_parts(folder: Path, contents: dict[str, Part]) -> Sheet:
    """The only sheet of a workbook of these parts."""
    path = folder / "台账.xlsx"
    path.write_bytes(package(contents))
    (sheet,) = read_workbook(path).sheets
    return sheet
