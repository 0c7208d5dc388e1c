from odoo import api, fields, models
from odoo.tools import SQL

# An id is made of a row's smallest id below and the tier of the authority, which no
# other row has: it stays what it is while the screen asks for the row again.
TIERS = 32
LEVELS = (1, 2, 3, 4, 5)


class CdsAuthorityReport(models.Model):
    """What each authority sums up: the schools below it, for each group of criteria.

    Every authority above a school counts it, whatever the number of tiers: a province
    sees its districts' sums and its own beside them. Rows of different companies stay
    apart.
    """

    _name = "cds.authority.report"
    _description = "Summary by Authority"
    _auto = False
    _order = "campaign_id, tier, authority_id, sequence, id"
    _rec_name = "authority_id"
    _depends = {
        "cds.assessment.report": [
            "campaign_id",
            "hand",
            "stage",
            "points",
            "level_number",
        ],
        "cds.institution": ["parent_id", "parent_path", "kind"],
    }

    campaign_id = fields.Many2one("cds.campaign", readonly=True)
    school_year_id = fields.Many2one("cds.school.year", readonly=True)
    framework_id = fields.Many2one(
        "cds.framework", string="Set of Criteria", readonly=True
    )
    criterion_id = fields.Many2one("cds.criterion", string="Group", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    authority_id = fields.Many2one("cds.institution", readonly=True)
    parent_id = fields.Many2one("cds.institution", string="Above It", readonly=True)
    tier = fields.Integer(
        readonly=True, aggregator=None, help="1: nobody stands above this authority."
    )
    # An authority's number holds those of the authorities below: no sums over rows.
    school_count = fields.Integer(string="Schools", readonly=True, aggregator=None)
    direct_count = fields.Integer(
        string="Managed Directly",
        readonly=True,
        aggregator=None,
        help="Schools with no other authority between.",
    )
    submitted_count = fields.Integer(string="Submitted", readonly=True, aggregator=None)
    reviewed_count = fields.Integer(
        string="Externally Assessed", readonly=True, aggregator=None
    )
    recognised_count = fields.Integer(
        string="Recognised", readonly=True, aggregator=None
    )
    sector_count = fields.Integer(
        string="In the Sector Database", readonly=True, aggregator=None
    )
    points = fields.Float(
        string="Average Points", digits=(6, 2), readonly=True, aggregator=None
    )
    level_1_count = fields.Integer(string="Level 1", readonly=True, aggregator=None)
    level_2_count = fields.Integer(string="Level 2", readonly=True, aggregator=None)
    level_3_count = fields.Integer(string="Level 3", readonly=True, aggregator=None)
    level_4_count = fields.Integer(string="Level 4", readonly=True, aggregator=None)
    level_5_count = fields.Integer(string="Level 5", readonly=True, aggregator=None)
    no_level_count = fields.Integer(
        string="No Level Yet", readonly=True, aggregator=None
    )
    # Whose points the levels and the average are made of: these and the recognised.
    open_count = fields.Integer(
        string="Not Submitted, Not Counted", readonly=True, aggregator=None
    )
    council_count = fields.Integer(
        string="By Submitted Self-Assessment", readonly=True, aggregator=None
    )
    external_count = fields.Integer(
        string="By External Assessment", readonly=True, aggregator=None
    )
    basis = fields.Char(
        string="Counted From",
        compute="_compute_basis",
        help="Whose points the average and the levels are made of.",
    )

    @api.depends("recognised_count", "external_count", "council_count", "open_count")
    @api.depends_context("lang")
    def _compute_basis(self):
        for row in self:
            parts = (
                (row.recognised_count, self.env._("recognised %s")),
                (row.external_count, self.env._("externally assessed %s")),
                (row.council_count, self.env._("submitted %s")),
                (row.open_count, self.env._("not submitted, not counted %s")),
            )
            row.basis = ", ".join(text % count for count, text in parts if count)

    def action_open_results(self):
        """Open the results that a row sums up."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cds_assessment.cds_assessment_report_action"
        )
        return {
            **action,
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": [
                ("campaign_id", "=", self.campaign_id.id),
                ("school_year_id", "=", self.school_year_id.id),
                ("criterion_id", "=", self.criterion_id.id),
                ("institution_id", "child_of", self.authority_id.id),
            ],
        }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(row.id) * %(tiers)s + above.tier AS id,
                row.campaign_id, row.school_year_id, row.framework_id,
                row.criterion_id, row.company_id, row.sequence,
                authority.id AS authority_id, authority.parent_id, above.tier,
                %(schools)s AS school_count,
                %(direct)s AS direct_count,
                %(submitted)s AS submitted_count,
                %(reviewed)s AS reviewed_count,
                %(recognised)s AS recognised_count,
                %(in_sector)s AS sector_count,
                avg(row.points) AS points,
                %(levels)s,
                %(no_level)s AS no_level_count,
                %(open)s AS open_count,
                %(by_council)s AS council_count,
                %(by_external)s AS external_count
            FROM (%(rows)s) row
            JOIN cds_institution school ON school.id = row.institution_id
            CROSS JOIN LATERAL unnest(
                string_to_array(trim(TRAILING '/' FROM school.parent_path), '/')::int[]
            ) WITH ORDINALITY AS above(id, tier)
            JOIN cds_institution authority
                ON authority.id = above.id AND authority.kind = 'authority'
            GROUP BY row.campaign_id, row.school_year_id, row.framework_id,
                row.criterion_id, row.company_id, row.sequence,
                authority.id, authority.parent_id, above.tier
            """,
            tiers=TIERS,
            rows=self.env["cds.assessment.report"]._get_rows(),
            schools=_count(SQL("TRUE")),
            direct=_count(SQL("row.authority_id = authority.id")),
            submitted=_count(SQL("row.stage != 'open'")),
            reviewed=_count(SQL("row.stage IN ('reviewed', 'recognised')")),
            recognised=_count(SQL("row.stage = 'recognised'")),
            in_sector=_count(SQL("row.is_in_sector")),
            levels=SQL(", ").join(
                SQL(
                    "%s AS %s",
                    _count(SQL("row.level_number = %s", number)),
                    SQL.identifier(f"level_{number}_count"),
                )
                for number in LEVELS
            ),
            no_level=_count(SQL("row.hand IS NOT NULL AND row.level_id IS NULL")),
            open=_count(SQL("row.hand IS NULL")),
            by_council=_count(SQL("row.hand = 'council'")),
            by_external=_count(SQL("row.hand = 'external'")),
        )

    @api.depends("authority_id", "criterion_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = (
                f"{row.authority_id.display_name}, {row.criterion_id.code}"
            )


def _count(condition):
    """Count the schools below an authority that fulfil a condition."""
    return SQL("count(DISTINCT row.institution_id) FILTER (WHERE %s)", condition)
