"""Rows to JSON. Each resource lists what readers see; a second list adds what the desk sees."""
