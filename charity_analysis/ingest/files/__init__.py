"""One file → its sheets: a reader for each kind of file, and what tells the kinds apart."""
