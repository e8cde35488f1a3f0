"""Text as a Word file may hold it: no characters that are not seen, and none that XML forbids."""

from __future__ import annotations

import unicodedata

_FORBIDDEN = ("\ufffe", "\uffff")


def clean(text: str) -> str:
    """`text` on one line without characters that steer a display but show nothing."""
    line = " ".join(text.split())
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs") and c not in _FORBIDDEN)
