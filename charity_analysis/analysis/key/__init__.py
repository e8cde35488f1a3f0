"""How each key figure is computed: one module per subject, each with its `FIGURES` by id."""
