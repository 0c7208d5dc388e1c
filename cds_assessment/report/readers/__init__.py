"""Readers of records: they turn them into the facts that papers and files show."""
