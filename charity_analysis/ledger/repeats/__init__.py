"""Rows that stand in several lists, and receipts that stand twice: found, weighed and held."""
