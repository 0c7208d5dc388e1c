import contextlib

from odoo import api, fields, models

from ...report.papers import suggestions

# What a paper tells above and below its texts, of what its form has people type.
HEAD = ("date", "place", "signer_title", "signer_name", "recipients", "own_bases")


def _lines(text):
    return tuple(filter(None, map(str.strip, text.splitlines())))


class CdsDocument(models.Model):
    """The texts of a paper: what is proposed for them, and how they look."""

    _inherit = "cds.document"

    def _propose(self, vals):
        """Fill what a new draft does not bring itself."""
        self.ensure_one()
        # sudo: as in _collect
        document = self.sudo()
        subject = document._get_subject()
        values = subject._get_paper_values(document)
        # a form sends what nobody has typed as empty
        if not vals.get("recipients"):
            values.setdefault("recipients", subject._get_paper_recipients(document))
        self.write(values)
        self._refresh_sections()

    def _refresh_sections(self):
        """Write the proposed texts of drafts wherever nobody has edited them."""
        self.filtered(lambda document: document.state == "draft")._suggest()

    def _suggest(self):
        for document in self:
            facts = document._collect()
            old = {section.code: section for section in document.section_ids}
            # sudo: labels and order are given by the kind of paper; the texts were
            # checked to be the user's to write
            sections = document.sudo().section_ids.with_context(cds_suggested=True)
            for vals in document._get_proposed_sections(facts):
                code = vals["code"]
                if code not in old:
                    sections.create({"document_id": document.id, **vals})
                    continue
                if old[code].is_edited:
                    del vals["text"]
                old[code].sudo().with_context(cds_suggested=True).write(vals)
            document.sudo().used_figures = sorted(facts.used_figures)

    def _get_proposed_sections(self, facts):
        """Return the texts that are proposed, in the institution's own words if any.

        :return: list of values of ``cds.document.section``
        """
        wordings = self.env["cds.paper.wording"]._find(self)
        proposed = []
        for sequence, (code, label, text) in enumerate(
            suggestions(self._get_kind(), facts)
        ):
            wording, numbers = wordings.get(code), []
            if wording:
                text, numbers = wording._carry(text, self.school_year_id)
            proposed.append(
                {
                    "code": code,
                    "label": label,
                    "sequence": sequence,
                    "text": text,
                    "is_own_wording": bool(wording),
                    "own_numbers": ", ".join(numbers),
                }
            )
        return proposed

    def _get_proposal(self, code):
        """Give the text that the data proposes for a section, in our words."""
        proposed = suggestions(self._get_kind(), self._collect())
        return next((text for key, _label, text in proposed if key == code), "")

    def _write_texts(self, texts):
        """Write texts as people would.

        :param texts: by the code of the section
        :raise KeyError: for a section that the paper does not have
        """
        self.ensure_one()
        sections = {section.code: section for section in self.section_ids}
        for code, text in texts.items():
            sections[code].text = text

    @api.readonly
    def get_proposed_texts(self):
        """Give the texts of a draft that nobody has edited, as the data says by now.

        :return: texts by the code of the section, none for an issued paper
        :raise AccessError: when the paper is not the user's to read
        """
        self.ensure_one()
        self.check_access("read")
        if self.content:
            return {}
        edited = set(self.section_ids.filtered("is_edited").mapped("code"))
        return {
            vals["code"]: vals["text"]
            for vals in self._get_proposed_sections(self._collect())
            if vals["code"] not in edited
        }

    @api.readonly
    def get_preview(self, texts, with_style=False, head=None):
        """Return the paper's pages as HTML, with texts as they stand on a screen.

        :param texts: by the code of the section; those of an issued paper are frozen
        :param with_style: give the style of the pages as well
        :param head: the fields of ``HEAD`` as they stand on the screen, dates as text
        :return: dict: ``body`` and, if asked for, ``style``
        :raise AccessError: when the paper is not the user's to read
        """
        self.ensure_one()
        self.check_access("read")
        # whatever a client sends, texts of this paper alone are looked at
        sent = texts if isinstance(texts, dict) else {}
        codes = set(self.section_ids.mapped("code")) & set(sent)
        typed = {code: str(sent[code]) for code in codes}
        shown = head if isinstance(head, dict) else {}
        paper = self._get_paper() if self.content else self._lay_out(typed, shown)
        render = self.env["ir.qweb"]._render
        preview = {
            "body": render("cds_assessment.paper", {"paper": paper, "doc": self}),
        }
        if with_style:
            preview["style"] = render("cds_assessment.paper_style", {})
        return preview

    def _show_head(self, facts, head):
        """Let facts tell what a screen shows of the paper's head.

        :param facts: ``report.papers.facts.Head``, changed
        :param head: values by field, hostile; what is none of ``HEAD``, or no such
            value, is left out
        """
        typed = {
            name: value or ""
            for name, value in head.items()
            if name in HEAD and (value is False or isinstance(value, str))
        }
        with contextlib.suppress(ValueError):
            if "date" in typed:
                typed["date"] = fields.Date.to_date(typed.pop("date")) or None
        if "recipients" in typed:
            typed["recipients"] = _lines(typed["recipients"])
        if "own_bases" in typed:
            kept = facts.bases[: len(facts.bases) - len(_lines(self.own_bases or ""))]
            typed["bases"] = (*kept, *_lines(typed.pop("own_bases")))
        for name, value in typed.items():
            setattr(facts, name, value)

    def _is_told_otherwise(self):
        """Return whether the tables of an issued paper would be others by now.

        They tell points, evidence and people. Texts may refer to what came later, such
        as the number of another paper, and are not compared.
        """
        self.ensure_one()
        return self._get_paper().tables != self._lay_out().tables
