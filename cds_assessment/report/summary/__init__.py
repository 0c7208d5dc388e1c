"""The summary workbook of a campaign: rows in, bytes out."""

from . import columns, detail, evidence, facts, late, levels, overview, sector, workbook
