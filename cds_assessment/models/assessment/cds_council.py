from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ...tools.paper_number import known_number, known_symbol

DEFAULT_MINIMUM = 5  # Circular 57/2026/TT-BGDĐT asks for five in accreditation councils
# A board of inspection is as small as a chair and an inspector (source-003).
DEFAULT_INSPECTION_MINIMUM = 2


class CdsCouncil(models.Model):
    """A council or team as a decision set it up: members, roles, criteria of each.

    ``self``: a school's own council (hội đồng tự đánh giá); ``external``: the team of
    an authority that assesses schools (đoàn đánh giá ngoài); ``inspection``: a school's
    board of internal inspection (ban kiểm tra nội bộ).
    """

    _name = "cds.council"
    _description = "Council"
    _order = "decision_date desc, id desc"
    _inherit = ["cds.paper.subject"]
    _paper_subject = "team"

    _guarded_fields = frozenset(("user_ids", "company_id"))
    _reader_paths = {"user_ids": "user_ids"}

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("self", "Self-assessment council"),
            ("external", "External team"),
            ("inspection", "Board of internal inspection"),
        ],
        default="self",
        required=True,
    )
    institution_id = fields.Many2one(
        "cds.institution",
        string="Set Up By",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["res.users"]._get_only_institution(),
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["cds.school.year"]._get_current(),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    decision_number = fields.Char(help="For instance 282/QĐ-TH.")
    decision_date = fields.Date()
    member_ids = fields.One2many("cds.council.member", "council_id", string="Members")
    user_ids = fields.Many2many(
        "res.users",
        "cds_council_user_rel",
        "council_id",
        "user_id",
        string="Users of the Members",
        compute="_compute_user_ids",
        store=True,
    )
    document_ids = fields.One2many("cds.document", "team_id", string="Papers")
    problems = fields.Text(compute="_compute_problems")
    active = fields.Boolean(default=True)

    @api.depends("member_ids.user_id")
    def _compute_user_ids(self):
        for council in self:
            council.user_ids = council.member_ids.user_id

    @api.depends("kind", "member_ids.role", "decision_number", "decision_date")
    @api.depends_context("lang")
    def _compute_problems(self):
        for council in self:
            council.problems = "\n".join(council._get_problems())

    @api.constrains("kind", "institution_id")
    def _check_kind(self):
        for council in self:
            if council.kind == "external" and council.institution_id.kind == "school":
                raise ValidationError(
                    self.env._("An external team is set up by an authority.")
                )

    def _get_problems(self):
        """Return what a council still lacks to work, as a list of sentences."""
        self.ensure_one()
        problems = self._get_member_problems()
        if not self.decision_number or not self.decision_date:
            problems.append(
                self.env._(
                    "Number and date of the decision that set it up are missing."
                )
            )
        return problems

    def _get_member_problems(self):
        """Return what the list of members lacks, as a list of sentences."""
        self.ensure_one()
        problems = []
        roles = self.member_ids.mapped("role")
        if roles.count("chair") != 1:
            problems.append(self.env._("There must be one chair."))
        if roles.count("secretary") != 1 and self.kind != "inspection":
            problems.append(self.env._("There must be one secretary."))
        if len(self.member_ids) < self._get_minimum():
            problems.append(self._say_too_few())
        return problems

    def _say_too_few(self):
        """Return the sentence on a council with fewer members than it needs."""
        return self.env._(
            "There must be %(minimum)s members or more, there are %(count)s.",
            minimum=self._get_minimum(),
            count=len(self.member_ids),
        )

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        if self.kind != "external":
            return self.env._("Papers of a school's council are those of its dossiers.")
        return super()._get_cannot_paper_reason(action, document)

    # === BUSINESS METHODS === #

    @api.model
    def _propose(self, school, year):
        """Return the school's own council of a year: the one that is there, else that
        of the last year set up anew, without its decision and without who has left.

        :param school: ``cds.institution``
        :param year: ``cds.school.year``
        :return: ``cds.council``, empty for a school that never had one
        """
        own = [("institution_id", "=", school.id), ("kind", "=", "self")]
        council = self.search([*own, ("school_year_id", "=", year.id)], limit=1)
        if council:
            return council
        last = self.search(
            [*own, ("school_year_id.date_start", "<", year.date_start)],
            order="school_year_id, id desc",
            limit=1,
        )
        members = last.member_ids.filtered(lambda m: not m.user_id or m.user_id.active)
        return last and last.copy(
            {
                "school_year_id": year.id,
                "decision_number": False,
                "decision_date": False,
                "member_ids": [Command.create(vals) for vals in members.copy_data()],
            }
        )

    def _propose_decision(self, document):
        """Return what a draft takes over from the decision that the councils bear.

        :param document: the draft, with what it has already
        :return: number, date and symbol, as values of ``cds.document``; none when the
            draft has its number or the councils bear different ones
        """
        numbers = set(self.mapped("decision_number"))
        held = numbers.pop() if len(numbers) == 1 else ""
        number = None if document.number else known_number(self.env, held)
        if number is None:
            return {}
        values = {"number": number, "date": self[0].decision_date or document.date}
        symbol = known_symbol(held)
        if symbol and symbol != document._get_usual_symbol():
            values["own_symbol"] = symbol
        return values

    def _bear_decision(self, document):
        """Write number and date of the decision that is issued on the councils."""
        self.write({"decision_number": document.name, "decision_date": document.date})

    def _drop_decision(self, document):
        """Take number and date of a decision that is cancelled off the councils.

        Else the next draft would be given the number of the cancelled one.
        """
        borne = self.filtered(lambda council: council.decision_number == document.name)
        borne.write({"decision_number": False, "decision_date": False})

    def _get_minimum(self):
        """Return the least number of members."""
        return self._get_usual_minimum(self.kind)

    @api.model
    def _get_usual_minimum(self, kind):
        """Return the least number of members of a kind of council, a setting."""
        is_board = kind == "inspection"
        default = DEFAULT_INSPECTION_MINIMUM if is_board else DEFAULT_MINIMUM
        # sudo: a plain number that everybody may know.
        return int(
            self.env["ir.config_parameter"]
            .sudo()
            .get_param(f"cds_assessment.{kind}_council_minimum", default)
        )

    def _get_conflicts(self, institution):
        """Return the members who are staff of a school that is to be assessed.

        :rtype: cds.council.member
        """
        staff = institution._get_staff()
        return self.member_ids.filtered(lambda member: member.user_id in staff)

    def _get_users(self):
        """Return the users of all members, archived ones too: they may come back.

        :rtype: res.users
        """
        # sudo: members of a team are not for everyone to read, a conflict is
        return self.sudo().with_context(active_test=False).user_ids

    def _get_leading(self):
        """Return the users who speak for it: chair and secretary, else all members.

        :rtype: res.users
        """
        leading = self.member_ids.filtered(
            lambda member: member.role in ("chair", "secretary")
        )
        return leading.user_id or self.user_ids

    def _get_schools(self):
        """Give the schools that a team assesses.

        :rtype: cds.institution
        """
        assessments = self.env["cds.assessment"].search([("team_id", "in", self.ids)])
        return assessments.institution_id

    def _get_criteria_by_user(self):
        """Return the criteria (with all below them) that each member was given.

        :return: ``cds.criterion`` records by user
        """
        return {
            member.user_id: self.env["cds.criterion"].search(
                [("id", "child_of", member.criterion_ids.ids)]
            )
            for member in self.member_ids
            if member.user_id and member.criterion_ids
        }

    def _check_inspects(self, institution):
        """Refuse a council that is not the board of inspection of a school.

        :raise ValidationError: when it is another's, or of another kind
        """
        for council in self:
            is_board = council.kind == "inspection"
            if not is_board or council.institution_id != institution:
                # without its name: it may be another school's
                raise ValidationError(
                    self.env._("This is not a board of inspection of this school.")
                )
