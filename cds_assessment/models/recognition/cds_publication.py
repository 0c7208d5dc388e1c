from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.file_name import safe_name
from ...tools.number_format import format_points
from ...tools.public_address import public_address, unreachable_reason
from ...tools.states import RECOGNISED
from ...tools.vietnamese import sort_key

# By state of the publication, what can be done with it.
ACTIONS = {
    "draft": ("refresh", "publish"),
    "published": ("withdraw",),
    "withdrawn": (),
}
OWNERSHIPS = {"public": "Công lập", "private": "Ngoài công lập"}


class CdsPublication(models.Model):
    """A publication (công bố): the frozen public snapshot of a campaign's results.

    The public pages read it alone, and never what it was taken from. What is withdrawn
    is gone from them at once; published anew, as another snapshot, it has the address
    that it had.

    | action   | who            | from      | what it does                             |
    |----------|----------------|-----------|------------------------------------------|
    | create   | officer        |           | takes the snapshot                       |
    | refresh  | officer        | draft     | takes it anew                            |
    | publish  | authority_head | draft     | takes it anew, and shows it to anybody   |
    | withdraw | authority_head | published | shows it to nobody any more              |
    | delete   | officer        | draft     |                                          |
    """

    _name = "cds.publication"
    _description = "Publication"
    _inherit = ["cds.workflow", "cds.titled", "cds.paper.subject", "cds.chatter"]
    _mail_post_access = "read"
    _order = "published_on desc nulls first, id desc"
    _paper_subject = "publication"
    _title_fields = ("campaign_id",)
    _paper_institution = "authority_id"

    _guarded_fields = frozenset(
        (
            "state",
            "authority_id",
            "school_year_id",
            "company_id",
            "slug",
            "published_on",
            "withdrawn_on",
            "authority_name",
            "school_year_name",
            "explanation",
            "line_ids",
        )
    )

    name = fields.Char(string="Title", help="What stands above the public page.")
    campaign_id = fields.Many2one(
        "cds.campaign", required=True, ondelete="restrict", index=True
    )
    authority_id = fields.Many2one(
        related="campaign_id.authority_id", store=True, index=True
    )
    school_year_id = fields.Many2one(
        related="campaign_id.school_year_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index="btree_not_null"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("withdrawn", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    slug = fields.Char(string="Address", readonly=True, copy=False)
    public_url = fields.Char(string="Public Page", compute="_compute_public_url")
    published_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    withdrawn_on = fields.Datetime(readonly=True, copy=False, tracking=True)
    # the snapshot
    authority_name = fields.Char(readonly=True, copy=False)
    school_year_name = fields.Char(readonly=True, copy=False)
    explanation = fields.Json(
        readonly=True,
        copy=False,
        help="For each set of criteria its levels, and the bands of its groups.",
    )
    line_ids = fields.One2many(
        "cds.publication.line", "publication_id", string="Schools", readonly=True
    )
    document_ids = fields.One2many("cds.document", "publication_id", string="Papers")
    line_count = fields.Integer(
        string="Number of Schools", compute="_compute_line_count"
    )
    left_out_count = fields.Integer(
        string="Recognised Without a Certificate",
        compute="_compute_left_out_count",
        help="Dossiers of the campaign that were recognised, but by no decision here: "
        "they are not in the snapshot.",
    )

    _one_address = models.UniqueIndex(
        "(slug) WHERE state = 'published'",
        "The results of this campaign are published already.",
    )

    # === COMPUTE METHODS === #

    def _get_proposed_name(self):
        campaign = self.campaign_id._origin._filtered_access("read")
        year = campaign.school_year_id.name or ""
        return f"Kết quả công nhận mức độ chuyển đổi số năm học {year}".strip()

    @api.depends("slug", "state")
    def _compute_public_url(self):
        base = public_address(self.env)
        for publication in self:
            is_there = publication.state == "published"
            publication.public_url = (
                is_there and f"{base}/cds/results/{publication.slug}"
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["cds.publication.line"]._read_group(
                [("publication_id", "in", self.ids)], ["publication_id"], ["__count"]
            )
        )
        for publication in self:
            publication.line_count = counts.get(publication._origin, 0)

    @api.depends("campaign_id.assessment_ids.state")
    def _compute_left_out_count(self):
        for publication in self:
            # A screen may name any campaign.
            campaign = publication.campaign_id._origin._filtered_access("read")
            # sudo: how many they are is no secret to those who run the campaign
            publication.left_out_count = len(
                campaign.sudo().assessment_ids.filtered(
                    lambda dossier: (
                        dossier.state in RECOGNISED and not dossier.certificate_count
                    )
                )
            )

    @api.model
    def _get_refusal_dependencies(self):
        return ["state", "line_ids"]

    def _get_open_actions(self):
        return list(ACTIONS[self.state])

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        publications = super().create(vals_list)
        publications._take_snapshot()
        return publications

    def write(self, vals):
        """Keep what was published as it is, and whose results it shows.

        :raise UserError: for a published or withdrawn one, and another campaign
        """
        if not self.env.su:
            if self.filtered(lambda publication: publication.state != "draft"):
                raise UserError(
                    self.env._("What was published stays as it is: publish it anew.")
                )
            if "campaign_id" in vals:
                raise UserError(self.env._("A publication belongs to its campaign."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(publication.state != "draft" for publication in self):
            raise UserError(
                self.env._("What was published is kept: withdraw it instead.")
            )
        # sudo: the drafts of its papers go with it
        self.sudo().document_ids.filtered(lambda paper: paper.state == "draft").unlink()

    # === ACTIONS === #

    def action_refresh(self):
        """Take the snapshot anew."""
        self._begin("refresh")
        self._take_snapshot()

    def action_publish(self):
        """Show the results to anybody: the newest, and from now on unchanged.

        :raise UserError: with the reason why not
        """
        self._begin("publish")
        self._take_snapshot()
        self._check_can("publish")
        for publication in self:
            dossiers = publication._find_certificates().assessment_id
            dossiers.filtered(lambda a: a.state == "recognised").action_publish()
            # sudo: state and snapshot are closed to everyone but the actions
            publication.sudo().write(
                {
                    "state": "published",
                    "slug": publication._get_slug(),
                    "published_on": fields.Datetime.now(),
                }
            )

    def action_withdraw(self):
        """Show the results to nobody any more."""
        self._begin("withdraw")
        # sudo: the state is closed to everyone but the actions
        self.sudo().write({"state": "withdrawn", "withdrawn_on": fields.Datetime.now()})

    def action_open_public(self):
        """Open the public page; of what is not public, a preview."""
        self.ensure_one()
        self.check_access("read")
        is_there = self.state == "published"
        url = f"/cds/results/{self.slug}" if is_there else self._get_preview_url()
        return {"type": "ir.actions.act_url", "url": url}

    def _get_preview_url(self):
        return f"/cds_assessment/publications/{self.id}"

    # === BUSINESS METHODS === #

    def _get_cannot_refresh_reason(self):
        return self._get_cannot_reason("draft", "officer")

    def _get_cannot_publish_reason(self):
        self.ensure_one()
        reason = self._get_cannot_reason("draft", "authority_head")
        reason = reason or unreachable_reason(self.env)
        if not reason and not self.line_ids:
            reason = self.env._("No school of the campaign has a valid certificate.")
        # sudo: another's publication at this address stands in the way all the same
        if not reason and self.sudo().search_count(
            [("campaign_id", "=", self.campaign_id.id), ("state", "=", "published")]
        ):
            reason = self.env._("The results of this campaign are published already.")
        return reason

    def _get_cannot_withdraw_reason(self):
        return self._get_cannot_reason("published", "authority_head")

    def _get_cannot_reason(self, state, role):
        self.ensure_one()
        if self.state != state:
            return self._get_state_reason()
        return self.authority_id._get_cannot_act_reason(role)

    # Hooks get more than what they look at.
    # pylint: disable=unused-argument

    def _get_cannot_paper_reason(self, action, document):
        """Return why the user cannot do something with a paper (empty: they can)."""
        self.ensure_one()
        if action == "issue" and self.state != "published":
            return self.env._("The results are published first: it names their page.")
        is_draft = action in ("create", "edit")
        return self._get_cannot_paper_role_reason(
            "officer" if is_draft else "authority_head"
        )

    def _get_paper_addressed(self, document):
        return self.line_ids.certificate_id.institution_id

    def _get_relied_on(self, action):
        """Give the publications with the certificates that they show."""
        certificates = [publication._find_certificates() for publication in self]
        return [self, *certificates]

    def _find_certificates(self):
        """Give the certificates of the campaign that hold.

        :rtype: cds.certificate
        """
        self.ensure_one()
        return (
            self.env["cds.certificate"]
            .search(
                [
                    ("assessment_id.campaign_id", "=", self.campaign_id.id),
                    ("state", "=", "valid"),
                ],
            )
            .sorted(lambda certificate: sort_key(certificate.institution_name))
        )

    def _take_snapshot(self):
        """Freeze what is recognised now: no names of people are among it."""
        for publication in self:
            certificates = publication._find_certificates()
            # sudo: the snapshot is closed to everyone but the actions
            snapshot = publication.sudo()
            snapshot.line_ids.unlink()
            snapshot.write(
                {
                    "authority_name": snapshot.authority_id.name,
                    "school_year_name": snapshot.school_year_id.name,
                    "explanation": publication._explain(
                        certificates.sudo().assessment_id.framework_id
                    ),
                }
            )
            self.env["cds.publication.line"].sudo().create(
                [
                    publication._get_line(certificate, sequence)
                    for sequence, certificate in enumerate(certificates.sudo())
                ]
            )

    def _get_line(self, certificate, sequence):
        institution = certificate.institution_id
        manager = institution.parent_id
        return {
            "publication_id": self.id,
            "certificate_id": certificate.id,
            "sequence": sequence,
            "name": certificate.institution_name,
            "school_level": institution.school_level_id.name,
            "ownership": OWNERSHIPS.get(institution.ownership),
            "locality": institution.locality,
            "managed_by": manager.name,
            "results": certificate.result_ids._to_data(),
            "decision_number": certificate.decision_number,
            "decision_date": certificate.decision_date,
            "certificate_number": certificate.number,
            "valid_until": certificate.valid_until,
        }

    def _explain(self, frameworks):
        """Put levels and bands of sets of criteria into plain values."""
        env = self.with_context(lang="vi_VN").env
        return [
            {
                "name": framework.name,
                "reference": framework.legal_reference or "",
                "levels": [
                    {
                        "number": level.number,
                        "name": level.name,
                        "meaning": level.meaning or "",
                    }
                    for level in framework.level_ids.sorted("number")
                ],
                "groups": [
                    {
                        "code": group.code,
                        "name": group.name,
                        "bands": [
                            {"level": band.level_id.name, "points": _band(env, band)}
                            for band in group.band_ids.sorted("lower")
                        ],
                    }
                    for group in framework.criterion_ids.filtered(
                        lambda criterion: criterion.node == "group"
                    )
                ],
            }
            for framework in frameworks.sorted("name")
        ]

    def _get_slug(self):
        """Give the address of a campaign's results, the same whenever published."""
        self.ensure_one()
        campaign = self.campaign_id
        return f"{safe_name(campaign.name).lower()}-{campaign.id}"

    @api.model
    def _get_public_list(self):
        """Return what the public list tells of each published campaign."""
        # sudo: who reads it has no log-in. Nothing but the snapshots' own fields is
        # read, and no name of a person is among them.
        published = self.sudo().search([("state", "=", "published")])
        return [publication._get_head() for publication in published]

    @api.model
    def _get_public(self, slug):
        """Return what the public page of a campaign tells.

        :param slug: what a stranger sent, of any shape
        :return: a dictionary of plain values, or None for what is not published
        """
        if "\0" in slug:
            return None
        # sudo: as above
        publication = self.sudo().search(
            [("slug", "=", slug), ("state", "=", "published")]
        )
        return publication._get_content() if publication else None

    def _get_head(self):
        self.ensure_one()
        return {
            "slug": self.slug or "",
            "title": self.name,
            "authority": self.authority_name or "",
            "school_year": self.school_year_name or "",
            "published_on": fields.Datetime.context_timestamp(
                self.with_context(tz="Asia/Ho_Chi_Minh"), self.published_on
            ).date()
            if self.published_on
            else None,
        }

    def _get_content(self):
        """Return the whole snapshot as plain values, withdrawn certificates
        left out.
        """
        return {
            **self._get_head(),
            "explanation": self.explanation or [],
            "rows": self.line_ids._get_public_rows(),
        }


def _band(env, band):
    """Put the totals of a band into words, in Vietnamese whoever publishes."""
    lower, upper = (format_points(env, band[name]) for name in ("lower", "upper"))
    to = "đến" if band.upper_included else "dưới"
    if not band.lower and band.lower_included and not band.is_unbounded:
        return f"{to.capitalize()} {upper} điểm"
    since = f"{'Từ' if band.lower_included else 'Trên'} {lower}"
    if band.is_unbounded:
        return f"{since} điểm"
    return f"{since} {to if band.upper_included else 'đến dưới'} {upper} điểm"
