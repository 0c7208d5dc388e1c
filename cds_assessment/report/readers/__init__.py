"""Readers of records: they turn them into the facts that papers and files show.

A kind of paper is its layout (``report/papers``) and the reader of its facts here.
"""

from . import campaign_papers, improvement, inspection, papers, recognition, teams
from .papers import read_paper
