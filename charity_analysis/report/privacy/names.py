"""Whose names a public edition hides, and by what each is called instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Secrets:
    """What must stand in no public file: `names` in every spelling; `published` are whole names that may stand."""

    names: frozenset[str]
    published: frozenset[str]
