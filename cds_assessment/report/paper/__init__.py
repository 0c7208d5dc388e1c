"""How a paper looks: its structure, as a page for the printer and as a Word file."""

from . import paper_docx, paper_font, paper_scale, paper_stamp, structure, wkhtml
