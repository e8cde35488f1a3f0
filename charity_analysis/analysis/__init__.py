"""The ledger → figures, each with the rows it is made of."""
