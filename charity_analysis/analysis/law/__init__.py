"""What dated rules of law ask of a period, and what its books answer."""
