"""What keeps persons out of a public edition: the masked ledger, protected counts, the gate."""
