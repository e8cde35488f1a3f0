"""A file → rows with addresses. Knows spreadsheets, knows nothing of charity."""
