"""An office's own list of schools, read as it is. Plain Python: bytes in, rows out."""
