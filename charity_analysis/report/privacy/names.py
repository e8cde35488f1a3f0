"""Whose names a public edition hides, and by what each is called instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secrets:
    """What must stand in no public file: `names` in every spelling; `published` are whole names that may stand.

    `names` holds the numbers of persons too (identity, phone, card, e-mail, chat). A name within a published one is
    none: 张三 in 张三丰酒业公司. `redact` gives a text that is in no ledger, such as the organisation's opening text,
    without them; None where nothing can.
    """

    names: frozenset[str]
    published: frozenset[str]
    redact: Callable[[str], str] | None = field(default=None, compare=False, repr=False)
