from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .common import read_id


class CdsEvidenceController(Controller):
    """Uploads of evidence from the row of an item."""

    @route(
        "/cds_assessment/evidence/upload", type="http", auth="user", methods=["POST"]
    )
    def upload(self, line_id=None, **_parameters):
        """Attach several files to an item, each for itself.

        :param line_id: id of ``cds.assessment.line``
        :return: JSON: ``files``, for each file in order ``name``, ``status`` (``ok``,
            ``duplicate``, ``refused``), ``message``, ``code`` and ``evidence_id``; and
            ``evidence``, what ``get_evidence`` answers
        """
        line = request.env["cds.assessment.line"].browse(read_id(line_id)).exists()
        if not line:
            raise UserError(request.env._("This item is not there any more."))
        line._check_may_attach()
        uploads = request.httprequest.files.getlist("ufile")
        answer = {
            "files": [self._take(line, upload) for upload in uploads],
            "evidence": line.get_evidence(),
        }
        return request.make_json_response(answer)

    def _take(self, line, upload):
        """Attach one file; one that is refused leaves the others in peace."""
        limit = request.env["cds.remarked"]._get_max_bytes()
        # One byte more tells that it is too large, without reading the rest.
        raw = upload.stream.read(limit + 1)
        name = upload.filename or ""
        try:
            with request.env.cr.savepoint():
                use, is_known = line._attach_file(name, raw)
        except UserError as error:
            return {
                "name": name,
                "status": "refused",
                "message": str(error),
                "code": "",
                "evidence_id": False,
            }
        message = ""
        if is_known:
            message = request.env._(
                "The store has this file already: “%(evidence)s”, code %(code)s is "
                "used.",
                evidence=use.evidence_id.display_name,
                code=use.code,
            )
        return line._describe_attached(name, use, message)
