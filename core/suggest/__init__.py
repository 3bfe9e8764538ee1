"""Which fields of two objects belong together: a suggestion with a confidence and a reason for each."""
