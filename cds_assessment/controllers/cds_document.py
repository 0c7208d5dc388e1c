import io
import zipfile

from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..report import paper_docx
from ..report.file_name import UniquePaths, safe_name
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
        # papers of several schools may bear the same name
        paths = UniquePaths()
        files = [
            (paths.add("", document._get_file_name(), "docx"), document._get_docx())
            for document in documents
        ]
        if len(files) == 1:
            ((name, content),) = files
            return respond(content, DOCX_TYPE, name)
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files:
                archive.writestr(name, content)
        name = f"{safe_name('Van ban', f'{len(files)} van ban')}.zip"
        return respond(output.getvalue(), "application/zip", name)
