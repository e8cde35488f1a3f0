"""Designated money followed from donor to payee."""
