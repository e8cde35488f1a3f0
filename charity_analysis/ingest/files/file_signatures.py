"""First bytes of files that are no spreadsheet, with the name people know their kind by."""

from __future__ import annotations

import re

# Plain letters alone are no signature: a text may begin with BMW, so that these want the bytes behind them too.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "PDF"),
    (rb"\x89PNG", "PNG 图片"),
    (rb"\xff\xd8\xff", "JPEG 图片"),
    (rb"GIF8[79]a", "GIF 图片"),
    (rb"II\*\x00|MM\x00\*", "TIFF 图片"),
    (rb"BM.{4}\x00{4}", "BMP 图片"),
    (rb"RIFF.{4}WEBP", "WEBP 图片"),
    (rb"\x00\x00\x00.ftyp(?:hei|hev|mif|avif)", "HEIC 图片"),
    (rb"8BPS\x00", "Photoshop 图片"),
    (rb"\x00\x00\x01\x00.\x00", "图标"),
    (rb"\{\\rtf", "RTF 文档"),
    (rb"\x31\xbe\x00\x00", "Word 文档"),
    (rb"Rar!\x1a\x07", "RAR 压缩包"),
    (rb"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (rb"\x1f\x8b", "gzip 压缩包"),
    (rb"BZh[1-9]1AY&SY", "bzip2 压缩包"),
    (rb"\xfd7zXZ\x00", "xz 压缩包"),
    (rb"\x28\xb5\x2f\xfd", "zstd 压缩包"),
    (rb"MSCF\x00", "CAB 压缩包"),
    (rb".{257}ustar[\x00 ]", "tar 压缩包"),
    (rb"MZ[^\r\n]{0,64}\x00", "可执行程序"),
    (rb"\x7fELF", "可执行程序"),
    (rb"SQLite format 3\x00", "SQLite 数据库"),
    (rb"\x00\x01\x00\x00Standard (?:Jet|ACE) DB", "Access 数据库"),
    (rb"[\x03\x30\x31\x83\x8b\xf5][\x00-\xff][\x01-\x0c][\x01-\x1f].{2}\x00\x00.{2}.{2}\x00\x00", "dBase 数据库"),
    (rb"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式"),
    (rb"\[InternetShortcut\]", "快捷方式"),
    (rb"(?:ID3[\x02-\x04]|\x00\x00\x00.ftyp|RIFF.{4}(?:AVI |WAVE))", "音视频"),
    (rb'\[?\s*\{\s*"(?:[^"\\\x00]|\\.){0,200}"\s*:', "JSON"),
    (rb"MIME-Version:", "网页归档（MHTML）"),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), name) for pattern, name in _SIGNATURES)
# What an editor or a web server may have put before a file's first byte.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n])*")


def find_foreign_kind(head: bytes) -> str:
    """The name of the kind of file that begins with `head`; "" where it is none of those that are no spreadsheet."""
    starts = {0, _BEFORE.match(head).end()}  # type: ignore[union-attr]
    return next((name for pattern, name in _PATTERNS for start in starts if pattern.match(head, start)), "")
