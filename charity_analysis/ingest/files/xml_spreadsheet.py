"""Workbooks in the XML of Excel 2003, as back-office systems export them under the name of .xls."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

from charity_analysis.ingest.files.html_markup import declared_encoding
from charity_analysis.ingest.files.text_encoding import decode
from charity_analysis.ingest.files.xml_spreadsheet_sheet import SheetBuilder, data_value
from charity_analysis.ingest.files.xml_spreadsheet_styles import OWN, StyleReader
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused, damage_refused
from charity_analysis.ingest.sheets import Workbook

_CHUNK_CHARACTERS = 1 << 20
# A table of a million rows of eight has thirty-four million tags, none of them long, and few inside one another.
_MOST_TAGS, _DEEPEST = 40_000_000, 100
_ENDLESS_TAG = re.compile(r"<[^<>]{100000}")
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_TYPE = f"{OWN}Type"
_HTML = "http://www.w3.org/TR/REC-html40"


def read_xml_spreadsheet(path: Path) -> Workbook:
    """All sheets of the workbook at `path`; formulas count by their stored values.

    Raises: FileRefused (undecidable_encoding, damaged_file, unsafe_xml, too_spread); OSError where the disk refuses.
    """
    content = path.read_bytes()
    text = decode(content, declared_encoding(content)).lstrip()
    _check_tags(text)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reader = _WorkbookReader(parser)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    # Without a document type there are no entities: neither bombs nor files of this machine.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with damage_refused():
        for at in range(0, len(text), _CHUNK_CHARACTERS):
            parser.Parse(text[at : at + _CHUNK_CHARACTERS])
        parser.Parse("", True)
        if not reader.sheets:
            raise FileRefused("damaged_file")
        return Workbook([sheet.build() for sheet in reader.sheets], reader.findings)


def _check_tags(text: str) -> None:
    """Raises: FileRefused (damaged_file, reading_too_long) where the mere tags would take for ever."""
    if _ENDLESS_TAG.search(text):
        raise FileRefused("damaged_file")
    if text.count("<") > _MOST_TAGS:
        raise FileRefused("reading_too_long")


def _refuse_doctype(*_: object) -> None:
    raise FileRefused("unsafe_xml")


class _WorkbookReader:
    """Takes the elements of a workbook as they come."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.sheets: list[SheetBuilder] = []
        self.findings: list[Finding] = []
        self._parser = parser
        self._depth = 0
        self._styles = StyleReader()
        self._text: list[str] = []
        self._type = ""
        self._is_comment = False
        self._starts = {
            f"{OWN}Worksheet": self._start_sheet,
            f"{OWN}Row": self._start_row,
            f"{OWN}Cell": self._start_cell,
            f"{OWN}Data": self._start_data,
            f"{OWN}Comment": self._start_comment,
            f"{OWN}Style": self._styles.start,
            f"{OWN}Font": self._styles.take_font,
            f"{OWN}NumberFormat": self._styles.take_number_format,
            f"{_EXCEL} Visible": self._start_visible,
            f"{_EXCEL} SupBook": self._note_external_link,
            f"{_HTML} S": self._strike,
            f"{_HTML} Del": self._strike,
        }
        self._ends = {
            f"{OWN}Cell": self._end_cell,
            f"{OWN}Data": self._end_data,
            f"{OWN}Comment": self._end_comment,
            f"{_EXCEL} Visible": self._end_visible,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FileRefused("damaged_file")
        act = self._starts.get(name)
        if act is not None:
            act(attributes)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._depth -= 1
        act = self._ends.get(name)
        if act is not None:
            act()

    def _begin_text(self) -> None:
        """Take text from here on: the blanks between elements are not even asked for."""
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def _end_text(self) -> str:
        self._parser.CharacterDataHandler = None
        return "".join(self._text)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self.sheets.append(SheetBuilder(attributes.get(f"{OWN}Name", ""), self._styles))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.sheets[-1].start_row(attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.sheets[-1].start_cell(attributes)

    def _end_cell(self) -> None:
        self.sheets[-1].end_cell()

    def _start_data(self, attributes: dict[str, str]) -> None:
        if not self._is_comment:
            self._type = attributes.get(_TYPE) or attributes.get("Type", "String")
            self._begin_text()

    def _end_data(self) -> None:
        if not self._is_comment:
            self.sheets[-1].value = data_value(self._type, self._end_text())

    def _start_comment(self, _: dict[str, str]) -> None:
        self._is_comment = True

    def _end_comment(self) -> None:
        self._is_comment = False

    def _strike(self, _: dict[str, str]) -> None:
        if self._parser.CharacterDataHandler is not None:
            self.sheets[-1].is_struck = True

    def _start_visible(self, _: dict[str, str]) -> None:
        self._begin_text()

    def _end_visible(self) -> None:
        is_hidden = self._end_text().strip() != "SheetVisible"
        if self.sheets:
            self.sheets[-1].is_hidden = is_hidden

    def _note_external_link(self, _: dict[str, str]) -> None:
        if not self.findings:
            self.findings.append(Finding("external_link"))
