import functools
import io
import logging
import os
import re
from concurrent.futures import ThreadPoolExecutor

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReader, merge_pdf

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...report.paper import wkhtml
from ...report.paper.paper_font import font_faces
from ...report.paper.paper_scale import paper_zoom
from ...report.paper.paper_stamp import DRAFT, stamp, watermark
from ..common.reading import is_ours

_logger = logging.getLogger(__name__)

DOCUMENTS = "cds.document"
# The formats of papers: the layout is ours, nothing is fetched. A kind of paper with a
# report of its own has its format here.
FORMATS = (
    "paperformat_paper",
    "paperformat_paper_landscape",
    "paperformat_certificate",
)
# How the templates mark pages that lie on their long side, and what pages come before.
LANDSCAPE = re.compile(r"<div[^<>]*\sdata-cds-landscape=")
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

    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        report = self._get_report(report_ref) if report_ref else self
        if not self._is_paper(report.paperformat_id):
            return super()._run_wkhtmltopdf(
                bodies,
                report_ref=report_ref,
                header=header,
                footer=footer,
                landscape=landscape,
                specific_paperformat_args=specific_paperformat_args,
                set_viewport_size=set_viewport_size,
            )
        switches = self._build_wkhtmltopdf_args(
            report.get_paperformat(),
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        bodies = list(map(str, bodies))
        # Without patched Qt the program refuses several documents in one call.
        calls = [bodies] if _wkhtml().is_patched_qt else [[body] for body in bodies]
        try:
            pdfs = [
                wkhtml.print_pages(
                    _wkhtml().bin, switches, call, str(header or ""), str(footer or "")
                )
                for call in calls
            ]
        except wkhtml.PrintError as error:
            raise UserError(self._say_print_error(error)) from error
        return pdfs[0] if len(pdfs) == 1 else merge_pdf(pdfs)

    def _say_print_error(self, error):
        """Return in words what went wrong; what the program said is for the log.

        :param error: a ``wkhtml.PrintError``
        """
        _logger.info("wkhtmltopdf, %s", error)
        if error.kind == "slow":
            return self.env._(
                "Printing took longer than %(seconds)s seconds and was stopped. Try "
                "again when the server is less busy.",
                seconds=wkhtml.SECONDS,
            )
        if error.kind == "foreign":
            return self.env._(
                "What was printed does not say “%(words)s”, so it is not this paper "
                "and is not kept. Try again; if it happens again, tell your "
                "administrator.",
                words=error.detail,
            )
        return self.env._(
            "The server could not print: the program gave no whole PDF. Try again; if "
            "it happens again, tell your administrator, who finds the cause in the "
            "server's log."
        )

    def _check_printed(self, content, words):
        """Refuse to keep a PDF that is not the one that was printed.

        :param content: its bytes
        :param words: what it has to say, such as number and symbol; "": anything
        :raise UserError: for what is empty, cut off, no PDF or another one
        """
        try:
            reader = wkhtml.read_whole(content)
            if words and not wkhtml.says(reader, words):
                raise wkhtml.PrintError("foreign", words)
        except wkhtml.PrintError as error:
            raise UserError(self._say_print_error(error)) from error

    def _get_rendering_context(self, report, docids, data):
        """Refuse pages of records that the user may not read: as HTML and text too.

        Odoo checks nothing here, and what a page tells may be read as superuser.

        :raise AccessError: when a record is not the user's to read
        """
        self._get_readable(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _get_readable(self, report, ids):
        """Return the records to be printed.

        :raise AccessError: when one of ours is not the user's to read
        """
        records = self.env[report.model].browse(ids)
        if is_ours(self.env, report.model):
            records.check_access("read")
        return records

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        report = self._get_report(report_ref)
        if report.model == DOCUMENTS:
            documents = self._get_readable(report, res_ids)
            return self._render_documents(documents), "pdf"
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

    def _render_documents(self, documents):
        """Print papers as one PDF: issued ones as they were frozen.

        :raise UserError: with a sentence for each that failed
        """
        pdfs, failures = documents._print()
        if failures:
            raise UserError("\n".join(failures))
        return merge_pdf([pdfs[document.id] for document in documents])

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
            try:
                pdfs[record.id] = printing[record.id].result()
            except wkhtml.PrintError as error:
                wrong = self._say_print_error(error)
                failures.append(f"{record.display_name}: {wrong}")
        return pdfs, failures

    def _print_template(self, template, values, paperformat=FORMATS[0]):
        """Print a template that is a whole page of HTML, with a format of papers.

        :return: the PDF's bytes
        :raise UserError: when wkhtmltopdf refuses it
        """
        # sudo: format and template are ours, whoever prints; what is printed is given
        paper = self.sudo().env.ref(f"cds_assessment.{paperformat}")
        html = self.env["ir.qweb"].sudo()._render(template, values)
        try:
            return wkhtml.print_pages(
                _wkhtml().bin, self._build_wkhtmltopdf_args(paper, False), [str(html)]
            )
        except wkhtml.PrintError as error:
            raise UserError(self._say_print_error(error)) from error

    def _stamp(self, content, mark=DRAFT):
        """Mark a PDF, by default as a draft.

        :param mark: ``report.paper_stamp.Mark``
        :raise UserError: when the mark cannot be printed
        """
        get_mark = functools.partial(watermark, _wkhtml().bin, mark)
        try:
            return stamp(content, get_mark, mark.is_over)
        except wkhtml.PrintError as error:
            raise UserError(self._say_print_error(error)) from error

    def _get_paper_zoom(self):
        """Return the zoom at which this server's wkhtmltopdf prints true sizes."""
        return paper_zoom(_wkhtml().bin)

    @api.model
    def _get_paper_pixels(self, count):
        """Return the length of CSS that this server prints as so many whole pixels."""
        # a little more: the program cuts off what is less than one
        return f"{(count + 0.02) / self._get_paper_zoom():.4f}px"

    def _get_paper_font(self):
        """Return the rules of CSS that bring the papers' typeface along."""
        return font_faces()

    def _is_paper(self, paperformat):
        ours = (
            self.env.ref(f"cds_assessment.{name}", raise_if_not_found=False)
            for name in FORMATS
        )
        return bool(paperformat) and paperformat in filter(None, ours)


def _print_sheets(commands, bodies, header):
    """Print the pages of each orientation, in order; safe in threads.

    :param commands: the switches of wkhtmltopdf, by whether pages are landscape
    :param bodies: list of pages of HTML
    :return: the PDF's bytes
    :raise wkhtml.PrintError: when there is none
    """
    pdfs, count = [], 0
    for body in bodies:
        switches = commands[bool(LANDSCAPE.search(body))]
        head = header.replace(NO_PAGES_BEFORE, f'data-offset="{count}"')
        content = wkhtml.print_pages(_wkhtml().bin, switches, [body], head)
        pdfs.append(content)
        if len(bodies) > 1:
            count += len(PdfReader(io.BytesIO(content)).pages)
    return pdfs[0] if len(pdfs) == 1 else merge_pdf(pdfs)
