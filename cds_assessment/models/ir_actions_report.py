import functools
import io
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReader, merge_pdf

from odoo.addons.base.models import ir_actions_report as base
from odoo.addons.base.models.ir_actions_report import _wkhtml

from ..report.paper_font import font_faces
from ..report.paper_scale import paper_zoom
from ..report.paper_stamp import stamp, watermark

DOCUMENTS = "cds.document"
CERTIFICATES = "cds.certificate"
# The formats of papers: the layout is ours, nothing is fetched. A kind of paper with a
# report of its own has its format here.
FORMATS = (
    "paperformat_paper",
    "paperformat_paper_landscape",
    "paperformat_certificate",
)
# How the templates mark pages that lie on their long side, and what pages come before.
LANDSCAPE = re.compile(r"<div[^>]*\sdata-cds-landscape=")
NO_PAGES_BEFORE = 'data-offset="0"'


class IrActionsReport(models.Model):
    """Give papers a layout of their own: self-contained, nothing fetched over HTTP.

    Reports of other modules are untouched: all of this looks for the paper format.
    """

    _inherit = "ir.actions.report"

    def _get_layout(self):
        if self._is_paper(self.paperformat_id):
            return self.env.ref("cds_assessment.paper_layout")
        return super()._get_layout()

    def _build_wkhtmltopdf_args(self, paperformat_id, landscape, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(
            paperformat_id, landscape, *args, **kwargs
        )
        if self._is_paper(paperformat_id):
            # Papers have no scripts to wait for.
            command[command.index("--javascript-delay") + 1] = "0"
        return command

    def _run_wkhtmltopdf(self, bodies, report_ref=False, *args, **kwargs):
        if (
            len(bodies) > 1
            and report_ref
            and not _wkhtml().is_patched_qt
            and self._is_paper(self._get_report(report_ref).paperformat_id)
        ):
            # Without patched Qt the program refuses several documents in one call.
            run = super()._run_wkhtmltopdf
            return merge_pdf(
                [run([body], report_ref, *args, **kwargs) for body in bodies]
            )
        return super()._run_wkhtmltopdf(bodies, report_ref, *args, **kwargs)

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if report.model == DOCUMENTS:
            return self._render_documents(res_ids), "pdf"
        if report.model == CERTIFICATES:
            return self._render_certificates(res_ids), "pdf"
        if self._is_paper(report.paperformat_id) and not report.attachment:
            # Cutting the print into records and merging them again takes as long as
            # half the printing; only what is attached to records needs it.
            self = self.with_context(cds_print_in_one=True)
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _prepare_html(self, html, report_model=False):
        prepared = super()._prepare_html(html, report_model=report_model)
        if not self.env.context.get("cds_print_in_one"):
            return prepared
        bodies, res_ids, *rest = prepared
        return bodies, [None] * len(res_ids), *rest

    def _render_documents(self, res_ids):
        """Print papers as one PDF: issued ones as they were frozen.

        :raise UserError: with a sentence for each that failed
        """
        documents = self.env[DOCUMENTS].browse(res_ids)
        documents.check_access("read")
        pdfs, failures = documents._print()
        if failures:
            raise UserError("\n".join(failures))
        return merge_pdf([pdfs[document.id] for document in documents])

    def _render_certificates(self, res_ids):
        """Print certificates as one PDF: issued ones as they were frozen."""
        certificates = self.env["cds.certificate"].browse(res_ids)
        certificates.check_access("read")
        pdfs = certificates._print()
        return merge_pdf([pdfs[certificate.id] for certificate in certificates])

    def _print_papers(self, report_ref, records):
        """Print records, each as a PDF of its own, side by side on the cores.

        :param report_ref: a report with the papers' format
        :return: PDF bytes by id, and a sentence for each record that failed
        """
        report = self._get_report(report_ref)
        printing, failures = {}, []
        # sudo: formats are ours, whoever prints
        wide = self.sudo().env.ref("cds_assessment.paperformat_paper_landscape")
        commands = {
            is_landscape: self._build_wkhtmltopdf_args(paperformat, False)
            for is_landscape, paperformat in (
                (False, report.get_paperformat()),
                (True, wide),
            )
        }
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for record in records:
                try:
                    html, _kind = self._render_qweb_html(report, record.ids)
                    bodies, _ids, header, _footer, _args = report._prepare_html(
                        html, report_model=report.model
                    )
                except UserError as error:
                    failures.append(f"{record.display_name}: {error}")
                    continue
                # printed while the next one is rendered
                printing[record.id] = pool.submit(
                    _print_sheets, commands, list(map(str, bodies)), str(header)
                )
        pdfs = {}
        for record in records.filtered(lambda record: record.id in printing):
            content, wrong = printing[record.id].result()
            if wrong:
                failures.append(f"{record.display_name}: {wrong}")
            else:
                pdfs[record.id] = content
        return pdfs, failures

    def _print_template(self, template, values, paperformat=FORMATS[0]):
        """Print a template that is a whole page of HTML, with a format of papers.

        :return: the PDF's bytes
        :raise UserError: when wkhtmltopdf refuses it
        """
        # sudo: format and template are ours, whoever prints; what is printed is given
        paper = self.sudo().env.ref(f"cds_assessment.{paperformat}")
        html = self.env["ir.qweb"].sudo()._render(template, values)
        content, wrong = _print_page(
            self._build_wkhtmltopdf_args(paper, False), str(html)
        )
        if wrong:
            raise UserError(wrong)
        return content

    def _stamp(self, content):
        """Mark a PDF as a draft."""
        return stamp(content, functools.partial(watermark, _wkhtml().bin))

    def _get_paper_zoom(self):
        """Give the zoom at which this server's wkhtmltopdf prints true sizes."""
        return paper_zoom(_wkhtml().bin)

    def _get_paper_font(self):
        """Give the rules of CSS that bring the papers' typeface along."""
        return font_faces()

    def _is_paper(self, paperformat):
        ours = (
            self.env.ref(f"cds_assessment.{name}", raise_if_not_found=False)
            for name in FORMATS
        )
        return bool(paperformat) and paperformat in filter(None, ours)


def _print_sheets(commands, bodies, header):
    """Print the pages of each orientation, in order; safe in threads as below.

    :param commands: the switches of wkhtmltopdf, by whether pages are landscape
    :param bodies: list of pages of HTML
    :return: as ``_print_page``
    """
    pdfs, count = [], 0
    for body in bodies:
        command = commands[bool(LANDSCAPE.search(body))]
        head = header.replace(NO_PAGES_BEFORE, f'data-offset="{count}"')
        content, wrong = _print_page(command, body, head)
        if wrong:
            return b"", wrong
        pdfs.append(content)
        if len(bodies) > 1:
            count += len(PdfReader(io.BytesIO(content)).pages)
    return pdfs[0] if len(pdfs) == 1 else merge_pdf(pdfs), ""


def _print_page(command, body, header=""):
    """Run wkhtmltopdf; safe to be called in threads, which touch no database.

    :param command: its switches
    :param header: what stands above each page, if anything
    :return: the PDF's bytes and what went wrong ("" if nothing did)
    """
    with tempfile.TemporaryDirectory(prefix="cds.paper.") as folder:
        source, head = Path(folder, "body.html"), Path(folder, "header.html")
        target = Path(folder, "out.pdf")
        source.write_text(body, encoding="utf-8")
        if header:
            head.write_text(header, encoding="utf-8")
            command = [*command, "--header-html", str(head)]
        done = base._run_wkhtmltopdf([*command, str(source), str(target)])
        if done.returncode not in (0, 1) or not target.is_file():
            return b"", done.stderr[-1000:] or f"wkhtmltopdf: {done.returncode}"
        return target.read_bytes(), ""
