"""Archives: what two readers could read in two ways, or nobody could hold in memory, is refused before it is read."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest

from charity_analysis.ingest.files import archives
from charity_analysis.ingest.files.archives import open_archive, read_part, stream_part
from charity_analysis.ingest.refusals import FileRefused

CONTENT = b"<content/>" * 1000


def archive_of(*parts: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names given twice
        with zipfile.ZipFile(target, "w", method) as archive:
            for name, content in parts:
                archive.writestr(name, content)
    return bytearray(target.getvalue())


def refusal_of(folder: Path, content: bytes) -> str:
    path = folder / "台账.ods"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refusal, open_archive(path) as archive:
        for name in archive.namelist():
            b"".join(stream_part(archive, name))
    return refusal.value.rule


def test_parts_are_read_whole_and_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "台账.ods"
    large = bytes(range(256)) * 10_000
    path.write_bytes(archive_of(("content.xml", CONTENT), ("large.bin", large)))
    with open_archive(path) as archive:
        assert read_part(archive, "content.xml") == CONTENT
        pieces = list(stream_part(archive, "large.bin"))
        assert len(pieces) > 1 and b"".join(pieces) == large
        assert read_part(archive, "no.xml") == b""


@pytest.mark.parametrize(
    "names", [("content.xml", "content.xml"), ("xl/Workbook.xml", "xl/workbook.xml"), ("xl/a.xml", "xl\\a.xml")]
)
def test_a_part_given_twice_is_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    assert refusal_of(tmp_path, archive_of((names[0], b"1"), (names[1], b"2"))) == "unsafe_archive"


@pytest.mark.parametrize("name", ["../content.xml", "xl/../../a.xml", "/etc/a.xml", "C:/a.xml", "..\\a.xml"])
def test_a_part_that_leads_outside_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal_of(tmp_path, archive_of(("content.xml", CONTENT), (name, b"1"))) == "unsafe_archive"


def test_two_dots_inside_a_name_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "台账.ods"
    path.write_bytes(archive_of(("xl/a..b.xml", CONTENT)))
    with open_archive(path) as archive:
        assert read_part(archive, "xl/a..b.xml") == CONTENT


def test_a_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, archive_of(("content.xml", bytes(40_000_000)))) == "unsafe_archive"


def test_many_parts_that_are_too_much_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_BYTES", 15_000)
    assert refusal_of(tmp_path, archive_of(("a.xml", CONTENT), ("b.xml", CONTENT))) == "unsafe_archive"


def test_a_part_above_the_limit_of_its_reader_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.ods"
    path.write_bytes(archive_of(("content.xml", CONTENT)))
    with pytest.raises(FileRefused) as refusal, open_archive(path) as archive:
        read_part(archive, "content.xml", limit=9_999)
    assert refusal.value.rule == "unsafe_archive"


def test_a_part_with_a_password_is_refused_as_such(tmp_path: Path) -> None:
    content = archive_of(("content.xml", CONTENT))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + place] |= 1
    assert refusal_of(tmp_path, content) == "encrypted"


def test_a_byte_changed_inside_a_part_is_damage(tmp_path: Path) -> None:
    content = archive_of(("content.xml", CONTENT), method=zipfile.ZIP_STORED)
    content[100] ^= 1
    assert refusal_of(tmp_path, content) == "damaged_file"


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.95])
def test_an_archive_cut_short_is_damage(tmp_path: Path, kept: float) -> None:
    content = archive_of(("content.xml", CONTENT), ("meta.xml", CONTENT))
    assert refusal_of(tmp_path, content[: int(len(content) * kept)]) == "damaged_file"


def test_a_part_that_claims_another_size_than_it_has_is_damage(tmp_path: Path) -> None:
    content = archive_of(("content.xml", CONTENT))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (len(CONTENT) - 1).to_bytes(4, "little")
    assert refusal_of(tmp_path, content) == "damaged_file"
