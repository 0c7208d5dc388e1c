"""A paper as a Word file that an office can edit, in the layout of its PDF.

It needs the Python library ``python-docx``, which Odoo does not bring along: ask
:func:`is_available` first. Nothing here reads records: a paper in, bytes out.
"""

import importlib.util

PACKAGE = "python-docx"


def is_available():
    """Tell whether the library is installed."""
    return importlib.util.find_spec("docx") is not None


def paper_docx(paper, is_draft=False):
    """Write a paper as a Word file.

    The same paper gives the same bytes. Characters that XML cannot hold are dropped.

    :param paper: a ``paper.Paper``
    :param is_draft: whether "DỰ THẢO" stands across each page
    :return: the file's bytes
    :raise ImportError: without the library
    """
    from .docx_writer import write_paper

    return write_paper(paper, is_draft)
