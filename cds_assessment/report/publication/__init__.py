"""Published results as a page and a file for the public."""

from . import public_results
