import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.evidence_content import ContentError, check_url
from ...tools.file_name import clean_name, get_ending
from ...tools.searching import search_flag
from ...tools.states import LIVE_USES

SEARCH_LIMIT = 20
CHIP_FIELDS = ("name", "number", "date", "confidential")
PHOTOS = ("png", "jpg", "jpeg", "jfif", "webp", "gif")


class CdsAssessmentLine(models.Model):
    """The evidence of an item: attached, looked at and judged on its row.

    The public methods are called by the row's panel; every id is looked up, and rights
    are checked, before anything happens.
    """

    _inherit = "cds.assessment.line"

    evidence_ids = fields.Many2many(
        "cds.assessment.evidence",
        "cds_assessment_evidence_line_rel",
        "line_id",
        "use_id",
        readonly=True,
    )
    evidence_codes = fields.Char(
        string="Codes of Evidence", compute="_compute_evidence_codes"
    )
    evidence_chips = fields.Json(
        compute="_compute_evidence_chips",
        help="What the row of the item shows of its evidence.",
    )
    evidence_refusal = fields.Char(
        compute="_compute_evidence_refusal",
        help="Why the user cannot attach evidence to the item; empty: they can.",
    )
    is_proved = fields.Boolean(
        string="Proved",
        compute="_compute_is_proved",
        search="_search_is_proved",
        help="The council has accepted a piece of evidence.",
    )

    # === COMPUTE METHODS === #

    @api.depends("evidence_ids.state", "evidence_ids.code")
    def _compute_evidence_codes(self):
        for line in self:
            line.evidence_codes = "; ".join(line._get_evidence_codes())

    @api.depends(
        "evidence_ids.state",
        "evidence_ids.code",
        *(f"evidence_ids.evidence_id.{name}" for name in CHIP_FIELDS),
    )
    @api.depends_context("lang")
    def _compute_evidence_chips(self):
        # of all rows at once: rows that are filtered fetch for themselves
        self.evidence_ids.evidence_id.fetch(CHIP_FIELDS)
        for line in self:
            line.evidence_chips = [
                line._describe_chip(use) for use in line._get_live_uses()
            ]

    @api.depends("evidence_ids.state")
    def _compute_is_proved(self):
        for line in self:
            line.is_proved = "accepted" in line.evidence_ids.mapped("state")

    def _search_is_proved(self, operator, value):
        proved = Domain("evidence_ids", "any", [("state", "=", "accepted")])
        return search_flag(operator, value, proved)

    @api.depends("assessment_id.state", "assigned_user_ids")
    @api.depends_context("uid", "lang")
    def _compute_evidence_refusal(self):
        for line in self:
            line.evidence_refusal = line._get_cannot_attach_reason()

    # === BUSINESS METHODS === #

    def _get_evidence_codes(self):
        """Return the codes of what is submitted or accepted for the item, in order."""
        self.ensure_one()
        uses = self.evidence_ids.filtered(lambda use: use.state in LIVE_USES)
        return uses.sorted(lambda u: (u.root_sequence, u.number, u.id)).mapped("code")

    def get_evidence(self):
        """Describe the evidence of the item, for its panel.

        :return: list of dictionaries, one for each use that is not dropped, in order
        """
        self.ensure_one()
        self.check_access("read")
        return [self._describe_use(use) for use in self._get_live_uses()]

    def _get_live_uses(self):
        """Return the uses of evidence that are not dropped, in order."""
        uses = self.evidence_ids.filtered(lambda use: use.state != "dropped")
        return uses.sorted(lambda use: (use.root_sequence, use.number, use.id))

    def _describe_chip(self, use):
        evidence = use.evidence_id
        return {
            "id": use.id,
            "code": use.code,
            "state": use.state,
            "state_label": use._get_state_label(),
            "name": evidence.name,
            "number": evidence.number or "",
            "date": evidence.date and fields.Date.to_string(evidence.date),
            "confidential": evidence.confidential,
        }

    def _describe_use(self, use):
        evidence = use.evidence_id
        reasons = use._get_reasons(("accept", "reject", "keep", "replace", "drop"))
        return {
            **self._describe_chip(use),
            "evidence_id": evidence.id,
            "kind": evidence.kind,
            "note": use.note or "",
            "issuer": evidence.issuer or "",
            "is_expired": evidence.is_expired,
            "content_summary": evidence.content_summary,
            "lines": use.line_ids.sorted("sequence").mapped("code"),
            "files": [
                {
                    "id": row.id,
                    "name": row.name,
                    "kind": row.kind,
                    "mimetype": row.mimetype or "",
                    "size": row.size,
                    "remark": row.remark,
                    "url": row.url or "",
                    "preview_url": row.preview_url,
                }
                # of a confidential piece, rules show no rows to others
                for row in self._get_rows(evidence)
            ],
            **{f"can_{action}": not reason for action, reason in reasons.items()},
            "reasons": reasons,
            "reason": reasons["accept"] or reasons["reject"],
        }

    def _get_rows(self, evidence):
        rows = self.env["cds.evidence.file"]
        return rows.search([("evidence_id", "=", evidence.id)])

    def search_store(self, term=""):
        """Find pieces of the institution's store that the item does not use yet.

        :param term: words of name, number or issuer
        :return: list of dictionaries
        """
        self.ensure_one()
        self._check_may_attach()
        used = self._get_live_uses()
        domain = Domain(
            [
                ("institution_id", "=", self.assessment_id.institution_id.id),
                ("id", "not in", used.evidence_id.ids),
            ]
        )
        if isinstance(term, str) and term.strip():
            for word in term.split():
                domain &= Domain.OR(
                    Domain(name, "ilike", word) for name in ("name", "number", "issuer")
                )
        pieces = self.env["cds.evidence"].search(domain, limit=SEARCH_LIMIT)
        uses = self.assessment_id.evidence_ids.filtered(lambda u: u.state != "dropped")
        codes = {use.evidence_id: use.code for use in uses}
        return [
            {
                "id": piece.id,
                "name": piece.name,
                "number": piece.number or "",
                "date": piece.date and fields.Date.to_string(piece.date),
                "issuer": piece.issuer or "",
                "content_summary": piece.content_summary,
                "is_expired": piece.is_expired,
                # of a paper that other items use, which keeps it
                "code": codes.get(piece, ""),
            }
            for piece in pieces
        ]

    def attach_evidence(self, evidence_ids):
        """Attach pieces of the store.

        :param evidence_ids: ids of ``cds.evidence`` of the same institution
        :return: what :meth:`get_evidence` answers
        """
        self.ensure_one()
        self._check_may_attach()
        pieces = self._look_up("cds.evidence", evidence_ids)
        if pieces.institution_id != self.assessment_id.institution_id:
            raise UserError(self.env._("This evidence belongs to another institution."))
        for piece in pieces:
            self.assessment_id._use_evidence(piece, self)
        return self.get_evidence()

    def attach_link(self, url, name=""):
        """Attach a link: as a new piece, or the piece that has this link already.

        :param url: http or https; a bare host gets https
        :param name: what it is; the link itself if empty
        :return: as for a file that is sent: ``files``, with one entry of
            :meth:`_describe_attached`, and ``evidence``, what :meth:`get_evidence`
            answers
        """
        self.ensure_one()
        self._check_may_attach()
        try:
            url = check_url(url)
        except ContentError as error:
            raise UserError(
                self.env["cds.remarked"]._get_content_refusal(error.code)
            ) from error
        name = name.strip() if isinstance(name, str) else ""
        known = self.env["cds.evidence.file"].search(
            [
                ("url", "=", url),
                (
                    "evidence_id.institution_id",
                    "=",
                    self.assessment_id.institution_id.id,
                ),
            ],
            limit=1,
        )
        piece = known.evidence_id or self._create_piece(
            name or url, "web", [{"url": url, "name": name}]
        )
        use = self.assessment_id._use_evidence(piece, self)
        message = known and self.env._(
            "The store has this link already: “%(evidence)s”, code %(code)s is used.",
            evidence=piece.display_name,
            code=use.code,
        )
        return {
            "files": [self._describe_attached(url, use, message)],
            "evidence": self.get_evidence(),
        }

    def _describe_attached(self, name, use, message):
        """Return what came of a file or link: the same for both, for the panel.

        :param use: the ``cds.assessment.evidence`` that it became
        :param message: a sentence where the store had it already, else nothing
        """
        # what a bound volume will not show is said at once
        remark = " ".join(filter(None, use.evidence_id.file_ids.mapped("remark")))
        if remark and not message:
            told = self.env._(
                "Attached as %(code)s. %(remark)s", code=use.code, remark=remark
            )
        else:
            told = " ".join(filter(None, (message, remark)))
        return {
            "name": name,
            "status": "duplicate" if message else "ok",
            "message": told,
            "code": use.code,
            "evidence_id": use.evidence_id.id,
        }

    def detach_evidence(self, use_ids):
        """Take evidence from the item; the paper stays in the store.

        :param use_ids: ids of ``cds.assessment.evidence``
        :return: what :meth:`get_evidence` answers
        """
        self.ensure_one()
        self._check_may_attach()
        uses = self._look_up("cds.assessment.evidence", use_ids)
        if uses - self.evidence_ids:
            raise UserError(self.env._("This evidence is not attached to the item."))
        for use in uses:
            use._detach(self)
        return self.get_evidence()

    def _attach_file(self, name, raw):
        """Attach a file: as a new piece, or the piece that has this file already.

        :param name: the file's name as it came
        :param raw: its bytes
        :return: the use, and whether its piece was there before
        :raise UserError: for a file that is refused
        """
        self.ensure_one()
        self._check_may_attach()
        evidence = self.env["cds.evidence"]
        name = self.env["cds.remarked"]._check_content(clean_name(name), raw).name
        institution = self.assessment_id.institution_id
        sha256 = hashlib.sha256(raw).hexdigest()
        piece = evidence._find_same(institution, sha256)
        is_known = bool(piece)
        if piece and piece._restore_file(sha256, raw):
            is_known = False
        if piece and not piece.active:
            # sudo: a colleague's piece comes back as it was
            piece.sudo().active = True
        if not piece:
            kind = "photo" if get_ending(name) in PHOTOS else "other"
            stem = name.rpartition(".")[0].replace("_", " ").strip()
            piece = self._create_piece(stem or name, kind, [{"name": name, "raw": raw}])
        return self.assessment_id._use_evidence(piece, self), is_known

    def _create_piece(self, name, kind, contents):
        """Create a piece of evidence for the item's institution and school year."""
        assessment = self.assessment_id
        piece = self.env["cds.evidence"].create(
            {
                "name": name[:200],
                "kind": kind,
                "institution_id": assessment.institution_id.id,
                "school_year_id": assessment.school_year_id.id,
            }
        )
        for content in contents:
            self.env["cds.evidence.file"].create({"evidence_id": piece.id, **content})
        return piece

    def _get_cannot_attach_reason(self):
        """Return why the user cannot attach evidence to the item (empty: they can)."""
        self.ensure_one()
        reason = self.assessment_id._get_cannot_change_evidence_reason()
        return reason or ("" if self.env.su else self._get_not_own_reason())

    def _check_may_attach(self):
        """Refuse users who may not fill in the item, or not now.

        :raise AccessError: with the reason
        """
        self.check_access("read")
        reason = self._get_cannot_attach_reason()
        if reason:
            raise AccessError(
                self.env._(
                    "%(item)s: %(reason)s",
                    item=self.criterion_id.display_name,
                    reason=reason,
                )
            )
        self.check_access("write")

    def _look_up(self, model, ids):
        """Return the records behind ids that a client sent.

        :raise UserError: when these are no ids, or one is not there
        :raise AccessError: when the user may not read one of them
        """
        is_list = isinstance(ids, list) and all(
            isinstance(number, int) and not isinstance(number, bool) for number in ids
        )
        records = self.env[model].browse(ids if is_list else []).exists()
        if not records or len(records) != len(set(ids)):
            raise UserError(self.env._("This evidence is not there any more."))
        records.check_access("read")
        return records
