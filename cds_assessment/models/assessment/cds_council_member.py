from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CdsCouncilMember(models.Model):
    """A member of a council: a user, or only a name."""

    _name = "cds.council.member"
    _description = "Council Member"
    _order = "council_id, sequence, id"
    _inherit = ["cds.guarded"]
    _reader_paths = {"user_id": "user_id", "council_id": "user_id"}

    council_id = fields.Many2one(
        "cds.council", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10, aggregator=None)
    user_id = fields.Many2one("res.users", ondelete="restrict", index=True)
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    position = fields.Char(help="The office held, for instance vice principal.")
    role = fields.Selection(
        [
            ("chair", "Chair"),
            ("vice_chair", "Vice Chair"),
            ("secretary", "Secretary"),
            ("member", "Member"),
        ],
        default="member",
        required=True,
    )
    criterion_ids = fields.Many2many(
        "cds.criterion",
        "cds_council_member_criterion_rel",
        "member_id",
        "criterion_id",
        string="Criteria",
    )

    _once = models.UniqueIndex(
        "(council_id, user_id) WHERE user_id IS NOT NULL",
        "A user is a member of a council only once.",
    )

    @api.depends("user_id")
    def _compute_name(self):
        for member in self:
            member.name = member.user_id.name or member.name

    @api.model_create_multi
    def create(self, vals_list):
        """Create members, who get the items under their criteria."""
        councils = [vals.get("council_id") for vals in vals_list]
        with self._get_dossiers(councils)._following_council():
            return super().create(vals_list)

    def write(self, vals):
        """Let the items follow other people and other criteria."""
        if not {"council_id", "user_id", "criterion_ids"} & set(vals):
            return super().write(vals)
        councils = [*self.council_id.ids, vals.get("council_id")]
        with self._get_dossiers(councils)._following_council():
            return super().write(vals)

    def unlink(self):
        """Take the items back that the council gave."""
        with self._get_dossiers(self.council_id.ids)._following_council():
            return super().unlink()

    def _get_dossiers(self, council_ids):
        """Return the dossiers that work by councils, in superuser mode.

        :param council_ids: ids as clients send them
        """
        # sudo: whoever changes the council changes what its dossiers go by
        return (
            self.env["cds.assessment"]
            .sudo()
            .search([("council_id", "in", [key for key in council_ids if key])])
        )

    @api.constrains("user_id", "council_id")
    def _check_conflict(self):
        """Nobody of an external team is staff of a school that the team assesses."""
        for member in self:
            # sudo: the conflict must be found wherever the school is
            council = member.council_id.sudo()
            schools = council._get_schools()
            if member.user_id and member.user_id in schools._get_staff():
                raise ValidationError(
                    self.env._(
                        "%(name)s works at a school that this team assesses.",
                        name=member.name,
                    )
                )
