from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.plain_text import says_something

# So many schools are named, the others counted: the button of the campaign lists all.
NAMED = 100


class CdsCampaignClose(models.TransientModel):
    """Who has not handed in when a campaign closes, and what becomes of it."""

    _name = "cds.campaign.close"
    _description = "Close a Campaign"

    campaign_id = fields.Many2one(
        "cds.campaign", required=True, readonly=True, ondelete="cascade"
    )
    count = fields.Integer(
        string="Schools That Have Not Handed In",
        compute="_compute_missing",
        # Not as superuser: a screen may name any campaign.
        compute_sudo=False,
    )
    names = fields.Text(string="Namely", compute="_compute_missing", compute_sudo=False)
    outcome = fields.Selection(
        [
            ("owed", "They go on owing it: it stays late, and can still be handed in"),
            ("waived", "What they owe is waived, for one reason"),
        ],
        string="What Becomes of It",
        default="owed",
        required=True,
    )
    reason = fields.Text()

    @api.depends("campaign_id")
    @api.depends_context("lang")
    def _compute_missing(self):
        for dialog in self:
            dialog.campaign_id.check_access("read")
            schools = dialog.campaign_id._get_missing_schools()
            dialog.count = len(schools)
            dialog.names = dialog.campaign_id._name_schools(schools, NAMED, "\n")

    def action_apply(self):
        """Close the campaign, which checks that the user may.

        :raise UserError: when it cannot be closed, or the reason is missing
        """
        self.ensure_one()
        is_waived = self.outcome == "waived" and self.count
        if is_waived and not says_something(self.reason):
            raise UserError(self.env._("Say why."))
        self.campaign_id._close(self.reason if is_waived else "")
        return {"type": "ir.actions.act_window_close"}
