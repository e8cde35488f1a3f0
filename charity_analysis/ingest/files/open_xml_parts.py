"""Where the parts of a workbook stand in its package, whatever they are called, and which dangerous ones there are."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from functools import cached_property

from charity_analysis.ingest.files.archives import read_part
from charity_analysis.ingest.files.open_xml_parse import LocalNames, attribute, is_on, parse_xml
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused

_WORKSHEET = "worksheet"
# Sheets that hold no cells, or macros of the kind that Excel had before Visual Basic.
_MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
_OTHER_SHEETS = ("chartsheet", "dialogsheet", *_MACRO_SHEETS)


@dataclass(frozen=True)
class Relationship:
    """What one part says of another: the last word of the kind, and the part's name in the archive ("" if none)."""

    kind: str
    part: str


@dataclass(frozen=True)
class SheetPart:
    """One worksheet: its name, the part that holds its cells, and whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


class Package:
    """The parts of one workbook's archive by their meaning.

    Raises: FileRefused (damaged_file) where a part that others refer to is not there.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        # The office programs find parts whatever their case, and some write them with backslashes.
        self._names = {
            name.replace("\\", "/").casefold(): name for name in archive.namelist() if not name.endswith("/")
        }
        main = [found.part for found in self._relationships("").values() if found.kind == "officeDocument"]
        self._workbook = next(filter(None, main), self._find("xl/workbook.xml"))
        self._related = self._relationships(self._workbook)
        self.is_1904 = False
        self.sheets: list[SheetPart] = []
        self._read_workbook()

    @property
    def strings_part(self) -> str:
        """The part with the shared strings; "" where there is none."""
        return self._of_kind("sharedStrings") or self._find("xl/sharedStrings.xml")

    @property
    def styles_part(self) -> str:
        """The part with the styles; "" where there is none."""
        return self._of_kind("styles") or self._find("xl/styles.xml")

    @cached_property
    def findings(self) -> list[Finding]:
        """macro and external_link, where the workbook carries such."""
        kinds = {found.kind for found in self._related.values()}
        has_macros = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in self._names)
        has_links = any("/externallinks/" in name or name.endswith("/connections.xml") for name in self._names)
        found = ["macro"] if has_macros or kinds & {"vbaProject", *_MACRO_SHEETS} else []
        found += ["external_link"] if has_links or kinds & {"externalLink", "connections"} else []
        return [Finding(rule) for rule in found]

    def _find(self, name: str) -> str:
        return self._names.get(posixpath.normpath(name.replace("\\", "/")).lstrip("/").casefold(), "")

    def _of_kind(self, kind: str) -> str:
        return next((found.part for found in self._related.values() if found.kind == kind), "")

    def _relationships(self, part: str) -> dict[str, Relationship]:
        folder, base = posixpath.split(part.replace("\\", "/"))
        found: dict[str, Relationship] = {}
        names = LocalNames()

        def start(name: str, attributes: dict[str, str]) -> None:
            if names[name] == "Relationship":
                target = attributes.get("Target", "")
                is_external = attributes.get("TargetMode") == "External"
                # From the root, or from the folder of the part that speaks; a few writers leave the slash away.
                places = [target] if target.startswith("/") else [posixpath.join(folder, target), target]
                part_name = "" if is_external else next(filter(None, map(self._find, places)), "")
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = Relationship(kind, part_name)

        if content := read_part(self.archive, self._find(f"{folder}/_rels/{base}.rels")):
            parse_xml([content], start)
        return found

    def _read_workbook(self) -> None:
        names = LocalNames()

        def start(name: str, attributes: dict[str, str]) -> None:
            if names[name] == "workbookPr":
                self.is_1904 = is_on(attributes.get("date1904", ""))
            elif names[name] == "sheet":
                self._add_sheet(attributes)

        parse_xml([read_part(self.archive, self._workbook)], start)

    def _add_sheet(self, attributes: dict[str, str]) -> None:
        found = self._related.get(attribute(attributes, "id"))
        if found is None or (found.kind == _WORKSHEET and not found.part):
            raise FileRefused("damaged_file")
        if found.kind in _OTHER_SHEETS:
            return
        if found.kind != _WORKSHEET or any(sheet.part == found.part for sheet in self.sheets):
            raise FileRefused("damaged_file")
        is_hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append(SheetPart(attributes.get("name", ""), found.part, is_hidden))
