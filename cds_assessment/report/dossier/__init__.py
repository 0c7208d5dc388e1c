"""The complete dossier as one ZIP: a plan in, a file on the disk out, no database."""

from . import archive, book, build, pages, plan, texts
