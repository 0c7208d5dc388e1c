from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.plain_text import says_something
from ...tools.searching import search_flag

# In these ways a piece is hidden: from the authority and the team, or from the store.
WAYS = {"confidential": {"confidential": True}, "archived": {"active": False}}
# What proves something: it stays as it is while a locked dossier uses the paper.
PROVING_FIELDS = frozenset(
    ("name", "number", "date", "issuer", "school_year_id", "valid_until")
)


class CdsEvidence(models.Model):
    """A piece of evidence (minh chứng): a paper in the store of an institution.

    It is used in dossiers by :class:`CdsAssessmentEvidence`. Its content are rows of
    ``cds.evidence.file``, which have rules of their own: a confidential piece is listed
    for the authority and the teams, its content is not shown to them.
    """

    _name = "cds.evidence"
    _description = "Evidence"
    _inherit = ["cds.guarded"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "number"]

    _guarded_fields = frozenset(("company_id", "use_ids"))

    institution_id = fields.Many2one(
        "cds.institution",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["res.users"]._get_only_institution("school"),
    )
    company_id = fields.Many2one(
        related="institution_id.company_id", store=True, index="btree_not_null"
    )
    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("decision", "Decision"),
            ("plan", "Plan"),
            ("regulation", "Regulation"),
            ("minutes", "Minutes"),
            ("report", "Report"),
            ("letter", "Official Letter"),
            ("contract", "Contract"),
            ("list", "List, Statistics"),
            ("photo", "Photo"),
            ("software", "Software"),
            ("web", "Web Page"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
    )
    origin = fields.Selection(
        [("own", "Own"), ("superior", "Of a Superior")],
        default="own",
        required=True,
        help="Who issued it: the institution itself, or an authority above it.",
    )
    number = fields.Char(
        string="Number and Symbol", help="For instance 22/KH-TTr.", copy=False
    )
    date = fields.Date(copy=False)
    issuer = fields.Char()
    school_year_id = fields.Many2one(
        "cds.school.year",
        string="School Year Proved",
        ondelete="restrict",
        index="btree_not_null",
    )
    valid_until = fields.Date(copy=False)
    confidential = fields.Boolean(
        help="Listed, but its content is not shown outside of the institution."
    )
    note = fields.Text()
    file_ids = fields.One2many(
        "cds.evidence.file", "evidence_id", string="Files and Links"
    )
    use_ids = fields.One2many(
        "cds.assessment.evidence", "evidence_id", string="Used In"
    )
    active = fields.Boolean(default=True)
    content_summary = fields.Char(string="Content", compute="_compute_content_summary")
    is_expired = fields.Boolean(
        string="Expired", compute="_compute_is_expired", search="_search_is_expired"
    )
    is_locked = fields.Boolean(
        compute="_compute_is_locked",
        help="A dossier that has left the school's council uses it.",
    )
    can_hide = fields.Boolean(
        compute="_compute_can_hide",
        help="It was submitted, and the user may let it be hidden.",
    )
    duplicate_ids = fields.Many2many(
        "cds.evidence",
        string="The Same File",
        compute="_compute_duplicate_ids",
        help="Other pieces of the institution with one of these files.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "number")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        # A link shows the name of any piece, in superuser mode: a dialog that names
        # one of another school must not tell it.
        saved = self._origin.sudo(False)
        hidden = saved - saved._filtered_access("read")
        for evidence in self:
            parts = filter(None, (evidence.number, evidence.name))
            is_hidden = evidence._origin in hidden
            evidence.display_name = "" if is_hidden else " · ".join(parts)

    @api.depends("file_ids.kind")
    @api.depends_context("lang")
    def _compute_content_summary(self):
        # sudo: how much there is of a confidential piece is told, what it is is not
        rows = self.env["cds.evidence.file"].sudo()
        counts = {
            (evidence.id, kind): count
            for evidence, kind, count in rows._read_group(
                [("evidence_id", "in", self.ids)], ["evidence_id", "kind"], ["__count"]
            )
        }
        for evidence in self:
            files = counts.get((evidence._origin.id, "file"), 0)
            links = counts.get((evidence._origin.id, "link"), 0)
            parts = (
                files and self.env._("%(count)s file(s)", count=files),
                links and self.env._("%(count)s link(s)", count=links),
            )
            evidence.content_summary = ", ".join(filter(None, parts))

    @api.depends("valid_until")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for evidence in self:
            evidence.is_expired = bool(
                evidence.valid_until and evidence.valid_until < today
            )

    def _search_is_expired(self, operator, value):
        today = fields.Date.context_today(self)
        return search_flag(operator, value, [("valid_until", "<", today)])

    @api.depends("use_ids.assessment_id.state")
    def _compute_is_locked(self):
        locked = self._get_locked()
        for evidence in self:
            evidence.is_locked = evidence._origin in locked

    @api.depends("use_ids.state", "use_ids.assessment_id.state")
    @api.depends_context("uid")
    def _compute_can_hide(self):
        for evidence in self:
            evidence.can_hide = not evidence._get_cannot_hide_reason()

    @api.depends("file_ids.sha256", "institution_id")
    def _compute_duplicate_ids(self):
        rows = self.env["cds.evidence.file"].search(
            [
                ("evidence_id.institution_id", "in", self.institution_id.ids),
                ("sha256", "in", list(filter(None, self.file_ids.mapped("sha256")))),
            ]
        )
        for evidence in self:
            hashes = set(filter(None, evidence.file_ids.mapped("sha256")))
            same = rows.filtered(
                lambda row, e=evidence, h=hashes: (
                    row.sha256 in h
                    and row.evidence_id.institution_id == e.institution_id
                )
            )
            evidence.duplicate_ids = same.evidence_id - evidence._origin

    # === CRUD METHODS === #

    def write(self, vals):
        """Write; what proves something goes back to be accepted again.

        That it is hidden or shown again stands in the history of its dossiers.

        :raise UserError: for what proves something in a locked dossier, for hiding what
            was submitted, and for another institution
        :raise AccessError: for pieces that are not a contributor's to change
        """
        if "institution_id" in vals and any(
            evidence.institution_id.id != vals["institution_id"] for evidence in self
        ):
            raise UserError(
                self.env._("A piece of evidence stays in the store of its institution.")
            )
        changed = self.filtered(lambda evidence: evidence._is_proof_changed(vals))
        before = {evidence: evidence._get_sight() for evidence in self}
        if not self.env.su:
            self.check_access("write")
            self._check_own()
            changed._check_not_locked()
            self._check_stays_in_sight(vals)
        result = super().write(vals)
        changed._submit_again()
        self._tell_sight(before)
        return result

    def unlink(self):
        """Delete the content first, so that the files go with it, and open uses.

        :raise UserError: for a piece that a locked dossier uses
        """
        self.check_access("unlink")
        self._check_may_unlink()
        # sudo: the pieces were checked just above
        mine = self.sudo()
        mine.file_ids.unlink()
        mine.use_ids.filtered(lambda use: use.assessment_id.is_editable).unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_may_unlink()

    def _check_may_unlink(self):
        if self.env.su:
            return
        self._check_own()
        self._check_not_locked()
        self._check_not_submitted()
        # sudo: whoever uses it
        accepted = self.sudo().use_ids.filtered(lambda use: use.state == "accepted")
        if accepted and not self.env.user.has_group("cds_assessment.group_council"):
            raise UserError(
                self.env._(
                    "“%(name)s” has been accepted: only the council deletes it.",
                    name=accepted[0].evidence_id.name,
                )
            )

    # === BUSINESS METHODS === #

    def _is_proof_changed(self, vals):
        """Return whether values change what the paper proves."""
        self.ensure_one()
        return any(
            self._fields[name].convert_to_cache(vals[name], self, validate=False)
            != self._fields[name].convert_to_cache(self[name], self, validate=False)
            for name in PROVING_FIELDS & set(vals)
        )

    def _get_locked(self):
        """Give the pieces that a dossier uses which the school may no longer change."""
        # sudo: whichever dossier it is
        uses = self.env["cds.assessment.evidence"].sudo()
        used = uses.search([("evidence_id", "in", self.ids)])
        locked = used.filtered(lambda use: not use.assessment_id.is_editable)
        return self.browse(locked.evidence_id.ids)

    def _check_not_locked(self):
        """Refuse to change what a locked dossier stands on.

        :raise UserError: naming piece and dossier
        """
        # sudo: whichever dossier it is
        self.sudo().use_ids.assessment_id._share()
        locked = self._get_locked()
        if locked:
            uses = locked[0].sudo().use_ids  # sudo: as above
            dossier = uses.assessment_id.filtered(lambda a: not a.is_editable)[0]
            raise UserError(
                self.env._(
                    "“%(name)s” proves points in “%(assessment)s”, which can no longer "
                    "be changed: add a new piece of evidence instead.",
                    name=locked[0].name,
                    assessment=dossier.display_name,
                )
            )

    # === ACTIONS === #

    def action_hide(self):
        """Ask how and why, then let a piece be hidden that was submitted."""
        self.ensure_one()
        self._check_can("hide")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Let It Be Hidden"),
            "res_model": "cds.evidence.hide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_evidence_id": self.id},
        }

    def _get_cannot_hide_reason(self):
        """Return why the user cannot let the piece be hidden (empty: they can).

        It is the authority's to allow; where none is entered here, the head of the
        school goes by its paper.
        """
        self.ensure_one()
        kept = self._get_kept_dossiers()
        if not kept:
            return self.env._("It was not submitted: its institution hides it itself.")
        for dossier in kept.sudo(self.env.su):
            # sudo: the authority may be out of the user's sight
            is_here = dossier.sudo().institution_id._get_assessor()
            role = ("officer", "authority") if is_here else ("head", "school")
            if reason := dossier._get_cannot_role_reason(*role):
                return reason if not self.env.su else ""
        return ""

    def _hide(self, way, reason):
        """Let a piece be hidden that was submitted, and say so in its dossiers.

        :param way: a key of ``WAYS``
        :param reason: why the authority lets it be hidden
        :raise UserError: when the user cannot, or there is no reason
        """
        self._begin("hide")
        if not says_something(reason):
            raise UserError(self.env._("Say why the evidence is hidden."))
        # sudo: the piece is its institution's to write; the action was checked
        self.sudo().with_context(cds_change_reason=reason).write(WAYS[way])

    def _get_shared(self, action):  # pylint: disable=unused-argument
        """Return the dossiers in whose state a piece may be hidden."""
        return [self.use_ids.assessment_id]

    def _check_stays_in_sight(self, vals):
        """Refuse to hide what was submitted.

        :raise UserError: naming piece and dossier
        """
        ways = [(name, hidden) for way in WAYS.values() for name, hidden in way.items()]
        self.filtered(
            lambda evidence: any(
                name in vals and bool(vals[name]) == hidden != evidence[name]
                for name, hidden in ways
            )
        )._check_not_submitted()

    def _check_not_submitted(self):
        """Refuse to take away what was submitted, also while a dossier is returned.

        :raise UserError: naming piece and dossier
        """
        # sudo: as below
        self.sudo().use_ids.assessment_id._share()
        for evidence in self:
            kept = evidence._get_kept_dossiers()
            if kept:
                raise UserError(
                    self.env._(
                        "“%(name)s” was submitted with “%(assessment)s”: it stays in "
                        "sight, unless the authority lets it be hidden.",
                        name=evidence.name,
                        assessment=kept[0].display_name,
                    )
                )

    def _get_kept_dossiers(self):
        """Return the dossiers that were submitted with the pieces.

        :return: records in superuser mode
        """
        # sudo: whichever dossiers they are
        uses = self.sudo().use_ids
        return uses.filtered(lambda use: use._is_submitted()).assessment_id

    def _get_sight(self):
        self.ensure_one()
        return self.confidential, self.active

    def _tell_sight(self, before):
        """Write into the history of the dossiers what was hidden or shown again.

        :param before: by piece, what :meth:`_get_sight` gave
        """
        reason = (self.env.su and self.env.context.get("cds_change_reason")) or ""
        for evidence in self:
            sight = evidence._get_sight()
            if sight == before[evidence]:
                continue
            confidential, active = sight
            words = [
                self.env._("confidential") if confidential else self.env._("open"),
                self.env._("in the store") if active else self.env._("archived"),
            ]
            sentence = self.env._(
                "Evidence “%(name)s” is %(sight)s now. %(reason)s",
                name=evidence.name,
                sight=", ".join(words),
                reason=reason,
            )
            # sudo: the history writes itself, of whichever dossiers they are
            uses = evidence.sudo().use_ids.filtered(lambda use: use.state != "dropped")
            for dossier in uses.assessment_id:
                dossier.message_post(
                    body=sentence.strip(), author_id=self.env.user.partner_id.id
                )

    # === BUSINESS METHODS === #

    def _check_own(self):
        """Keep contributors to what they entered, or what is used for their items.

        :raise AccessError: naming the piece
        """
        user = self.env.user
        if self.env.su or user.has_group("cds_assessment.group_council"):
            return
        for evidence in self:
            # sudo: whichever dossiers they are
            uses = evidence.sudo().use_ids.filtered(lambda u: u.state != "dropped")
            lines = uses.line_ids.sudo(False)
            if evidence.create_uid != user and (
                not lines or lines._get_not_own_reason()
            ):
                raise AccessError(
                    self.env._(
                        "“%(name)s” was entered by someone else.", name=evidence.name
                    )
                )

    def _submit_again(self):
        """Let what was accepted be looked at again: the paper is another one now."""
        # sudo: states of uses are closed to everyone but their actions
        self.sudo().use_ids.assessment_id._share()
        uses = self.sudo().use_ids.filtered(
            lambda use: use.state == "accepted" and use.assessment_id.is_editable
        )
        uses._set_state("submitted")

    def _get_uploaders(self):
        """Return who entered the paper or a file of it: they never accept it."""
        # sudo: the content of confidential pieces counts as well
        return self.sudo().create_uid | self.sudo().file_ids.create_uid

    def _get_for(self, institution):
        """Return the piece for an institution: itself, or a copy in its store with all
        its files and links. In superuser mode.

        :param institution: ``cds.institution``
        """
        self.ensure_one()
        if self.institution_id == institution:
            return self
        kept = {
            "number": self.number,
            "date": self.date,
            "valid_until": self.valid_until,
        }
        copied = self.copy({"institution_id": institution.id, **kept})
        self.env["cds.evidence.file"].create(
            [
                {"evidence_id": copied.id, "name": row.name, "url": row.url}
                if row.kind == "link"
                else {
                    "evidence_id": copied.id,
                    "name": row.name,
                    "datas": row.attachment_id.datas,
                }
                for row in self.file_ids
            ]
        )
        return copied

    @api.model
    def _find_same(self, institution, sha256):
        """Find the piece of an institution that has this file already.

        :param institution: ``cds.institution``
        :param sha256: hash of the file, as hexadecimal text
        :return: at most one ``cds.evidence``, archived ones last
        """
        rows = self.env["cds.evidence.file"].with_context(active_test=False)
        same = rows.search(
            [
                ("sha256", "=", sha256),
                ("evidence_id.institution_id", "=", institution.id),
            ],
            order="id",
        ).evidence_id
        return same.sorted(lambda evidence: (not evidence.active, evidence.id))[:1]

    def _restore_file(self, sha256, raw):
        """Put a file back that the store has lost, or keeps otherwise than it came.

        :param sha256: hash of the file, as hexadecimal text
        :param raw: its bytes
        :return: the row whose content is there again, if anything was wrong with it
        """
        # sudo: bytes with the hash that is kept change nothing, whoever brings them
        rows = self.sudo().with_context(active_test=False).file_ids
        known = rows.filtered(lambda row: row.sha256 == sha256)
        found = known.filtered(lambda row: row.attachment_id._restore(raw))
        return found.sudo(self.env.su)
