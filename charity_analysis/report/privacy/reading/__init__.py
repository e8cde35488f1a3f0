"""All that stands in a finished file, passage by passage, however it is wrapped: what the gate searches."""
