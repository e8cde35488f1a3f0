"""The values in pieces of a worksheet's rows, by the calamine library, several pieces at a time."""

from __future__ import annotations

import io
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from charity_analysis.ingest.files.open_xml_grid import MOST_CELLS
from charity_analysis.ingest.files.open_xml_parse import MAIN_NAMESPACES
from charity_analysis.ingest.files.open_xml_plain import NotPlain
from charity_analysis.ingest.files.open_xml_scan import RowsPiece
from charity_analysis.ingest.files.open_xml_strings import SharedStrings
from charity_analysis.ingest.files.open_xml_styles import Style, ValueKind

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Formats that the library knows by their number alone.
_FORMAT_NUMBERS = {ValueKind.NUMBER: 0, ValueKind.DATE: 14, ValueKind.DURATION: 46}
# The library does not hold the interpreter's lock: more pieces at a time than cores would only cost memory, and each
# is read with a copy of all shared strings.
_READERS, _READERS_OF_MANY_STRINGS, _MANY_STRINGS_BYTES = 2, 1, 4_000_000


@dataclass(frozen=True)
class _Values:
    top: int
    left: int
    rows: list[list[object]]


class FastReader:
    """Reads pieces of rows as a small workbook each: plain, with nothing but what the values need."""

    def __init__(self, strings: SharedStrings, styles: tuple[Style, ...], is_1904: bool) -> None:
        formats = "".join(f'<xf numFmtId="{_FORMAT_NUMBERS[style.kind]}"/>' for style in styles)
        main = MAIN_NAMESPACES[0]
        relationship = f'<Relationship Id="%s" Type="{_OFFICE}/%s" Target="%s"/>'.__mod__
        self._parts: dict[str, str | bytes] = {
            "_rels/.rels": _relationships(relationship(("rId1", "officeDocument", "xl/workbook.xml"))),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(is_1904)}"/>'
            '<sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relationships(
                relationship(("rId1", "worksheet", "worksheets/sheet1.xml")),
                relationship(("rId2", "styles", "styles.xml")),
                relationship(("rId3", "sharedStrings", "sharedStrings.xml")),
            ),
            "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs>{formats}</cellXfs></styleSheet>',
        }
        shared = strings.for_fast_reader
        self._readers = _READERS if len(shared) < _MANY_STRINGS_BYTES else _READERS_OF_MANY_STRINGS
        if shared:
            self._parts["xl/sharedStrings.xml"] = shared
        self._before = f'<worksheet xmlns="{main}"><sheetData>'.encode()
        self._after = b"</sheetData></worksheet>"

    def grid(self, pieces: Iterable[RowsPiece]) -> list[list[object]]:
        """The values of all pieces as rows from the first.

        Raises: NotPlain where a piece cannot be read, or not all of its values came out.
        """
        rows: list[list[object]] = []
        for values in self._read_all(pieces):
            if values.top < len(rows):
                raise NotPlain
            if values.rows and values.top * (values.left + len(values.rows[0])) > MOST_CELLS:
                raise NotPlain
            rows.extend([] for _ in range(values.top - len(rows)))
            if values.left:
                rows.extend([""] * values.left + row for row in values.rows)
            else:
                rows.extend(values.rows)
        return rows

    def _read_all(self, pieces: Iterable[RowsPiece]) -> Iterator[_Values]:
        waiting: deque[Future[_Values]] = deque()
        with ThreadPoolExecutor(self._readers) as pool:
            for piece in pieces:
                waiting.append(pool.submit(self._read, piece))
                while len(waiting) > self._readers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _read(self, piece: RowsPiece) -> _Values:
        import python_calamine as calamine

        try:
            with calamine.CalamineWorkbook.from_filelike(self._package(piece.readable)) as workbook:
                sheet = workbook.get_sheet_by_name("1")
            rows: list[list[object]] = sheet.to_python()  # type: ignore[assignment]
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            # The reader panics on some damaged files, and its panic is no Exception.
            raise NotPlain from error
        if not piece.is_whole(sum(map(len, rows)) - sum(row.count("") for row in rows)):
            raise NotPlain
        top, left = sheet.start or (0, 0)
        return _Values(top, left, rows)

    def _package(self, rows: bytes) -> io.BytesIO:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in self._parts.items():
                archive.writestr(name, content)
            archive.writestr("xl/worksheets/sheet1.xml", b"".join((self._before, rows, self._after)))
        target.seek(0)
        return target


def _relationships(*entries: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(entries)}</Relationships>'
