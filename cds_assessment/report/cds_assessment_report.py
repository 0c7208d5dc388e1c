from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.states import STATES, standing_hand

# How far a dossier has come, as authorities count it; before that it is open.
STAGE_OF = {
    "submitted": "submitted",
    "external": "submitted",
    "reviewed": "reviewed",
    "recognised": "recognised",
    "published": "recognised",
}


class CdsAssessmentReport(models.Model):
    """The results of schools for lists, pivots and graphs: a row a school and group.

    Whose points stand for a school follows from the state of its dossier (see
    ``states.standing_hand``): ``hand`` names them. The chain of authorities above is
    given from the top, without fixed tiers.
    """

    _name = "cds.assessment.report"
    _description = "Results by Authority"
    _inherit = ["cds.points.by.group"]
    _auto = False
    _order = "authority_id, institution_id, sequence, id"
    _rec_name = "institution_id"
    _depends = {
        "cds.assessment": ["campaign_id", "state", "hand", "sector_entered_on"],
        "cds.assessment.result": [
            "assessment_id",
            "criterion_id",
            "node",
            "sequence",
            "institution_id",
            "framework_id",
            "school_year_id",
            "company_id",
            *(
                f"{hand}_{part}"
                for hand in ("self", "council", "external", "final")
                for part in ("points", "level_id")
            ),
        ],
        "cds.institution": [
            "parent_id",
            "parent_path",
            "assessor_id",
            "school_level_id",
            "ownership",
        ],
        "cds.level": ["number"],
    }

    campaign_id = fields.Many2one("cds.campaign", readonly=True)
    assessment_id = fields.Many2one("cds.assessment", readonly=True)
    institution_id = fields.Many2one("cds.institution", string="School", readonly=True)
    school_year_id = fields.Many2one("cds.school.year", readonly=True)
    framework_id = fields.Many2one(
        "cds.framework", string="Set of Criteria", readonly=True
    )
    criterion_id = fields.Many2one("cds.criterion", string="Group", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    sequence = fields.Integer(readonly=True, aggregator=None)
    school_level_id = fields.Many2one("cds.school.level", readonly=True)
    ownership = fields.Selection("_selection_ownership", readonly=True)
    authority_id = fields.Many2one(
        "cds.institution", string="Managed By", readonly=True
    )
    assessor_id = fields.Many2one(
        "cds.institution", string="Assessed From Outside By", readonly=True
    )
    authority_1_id = fields.Many2one(
        "cds.institution", string="Authority, First Tier", readonly=True
    )
    authority_2_id = fields.Many2one(
        "cds.institution", string="Authority, Second Tier", readonly=True
    )
    authority_3_id = fields.Many2one(
        "cds.institution", string="Authority, Third Tier", readonly=True
    )
    state = fields.Selection("_selection_state", readonly=True)
    stage = fields.Selection("_selection_stage", readonly=True)
    is_in_sector = fields.Boolean(string="In the Sector Database", readonly=True)
    hand = fields.Selection(
        "_selection_hand",
        string="Whose Points",
        readonly=True,
        help="Recognised points, else those of the external team, else the school's "
        "own once they are submitted. Before that nothing is counted.",
    )
    points = fields.Float(digits=(6, 2), readonly=True, aggregator="avg")
    level_id = fields.Many2one("cds.level", readonly=True)
    level_number = fields.Integer(readonly=True, aggregator=None)

    @api.model
    def _selection_ownership(self):
        return (
            self.env["cds.institution"]
            ._fields["ownership"]
            ._description_selection(self.env)
        )

    @api.model
    def _selection_state(self):
        return [
            (key, label)
            for key, label in self.env["cds.assessment"]
            ._fields["state"]
            ._description_selection(self.env)
            if key != "cancelled"
        ]

    @api.model
    def _selection_hand(self):
        labels = {
            "council": self.env._("Self-assessment, submitted"),
            "external": self.env._("External assessment"),
            "final": self.env._("Recognition"),
        }
        return list(labels.items())

    @api.model
    def _selection_stage(self):
        labels = {
            "open": self.env._("Not submitted, not counted"),
            "submitted": self.env._("Submitted"),
            "reviewed": self.env._("Externally assessed"),
            "recognised": self.env._("Recognised"),
        }
        return list(labels.items())

    def action_open_assessment(self):
        """Open the dossier that the row is about."""
        self.ensure_one()
        self.check_access("read")
        return self.assessment_id.get_formview_action()

    @property
    def _table_query(self):
        return self._get_rows()

    @api.model
    def _get_rows(self):
        """Return the rows as SQL: of all schools, the rules are the caller's matter.

        :rtype: SQL
        """
        standing = {state: standing_hand(state) for state in STATES}
        hands = list(dict.fromkeys(filter(None, standing.values())))
        return SQL(
            """
            SELECT result.id, result.assessment_id, result.institution_id,
                result.school_year_id, result.framework_id, result.criterion_id,
                result.company_id, result.sequence,
                assessment.campaign_id, assessment.state,
                CASE assessment.state %(stages)s ELSE 'open' END AS stage,
                assessment.sector_entered_on IS NOT NULL AS is_in_sector,
                institution.school_level_id, institution.ownership,
                institution.parent_id AS authority_id,
                COALESCE(institution.assessor_id, institution.parent_id)
                    AS assessor_id,
                %(first)s AS authority_1_id,
                %(second)s AS authority_2_id,
                %(third)s AS authority_3_id,
                counting.hand, shown.points, shown.level_id,
                level.number AS level_number
            FROM cds_assessment_result result
            JOIN cds_assessment assessment ON assessment.id = result.assessment_id
            JOIN cds_institution institution
                ON institution.id = result.institution_id
            CROSS JOIN LATERAL (
                SELECT CASE assessment.state %(standing)s END AS hand
            ) counting
            CROSS JOIN LATERAL (
                SELECT CASE counting.hand %(points)s END AS points,
                    CASE counting.hand %(levels)s END AS level_id
            ) shown
            LEFT JOIN cds_level level ON level.id = shown.level_id
            WHERE result.node = 'group' AND assessment.state != 'cancelled'
            """,
            stages=_cases(STAGE_OF),
            standing=_cases({state: hand for state, hand in standing.items() if hand}),
            points=_cases(_columns(hands, "points")),
            levels=_cases(_columns(hands, "level_id")),
            first=_tier(1),
            second=_tier(2),
            third=_tier(3),
        )


def _cases(values):
    """Write the branches of a CASE.

    :param values: what each case gives, a value or SQL
    """
    return SQL(" ").join(
        SQL("WHEN %s THEN %s", case, value) for case, value in values.items()
    )


def _columns(hands, part):
    """Give the column of a result by hand."""
    return {hand: SQL.identifier("result", f"{hand}_{part}") for hand in hands}


def _tier(number):
    """Name the authority at a place of the chain above a school, from the top."""
    return SQL(
        "NULLIF(NULLIF(split_part(institution.parent_path, '/', %s), '')::int,"
        " institution.id)",
        number,
    )
