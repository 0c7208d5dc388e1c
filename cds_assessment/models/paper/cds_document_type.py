from odoo import fields, models

from ...report.papers import KINDS

# What papers can be about; models name their key in ``_paper_subject``.
SUBJECT_KINDS = [
    ("assessment", "Assessment"),
    ("campaign", "Campaign"),
    ("deliverable", "Deliverable"),
    ("team", "External team"),
    ("review", "External assessment"),
    ("recognition", "Recognition"),
    ("certificate", "Certificate"),
    ("publication", "Publication"),
    ("inspection_plan", "Plan of inspection"),
    ("inspection", "Inspection"),
]


class CdsDocumentType(models.Model):
    """A kind of paper (loại văn bản): what offices may set about it.

    What the paper consists of stands in the registry ``report.papers``, under the same
    code.
    """

    _name = "cds.document.type"
    _description = "Type of Paper"
    _order = "sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True, readonly=True)
    subject = fields.Selection(
        SUBJECT_KINDS,
        string="About",
        default="assessment",
        required=True,
        readonly=True,
        index=True,
    )
    symbol = fields.Char(
        help="The sign of its kind in numbers, for instance QĐ in 282/QĐ-TH; empty for "
        "papers without a number."
    )
    sequence = fields.Integer(
        default=10,
        aggregator=None,
        help="The order in which the papers of a dossier follow each other.",
    )
    is_required = fields.Boolean(
        string="Part of the Dossier",
        default=True,
        help="It is drafted with the others; a dossier cannot be submitted without it.",
    )
    is_per_criterion = fields.Boolean(
        string="One for Each Criterion", readonly=True, default=False
    )
    is_repeatable = fields.Boolean(
        string="Several at a Time",
        readonly=True,
        default=False,
        help="There may be several of the sort about one thing, such as reminders.",
    )
    since = fields.Selection(
        [
            ("draft", "At any time"),
            ("council", "Once the council reviews"),
            ("concluded", "Once the council has concluded"),
            ("approved", "Once the head has approved"),
        ],
        string="Can Be Issued",
        default="draft",
        required=True,
        help="For papers of dossiers.",
    )
    recipients = fields.Text(
        help="Who gets it, a line each, as it is proposed. {authority} stands for the "
        "authority that gets the dossier."
    )
    basis_ids = fields.Many2many(
        "cds.legal.basis",
        "cds_document_type_basis_rel",
        "type_id",
        "basis_id",
        string="Legal Bases",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint(
        "UNIQUE(code)", "There is already a type of paper with this code."
    )

    def _get_kind(self):
        """Return what its papers consist of.

        :rtype: report.papers.kind.Kind
        """
        self.ensure_one()
        return KINDS[self.code]

    def _get_since_label(self):
        """Return in words when it can be issued."""
        self.ensure_one()
        return dict(self._fields["since"]._description_selection(self.env))[self.since]
