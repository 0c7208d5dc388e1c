from odoo.http import Controller, Response, content_disposition, request, route

from ..report.dossier.archive import stream_zip


class CdsDossierController(Controller):
    """Downloads of dossiers, streamed from the disk however large they are."""

    @route(
        "/cds_assessment/dossiers/<int:dossier_id>.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def dossier_zip(self, dossier_id):
        """Answer with the ZIP of a dossier.

        :raise AccessError: when the user may not read it
        :raise UserError: when it is not ready, or not the user's to see any more
        """
        dossier = self._find("cds.dossier", dossier_id)
        dossier._check_may_download()
        dossier._get_path()
        # sudo: the user may read all that is in it, see above
        stream = dossier.sudo().archive_id._to_http_stream()
        return stream.get_response(as_attachment=True)

    @route(
        "/cds_assessment/dossier_batches/<int:batch_id>.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def dossier_batch_zip(self, batch_id):
        """Answer with a ZIP of the ZIPs that are ready, and a list of the others.

        :raise AccessError: when the user may not read it
        """
        batch = self._find("cds.dossier.batch", batch_id)
        files, faults = batch._get_files()
        # Made while it is sent: nothing of it is read from the database any more.
        return Response(
            stream_zip(files, batch._get_texts(faults)),
            content_type="application/zip",
            headers=[
                (
                    "Content-Disposition",
                    content_disposition(f"{batch._get_file_name()}.zip"),
                )
            ],
            direct_passthrough=True,
        )

    def _find(self, model, record_id):
        record = request.env[model].browse(record_id).exists()
        if not record:
            raise request.not_found()
        record.check_access("read")
        return record
