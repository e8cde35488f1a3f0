"""Trends of giving over all periods of an organisation: who gives, when, how much, to what, and what comes next."""
