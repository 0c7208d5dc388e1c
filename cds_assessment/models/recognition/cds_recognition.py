from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...report.papers.recognition_decision import CODE as DECISION
from ...tools.public_address import unreachable_reason
from ...tools.states import RECOGNISED, TAKEN_IN

# By state of the recognition, what can be done with it.
ACTIONS = {
    "draft": ("take_in", "leave_out", "issue", "cancel"),
    "issued": (),
    "cancelled": (),
}
# The decision is drafted here: it is shown as a paper before it is issued.
ACTIONS_WITH_PAPER = ("take_in", "leave_out", "open_issue", "cancel")
# So many dossiers are named in a refusal.
NAMED = 5


class CdsRecognition(models.Model):
    """A recognition (công nhận): one decision of an authority about many schools.

    | action   | who            | from  | what it does                                |
    |----------|----------------|-------|---------------------------------------------|
    | create   | officer        |       |                                             |
    | take_in  | officer        | draft | takes in the dossiers that wait for it      |
    | leave_out| officer        | draft | takes those of the lowest level out again   |
    | issue    | authority_head | draft | recognises all of them, or none             |
    | cancel   | officer        | draft | lets the dossiers go                        |
    | delete   | officer        | draft |                                             |

    The decision is a paper that is drafted and issued here, or one from elsewhere, of
    which number and date are entered.
    """

    _name = "cds.recognition"
    _description = "Recognition"
    _inherit = ["cds.workflow", "cds.titled", "cds.paper.subject", "cds.chatter"]
    _mail_post_access = "read"
    _order = "decision_date desc nulls first, id desc"
    _paper_subject = "recognition"
    _title_fields = ("school_year_id",)
    _paper_institution = "authority_id"

    _guarded_fields = frozenset(("state", "company_id", "issued_by_id"))

    authority_id = fields.Many2one(
        "cds.institution",
        string="Recognised By",
        compute="_compute_from_campaign",
        # Not as superuser: a screen may name any campaign.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('kind', '=', 'authority')]",
        tracking=True,
    )
    campaign_id = fields.Many2one(
        "cds.campaign", ondelete="restrict", index="btree_not_null"
    )
    school_year_id = fields.Many2one(
        "cds.school.year",
        compute="_compute_from_campaign",
        # Not as superuser: a screen may name any campaign.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        related="authority_id.company_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # decision
    decision_number = fields.Char(
        copy=False,
        tracking=True,
        help="Of a decision from elsewhere. One that is drafted here as a paper brings "
        "its number and date when it is issued.",
    )
    decision_date = fields.Date(copy=False, tracking=True)
    valid_until = fields.Date(
        copy=False, help="Until when the certificates hold; empty: no date is named."
    )
    lowest_level = fields.Selection(
        [
            ("taken", "Recognised as well"),
            ("all", "Left out where all groups are at it"),
            ("any", "Left out where a group is at it"),
        ],
        default="taken",
        required=True,
        tracking=True,
        help="Whether schools at the lowest level (“chưa đáp ứng”) are in the "
        "decision.",
    )
    # signature
    place = fields.Char(
        compute="_compute_from_authority",
        # Not as superuser: a screen may name any authority.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signer_title = fields.Char(
        compute="_compute_from_authority",
        # Not as superuser: a screen may name any authority.
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    signer_name = fields.Char(string="Signer", help="The name below the signature.")
    issued_by_id = fields.Many2one(
        "res.users", ondelete="restrict", readonly=True, copy=False
    )
    document_ids = fields.One2many("cds.document", "recognition_id", string="Papers")
    certificate_ids = fields.One2many(
        "cds.certificate", "recognition_id", string="Schools", readonly=True
    )
    certificate_count = fields.Integer(
        string="Number of Schools", compute="_compute_certificate_count"
    )
    has_decision = fields.Boolean(
        compute="_compute_has_decision", help="The decision is drafted or issued here."
    )

    # === COMPUTE METHODS === #

    @api.depends("campaign_id")
    def _compute_from_campaign(self):
        for recognition in self:
            campaign = recognition.campaign_id._origin._filtered_access("read")
            recognition.authority_id = (
                campaign.authority_id
                or recognition.authority_id
                or self.env["res.users"]._get_only_institution("authority")
            )
            recognition.school_year_id = (
                campaign.school_year_id
                or recognition.school_year_id
                or self.env["cds.school.year"]._get_current()
            )

    def _get_proposed_name(self):
        year = self.school_year_id.name or ""
        return f"Công nhận mức độ chuyển đổi số năm học {year}".strip()

    @api.depends("authority_id")
    def _compute_from_authority(self):
        for recognition in self:
            authority = recognition.authority_id._origin._filtered_access("read")
            recognition.place = recognition.place or authority.locality
            recognition.signer_title = recognition.signer_title or authority.head_title

    @api.depends("certificate_ids")
    def _compute_certificate_count(self):
        counts = dict(
            self.env["cds.certificate"]._read_group(
                [("recognition_id", "in", self.ids)], ["recognition_id"], ["__count"]
            )
        )
        for recognition in self:
            recognition.certificate_count = counts.get(recognition._origin, 0)

    @api.depends("document_ids.state")
    def _compute_has_decision(self):
        for recognition in self:
            live = recognition._get_live_papers()
            recognition.has_decision = DECISION in live.mapped("code")

    @api.model
    def _get_refusal_dependencies(self):
        return [
            "state",
            "lowest_level",
            "decision_number",
            "decision_date",
            "valid_until",
            "certificate_ids.assessment_id.state",
            "document_ids.state",
        ]

    def _get_open_actions(self):
        if self.state == "draft" and self._get_draft_decision():
            return list(ACTIONS_WITH_PAPER)
        return list(ACTIONS[self.state])

    # === CONSTRAINT METHODS === #

    @api.constrains("authority_id")
    def _check_authority(self):
        for recognition in self:
            if recognition.authority_id.kind != "authority":
                raise ValidationError(
                    self.env._("Levels are recognised by an authority.")
                )

    @api.constrains("campaign_id", "authority_id", "school_year_id")
    def _check_campaign(self):
        for recognition in self:
            campaign = recognition.campaign_id
            if campaign and (
                campaign.authority_id != recognition.authority_id
                or campaign.school_year_id != recognition.school_year_id
            ):
                raise ValidationError(
                    self.env._(
                        "The recognition is that of its campaign: the same authority, "
                        "the same school year."
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep what was issued as it is, and whose recognition it is.

        :raise UserError: for an issued or cancelled one, and once schools are in it
        """
        if not self.env.su:
            if self.filtered(lambda recognition: recognition.state != "draft"):
                raise UserError(
                    self.env._("A decision that is issued or cancelled stays as it is.")
                )
            is_moved = {"authority_id", "campaign_id", "school_year_id"} & set(vals)
            if is_moved and self.certificate_ids:
                raise UserError(
                    self.env._("Take the schools out before it becomes another one's.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(recognition.state == "issued" for recognition in self):
            raise UserError(self.env._("An issued decision cannot be deleted."))
        if self.document_ids - self._get_draft_papers():
            raise UserError(
                self.env._("Its list of schools is issued: cancel the draft instead.")
            )
        # sudo: those of drafts go with them
        self.sudo()._get_draft_papers().unlink()
        self.sudo().certificate_ids.unlink()

    # === ACTIONS === #

    def action_take_in(self):
        """Take in the dossiers that wait for recognition.

        :raise UserError: when there are none, or the user cannot
        """
        self._begin("take_in")
        for recognition in self:
            waiting = recognition._find_waiting()
            taken = waiting - waiting.filtered(recognition._leaves)
            if not taken:
                raise UserError(recognition._say_none_waits(len(waiting)))
            recognition._take_in(taken)

    def _say_none_waits(self, left_count):
        if left_count:
            return self.env._(
                "No further dossier waits for this recognition but %(count)s of the "
                "lowest level, which are left out.",
                count=left_count,
            )
        return self.env._("No further dossier waits for this recognition.")

    def action_leave_out(self):
        """Take the schools of the lowest level out of the draft, all together.

        :raise UserError: when there are none, or the user cannot
        """
        self._begin("leave_out")
        for recognition in self:
            certificates = recognition._find_lowest()
            names = certificates.institution_id.mapped("display_name")
            # sudo: certificates are made and taken away by actions only
            certificates.sudo().unlink()
            recognition.sudo().message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Left out, being at the lowest level: %(names)s",
                    names=", ".join(names),
                ),
            )

    def action_cancel(self):
        """Give the draft up: its dossiers wait for another recognition."""
        self._begin("cancel")
        for recognition in self:
            names = recognition.certificate_ids.institution_id.mapped("name")
            # sudo: the state is closed to everyone but the actions
            recognition.sudo()._get_draft_papers().unlink()
            recognition.sudo().certificate_ids.unlink()
            recognition.sudo().state = "cancelled"
            recognition.sudo().message_post(
                author_id=self.env.user.partner_id.id,
                body=self.env._(
                    "Cancelled; these schools were in it: %(names)s",
                    names=", ".join(names) or "–",
                ),
            )

    # === BUSINESS METHODS === #

    def _get_cannot_take_in_reason(self):
        return self._get_cannot_reason("officer")

    def _get_cannot_leave_out_reason(self):
        self.ensure_one()
        reason = self._get_cannot_reason("officer")
        if reason:
            return reason
        if self.lowest_level == "taken":
            return self.env._(
                "By “Lowest Level” these schools are recognised as well: choose there "
                "who is left out."
            )
        if not self._find_lowest():
            return self.env._("No school in it is at the lowest level.")
        return ""

    def _get_cannot_cancel_reason(self):
        return self._get_cannot_reason("officer")

    def _get_cannot_reason(self, role):
        self.ensure_one()
        if self.state != "draft":
            return self.env._("This is possible with a draft only.")
        return self.authority_id._get_cannot_act_reason(role)

    def _get_problems(self, date=None):
        """Return what keeps a draft from being issued, as a list of sentences.

        :param date: of the decision, if it is known
        """
        self.ensure_one()
        problems = self._get_list_problems()
        if date and self.valid_until and self.valid_until < date:
            problems.append(
                self.env._("The certificates would end before the decision.")
            )
        problems += filter(None, [unreachable_reason(self.env)])
        return problems + self._get_dossier_problems()

    def _get_dossier_problems(self):
        problems = []
        for assessment in self.certificate_ids.assessment_id:
            if assessment.state in RECOGNISED:
                continue
            reason = assessment._get_cannot_recognise_reason()
            if reason:
                problems.append(f"{assessment.display_name}: {reason}")
        more = len(problems) - NAMED
        if more > 0:
            problems[NAMED:] = [self.env._("And %(count)s more.", count=more)]
        return problems

    # Hooks get more than what they look at.
    # pylint: disable=unused-argument

    def _get_relied_on(self, action):
        """Return the decision with what it freezes: certificates, dossiers, points."""
        certificates = self.certificate_ids
        if action != "issue":
            return [self, certificates]
        dossiers = certificates.assessment_id
        return [self, certificates, *dossiers._get_relied_on("recognise")]

    def _on_held(self, action):
        """Have results of the dossiers that are those of the points."""
        if action == "issue":
            # sudo: as in what it holds
            dossiers = self.sudo().certificate_ids.assessment_id
            self.env["cds.result.mark"]._settle(dossiers)

    def _find_waiting(self):
        """Give the dossiers that the user sees and that wait for this recognition.

        :rtype: cds.assessment
        """
        self.ensure_one()
        domain = Domain("state", "in", TAKEN_IN) & Domain(
            "is_recorded_by_hand", "=", False
        )
        waiting = self.env["cds.assessment"].search(domain & self._get_scope())
        return waiting.filtered(
            lambda dossier: not self._get_cannot_join_reason(dossier)
        )

    def _get_scope(self):
        """Give the domain of the dossiers among which those to recognise are."""
        if self.campaign_id:
            return Domain("campaign_id", "=", self.campaign_id.id)
        return Domain("school_year_id", "=", self.school_year_id.id) & (
            Domain("institution_id.assessor_id", "=", self.authority_id.id)
            | (
                Domain("institution_id.assessor_id", "=", False)
                & Domain("institution_id.parent_id", "=", self.authority_id.id)
            )
        )

    def _find_left_out(self):
        """Return the dossiers that could have been in it and are not.

        :rtype: cds.assessment
        """
        domain = self._get_scope() & Domain("state", "!=", "cancelled")
        return self.env["cds.assessment"].search(domain) - (
            self.certificate_ids.assessment_id
        )

    def _find_lowest(self):
        """Return the certificates of schools that the choice leaves out."""
        return self.certificate_ids.filtered(
            lambda certificate: self._leaves(certificate.assessment_id)
        )

    def _leaves(self, assessment):
        """Return whether a dossier is left out for its levels."""
        if self.lowest_level == "taken":
            return False
        lowest = self._get_lowest_levels(assessment)
        if self.lowest_level == "any":
            return bool(lowest)
        return len(lowest) == len(_groups(assessment)) > 0

    def _get_lowest_levels(self, assessment):
        """Give the groups of a dossier that are at the lowest level, in words.

        :return: list of texts: "Mức độ 1 ở nhóm 2"
        """
        lowest = assessment.framework_id.level_ids.sorted()[:1]
        return [
            f"{lowest.name} ở nhóm {result.criterion_id.code}"
            for result in _groups(assessment)
            if lowest and result.final_level_id == lowest
        ]

    def _take_in(self, assessments):
        """Put dossiers into the draft.

        :param assessments: ``cds.assessment`` records that the user may read
        :raise UserError: for one that does not belong there
        """
        self.ensure_one()
        assessments.check_access("read")
        assessments._share()
        for assessment in assessments:
            reason = self._get_cannot_join_reason(assessment)
            if reason:
                raise UserError(
                    self.env._(
                        "%(record)s: %(reason)s",
                        record=assessment.display_name,
                        reason=reason,
                    )
                )
        # sudo: certificates are made and changed by actions only
        self.env["cds.certificate"].sudo().create(
            [
                {"recognition_id": self.id, "assessment_id": assessment.id}
                for assessment in assessments
            ]
        )

    def _get_cannot_join_reason(self, assessment):
        """Return why a dossier cannot be in this recognition (empty: it can)."""
        if assessment.state not in TAKEN_IN:
            return assessment._get_state_reason()
        if assessment.is_recorded_by_hand:
            return self.env._("It was recognised by a paper from elsewhere.")
        # sudo: another authority's draft may have it, and is not for the user to see
        dossier = assessment.sudo()
        if dossier.certificate_ids:
            return self.env._("It is in a recognition already.")
        assessor = dossier.institution_id._get_assessor()
        if not assessor or not assessor._is_below(self.authority_id):
            return self.env._("Another authority assesses this school.")
        if dossier.school_year_id != self.school_year_id:
            return self.env._("It is of another school year.")
        if self.campaign_id and dossier.campaign_id != self.campaign_id:
            return self.env._("It does not belong to this campaign.")
        return ""

    def _issue(self):
        """Recognise the dossiers and freeze their certificates.

        Nothing is left done when one of them fails: it is one transaction.
        """
        self.ensure_one()
        assessments = self.certificate_ids.assessment_id
        assessments.filtered(lambda a: a.state == "reviewed").action_recognise()
        # sudo: dossiers, certificates and the state are written by actions only
        assessments.sudo().write(
            {
                "recognition_number": self.decision_number,
                "recognition_date": self.decision_date,
            }
        )
        self.sudo().certificate_ids._issue()
        self.sudo().write({"state": "issued", "issued_by_id": self.env.uid})


def _groups(assessment):
    # sudo: whoever may take a dossier in may know its levels
    return assessment.sudo().result_ids.filtered(lambda row: row.node == "group")
