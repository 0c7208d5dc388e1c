from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..report.paper import paper_docx
from ..tools.file_name import safe_name
from ..tools.zip_file import zip_groups
from .common import read_records, respond

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class CdsDocumentController(Controller):
    """Downloads of papers as Word files."""

    @route(
        "/cds_assessment/documents.docx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def documents_docx(self, ids=""):
        """Answer with a Word file, or with a ZIP of them for several papers.

        :param ids: ids of papers, divided by commas
        """
        documents = read_records("cds.document", ids)
        if not paper_docx.is_available():
            raise UserError(request.env._("Word files need python-docx on the server."))
        if len(documents) == 1:
            name = f"{documents._get_file_name()}.docx"
            return respond(documents._get_docx(), DOCX_TYPE, name)
        content = zip_groups(
            (document._get_file_name(), [("docx", document._get_docx())])
            for document in documents
        )
        name = f"{safe_name('Van ban', f'{len(documents)} van ban')}.zip"
        return respond(content, "application/zip", name)
