"""Damage as disks, mail and people do it to files: bits, bytes, blocks, ends, and parts inside an archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]


def _place(content: bytes, random: Random) -> int:
    return random.randrange(max(1, len(content)))


def flip_bit(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + bytes([content[at] ^ (1 << random.randrange(8))]) + content[at + 1 :]


def set_byte(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + bytes([random.choice((0, 0xFF, 0x20, random.randrange(256)))]) + content[at + 1 :]


def cut_out(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + content[at + random.choice((1, 2, 4, 16, 300)) :]


def say_twice(content: bytes, random: Random) -> bytes:
    at, length = _place(content, random), random.choice((1, 2, 8, 64, 400))
    return content[: at + length] + content[at : at + length] + content[at + length :]


def put_in(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + random.randbytes(random.choice((1, 2, 8, 50))) + content[at:]


def cut_off(content: bytes, random: Random) -> bytes:
    return content[: _place(content, random)]


def blank_out(content: bytes, random: Random) -> bytes:
    at, length = _place(content, random), random.choice((1, 16, 512))
    return content[:at] + b"\x00" * len(content[at : at + length]) + content[at + length :]


def swap(content: bytes, random: Random) -> bytes:
    first, second = sorted((_place(content, random), _place(content, random)))
    length = min(random.choice((1, 4, 64)), second - first)
    one, other = content[first : first + length], content[second : second + length]
    return content[:first] + other + content[first + length : second] + one + content[second + length :]


PLAIN: tuple[Damage, ...] = (flip_bit, set_byte, cut_out, say_twice, put_in, cut_off, blank_out, swap)


def damage_a_part(content: bytes, random: Random) -> bytes:
    """An archive in which one part is damaged and every checksum right, as no disk would do it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        chosen = random.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, random.choice(PLAIN)(part, random) if name == chosen else part)
    return target.getvalue()


def damaged(content: bytes, random: Random) -> bytes:
    """`content` with one to three damages."""
    is_archive = content.startswith(b"PK")
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if is_archive and content.startswith(b"PK") and random.random() < 0.7:
            try:
                content = damage_a_part(content, random)
            except Exception:
                continue
        elif content:
            content = random.choice(PLAIN)(content, random)
    return content
