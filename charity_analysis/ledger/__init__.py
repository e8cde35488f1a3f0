"""Rows → the ledger's tables, held rows and findings; the schemas; the store."""
