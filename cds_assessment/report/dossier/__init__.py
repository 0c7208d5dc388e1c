"""The complete dossier as one ZIP: a plan in, a file on the disk out, no database."""

from . import archive, book, build, evidence_list_xlsx, pages, plan, texts
