"""What a file is: told by its content, named as people know it, whatever it is called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from charity_analysis.ingest.file_kinds import FileKind, detect_file_kind
from charity_analysis.ingest.refusals import FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(folder: Path, content: bytes, name: str = "台账.xlsx") -> str:
    path = folder / name
    path.write_bytes(content)
    return detect_file_kind(path)


def refusal_of(folder: Path, content: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refusal:
        kind_of(folder, content)
    return refusal.value.rule, refusal.value.detail


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


def container(*streams: str) -> bytes:
    """An OLE container so far as its kind is told: a header of 512 bytes, and its directory's entries of 128."""
    entries = [name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *streams)]
    return OLE.ljust(512, b"\x00") + b"".join(entries)


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xls", "台账.csv", "台账.pdf", "台账"])
def test_the_suffix_decides_nothing(tmp_path: Path, name: str) -> None:
    target = io.BytesIO()
    Workbook().save(target)
    assert kind_of(tmp_path, target.getvalue(), name) == SPREADSHEET
    assert kind_of(tmp_path, "捐赠日期,金额".encode("gbk"), name) == FileKind.TEXT


def test_an_old_workbook_is_a_spreadsheet(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("捐赠")
    target = io.BytesIO()
    book.save(target)
    assert kind_of(tmp_path, target.getvalue()) == SPREADSHEET


@pytest.mark.parametrize("names", [("xl/workbook.xml",), ("XL\\workbook.bin",), ("content.xml", "mimetype")])
def test_archives_of_spreadsheet_programs_are_spreadsheets(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert kind_of(tmp_path, archive(*names)) == SPREADSHEET


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG 图片"),
        (b"GIF89a", "GIF 图片"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00", "BMP 图片"),
        (b"II*\x00\x08\x00", "TIFF 图片"),
        (b"{\\rtf1\\ansi}", "RTF 文档"),
        (b"Rar!\x1a\x07\x00", "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
        (b"\x1f\x8b\x08\x00", "gzip 压缩包"),
        (archive("word/document.xml"), "Word 文档"),
        (archive("ppt/presentation.xml"), "PowerPoint 演示文稿"),
        (archive("捐赠.xlsx"), "ZIP 压缩包"),
        (container("WordDocument"), "Word 文档"),
        (container("PowerPoint Document"), "OLE 文件"),
        (b"SQLite format 3\x00", "二进制文件"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_under_its_own_name(tmp_path: Path, content: bytes, name: str) -> None:
    assert refusal_of(tmp_path, content) == ("not_a_spreadsheet", name)


def test_a_word_document_that_mentions_a_workbook_is_still_a_word_document(tmp_path: Path) -> None:
    text = "见 Book\0 与 Workbook\0 两表".encode("utf-16-le")
    assert refusal_of(tmp_path, container("WordDocument") + b"\x01" * 7 + text)[1] == "Word 文档"


def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, container("EncryptionInfo", "EncryptedPackage"))[0] == "encrypted"


@pytest.mark.parametrize("content", [b"", b" ", b"\r\n\r\n", b"\t \n" * 100])
def test_a_file_without_anything_in_it_is_empty(tmp_path: Path, content: bytes) -> None:
    assert refusal_of(tmp_path, content)[0] == "empty_file"


@pytest.mark.parametrize("text", ["BMW捐赠明细,金额", "BM,金额\n2020,5", "PK赛捐赠,金额", "MM,II*,GIF"])
def test_a_text_that_begins_like_a_picture_is_a_text(tmp_path: Path, text: str) -> None:
    assert kind_of(tmp_path, text.encode("gbk")) == FileKind.TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_text_is_a_text_in_every_encoding_with_a_mark(tmp_path: Path, encoding: str) -> None:
    assert kind_of(tmp_path, "捐赠日期,金额".encode(encoding)) == FileKind.TEXT


@pytest.mark.parametrize("kept", [30, 100, 0.5, 0.9])
def test_a_truncated_archive_is_damaged(tmp_path: Path, kept: float) -> None:
    content = archive("xl/workbook.xml", *[f"xl/worksheets/sheet{number}.xml" for number in range(20)])
    assert refusal_of(tmp_path, content[: int(kept if kept > 1 else kept * len(content))])[0] == "damaged_file"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", OLE, b"\xff\xfe", b"BM", archive("xl/a")[:-3]]),
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x05\x06" + b"\x00" * 18, archive("xl/a")[-40:]]),
)
def test_whatever_the_bytes_a_kind_or_a_refusal_comes_back(
    tmp_path: Path, start: bytes, middle: bytes, end: bytes
) -> None:
    try:
        assert kind_of(tmp_path, start + middle + end) in set(FileKind)
    except FileRefused as refusal:
        assert refusal.rule in {"not_a_spreadsheet", "encrypted", "empty_file", "damaged_file"}
