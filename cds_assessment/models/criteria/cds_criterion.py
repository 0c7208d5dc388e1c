from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import scoring


class CdsCriterion(models.Model):
    """A node of the tree of criteria: a group, a criterion, or an item that is scored.

    A node's points are the sum of its children's, capped at its own maximum.
    """

    _name = "cds.criterion"
    _inherit = "cds.framework.part"
    _description = "Criterion"
    _parent_store = True
    _order = "framework_id, sequence, id"
    _rec_names_search = ["code", "name"]

    parent_id = fields.Many2one(
        "cds.criterion",
        string="Under",
        ondelete="cascade",
        index=True,
        domain="[('framework_id', '=', framework_id), ('node', '!=', 'item')]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("cds.criterion", "parent_id", string="Below")
    node = fields.Selection(
        [("group", "Group"), ("criterion", "Criterion"), ("item", "Item")],
        string="Kind",
        default="item",
        required=True,
    )
    code = fields.Char(required=True)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=1000, aggregator=None)
    max_points = fields.Float(string="Maximum", digits=(6, 2), aggregator=None)
    is_mandatory = fields.Boolean(string="Mandatory Condition")
    measure = fields.Selection(
        [
            ("yes_no", "Yes or no"),
            ("points", "Points"),
            ("ratio", "Ratio"),
            ("count", "Count"),
            ("choice", "Choice"),
        ],
        default="points",
    )
    numerator_label = fields.Char(string="What Is Counted")
    denominator_label = fields.Char(string="Out of What")
    unit = fields.Char(help="What a count counts, for instance lessons.")
    # where the year's figures answer the item
    numerator_figure_id = fields.Many2one(
        "cds.figure",
        string="Figure Counted",
        ondelete="restrict",
        index="btree_not_null",
        help="The figure of the school year that is taken for what is counted.",
    )
    denominator_figure_id = fields.Many2one(
        "cds.figure",
        string="Figure of the Whole",
        ondelete="restrict",
        index="btree_not_null",
        help="The figure of the school year that is taken for the whole.",
    )
    quantity_figure_id = fields.Many2one(
        "cds.figure",
        string="Figure",
        ondelete="restrict",
        index="btree_not_null",
        help="The figure of the school year that is taken for the count.",
    )
    evidence_hint = fields.Text(string="Evidence Expected")
    guidance = fields.Text()
    report_section = fields.Selection(
        [
            ("communication", "Communication"),
            ("equipment", "Facilities and equipment"),
            ("training", "Staff training"),
            ("management", "Management"),
            ("administration", "Digital administration"),
            ("enrolment", "Enrolment"),
            ("cashless", "Collecting and spending"),
            ("teaching", "Teaching and learning"),
        ],
        help="Where the report of the self-assessment tells of it, and of all below it "
        "that say nothing else. What no section takes up is told in one of its own.",
    )
    verification = fields.Selection(
        [("verified", "Verified"), ("provisional", "Provisional")],
        default="provisional",
        required=True,
        help="Provisional: still to be compared with the annex of the decision.",
    )
    source_note = fields.Text(string="Where It Comes From")
    band_ids = fields.One2many("cds.criterion.band", "criterion_id", string="Levels")
    conversion_ids = fields.One2many("cds.criterion.conversion", "criterion_id")
    option_ids = fields.One2many("cds.criterion.option", "criterion_id")
    previous_ids = fields.Many2many(
        "cds.criterion",
        "cds_criterion_previous_rel",
        "criterion_id",
        "previous_id",
        string="In the Previous Version",
        copy=False,
    )

    _max_points_not_negative = models.Constraint(
        "CHECK(max_points >= 0)", "The maximum of a criterion cannot be negative."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = f"{criterion.code or ''} {criterion.name or ''}"

    @api.constrains("parent_id", "framework_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A criterion cannot stand under itself."))
        for criterion in self:
            parent = criterion.parent_id
            if parent and parent.framework_id != criterion.framework_id:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” stands under a criterion of another set.",
                        criterion=criterion.display_name,
                    )
                )

    def _get_report_section(self):
        """Return the section of the report that tells of the criterion, "" if none."""
        self.ensure_one()
        above = self.parent_id
        return self.report_section or (above and above._get_report_section()) or ""

    def _get_figures(self):
        """Return the figures that answer the items."""
        return (
            self.numerator_figure_id
            | self.denominator_figure_id
            | self.quantity_figure_id
        )

    def _get_figure_codes(self):
        """Give the codes of the figures that answer the item, by field of the line.

        :return: empty where a figure is missing that the measure needs
        """
        if self:  # a row may be of no criterion yet
            self.ensure_one()
        figures = {
            "ratio": {
                "numerator": self.numerator_figure_id.code,
                "denominator": self.denominator_figure_id.code,
            },
            "count": {"quantity": self.quantity_figure_id.code},
        }.get(self.measure, {})
        return figures if all(figures.values()) else {}

    def _get_origins(self, framework):
        """Return what the nodes were in another set: themselves, or what they came
        from.

        :param framework: their own set, or an earlier version of it
        :return: empty where they were not there yet
        """
        origins = self
        while origins and origins.framework_id != framework:
            origins = origins.previous_ids
        return origins

    def _copy_tree(self, framework, parent, levels):
        """Copy nodes and all below them into another set.

        :param framework: the set that takes the copies
        :param parent: the node above the copies (empty for groups)
        :param levels: the new level for each old one
        """
        for criterion in self:
            new = criterion.copy(
                {
                    "framework_id": framework.id,
                    "parent_id": parent.id,
                    "previous_ids": [fields.Command.set(criterion.ids)],
                }
            )
            for band in criterion.band_ids:
                band.copy(
                    {"criterion_id": new.id, "level_id": levels[band.level_id].id}
                )
            for part in (*criterion.conversion_ids, *criterion.option_ids):
                part.copy({"criterion_id": new.id})
            criterion.child_ids._copy_tree(framework, new, levels)

    def _renumber(self):
        """Number the nodes as the table is printed: parents before children."""
        ordered = self.browse()
        pending = list(self.filtered(lambda criterion: not criterion.parent_id))
        while pending:
            criterion = pending.pop(0)
            ordered += criterion
            pending[:0] = criterion.child_ids
        for sequence, criterion in enumerate(ordered, start=1):
            criterion.sequence = sequence

    def _get_root(self):
        """Return the node right under the group: 1.3 for 1.3.1, itself for 1.1."""
        self.ensure_one()
        node = self
        while node.parent_id and node.parent_id.node != "group":
            node = node.parent_id
        return node

    def _to_rule(self, levels):
        """Return the node and all below it as the scoring engine reads them.

        :param levels: ``scoring.Level`` by ``cds.level`` record
        :rtype: scoring.Node
        """
        self.ensure_one()
        return scoring.Node(
            key=self.id,
            code=self.code,
            name=self.name,
            kind=self.node,
            max_points=scoring.to_decimal(self.max_points),
            is_mandatory=self.is_mandatory,
            measure=self.measure or "points",
            children=tuple(child._to_rule(levels) for child in self.child_ids),
            bands=tuple(
                scoring.Band(levels[band.level_id], band._to_interval())
                for band in self.band_ids
            ),
            conversions=tuple(part._to_rule() for part in self.conversion_ids),
            options=tuple(option._to_rule() for option in self.option_ids),
        )

    def _get_inspection_item(self):
        """Give the values of the content of an inspection that it stands for."""
        self.ensure_one()
        return {
            "criterion_id": self.id,
            "code": self.code,
            "name": self.name,
            "sequence": self.sequence,
        }
