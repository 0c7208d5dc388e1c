import base64
import io
import os
import zipfile

from PIL import Image

from odoo.tools.pdf import PdfReader, PdfWriter

from .workflow import WorkflowCase


def make_pdf(pages=1, **sizes):
    """Return a PDF of blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(sizes.get("width", 595), sizes.get("height", 842))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def make_picture(kind="PNG", mode="RGB", size=(40, 30)):
    output = io.BytesIO()
    Image.new(mode, size, 200 if mode == "L" else None).save(output, kind)
    return output.getvalue()


class DossierCase(WorkflowCase):
    """A dossier with evidence of every sort, and what comes out of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("self")

    @classmethod
    def _attach(cls, name, files, state="accepted", line=0, **vals):
        """Put a piece of evidence into the dossier.

        :param files: pairs of name and bytes
        :return: its use
        """
        evidence = cls.env["cds.evidence"].create(
            {
                "institution_id": cls.school.id,
                "name": name,
                "file_ids": [
                    (0, 0, {"name": label, "datas": base64.b64encode(content)})
                    for label, content in files
                ],
                **vals,
            }
        )
        use = cls.dossier._use_evidence(evidence, cls.dossier.line_ids[line])
        if state != "submitted":
            use._set_state(state)
        return use

    @classmethod
    def _issue(cls, code, content=None, scan=None, **vals):
        """Issue a paper without printing it."""
        kind = cls.env["cds.document.type"].search([("code", "=", code)])
        paper = cls.env["cds.document"].create(
            {
                "assessment_id": cls.dossier.id,
                "type_id": kind.id,
                "date": "2023-10-30",
                **vals,
            }
        )
        if kind.symbol:
            paper.write(
                {"name": f"1/{kind.symbol}-TH", "number": 1, "number_year": 2023}
            )
        paper.state = "issued"
        paper._freeze(content or make_pdf(2))
        if scan:
            paper._sign(scan, "scan.pdf")
        return paper

    def _build(self, user=None, dossier=None):
        """Build the ZIP as a user.

        :return: the job
        """
        mine = (dossier or self.dossier).with_user(user or self.secretary)
        job = self.env["cds.dossier"].with_user(mine.env.user)._request(mine)
        job._build_at_once()
        return job

    def _open(self, job):
        self.assertEqual(job.state, "done", job.error)
        return zipfile.ZipFile(job._get_path())

    def _names(self, job, folder=""):
        with self._open(job) as archive:
            return [name for name in archive.namelist() if name.startswith(folder)]

    def _book(self, job, name="Tap-tong-hop.pdf"):
        with self._open(job) as archive:
            return PdfReader(io.BytesIO(archive.read(name)))

    def _store_path(self, use):
        return use.evidence_id.file_ids[0]._get_path()

    def _damage(self, use, content=None):
        """Change a file in the store behind everybody's back, or take it away."""
        path = self._store_path(use)
        with open(path, "rb") as file:
            before = file.read()

        def restore():
            with open(path, "wb") as file:
                file.write(before)

        self.addCleanup(restore)
        if content is None:
            os.unlink(path)
        else:
            with open(path, "wb") as file:
                file.write(content)
