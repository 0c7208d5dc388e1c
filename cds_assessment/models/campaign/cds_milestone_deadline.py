from odoo import fields, models

from ...tools.fulfilment import OPEN_STATES
from ..common.activities import owing
from ..common.notices import write_to

# What decides whether the milestone is fulfilled.
RULE_FIELDS = {
    "fulfilment",
    "assessment_state",
    "document_type_ids",
    "is_signed_needed",
    "side",
}


class CdsMilestone(models.Model):
    """What a change of a milestone means for what is owed already."""

    _inherit = "cds.milestone"

    outline_id = fields.Many2one(
        "cds.outline",
        ondelete="restrict",
        index="btree_not_null",
        help="What the report that is delivered consists of.",
    )
    is_signed_needed = fields.Boolean(
        string="Counts Once Signed",
        help="Papers count as soon as their signed scan is kept, not when issued.",
    )

    def write(self, vals):
        """Let dates and states of what is owed follow, and tell those concerned."""
        before = {m: m.date_end for m in self} if "date_end" in vals else {}
        result = super().write(vals)
        for milestone, date in before.items():
            if milestone.date_end != date:
                milestone._move(date)
        if RULE_FIELDS & set(vals):
            self.sudo().deliverable_ids._refresh()  # sudo: follows from the milestone
        return result

    def _get_values_a_year_later(self):
        return {
            **super()._get_values_a_year_later(),
            "outline_id": self.outline_id.id,
            "is_signed_needed": self.is_signed_needed,
        }

    def _get_document_types(self):
        """Return the types of paper that fulfil the milestone."""
        self.ensure_one()
        if self.fulfilment == "report":
            return self.env.ref("cds_assessment.document_type_owed_report")
        return self.document_type_ids

    def _move(self, before):
        """Move what is owed to the milestone's new date.

        Those with a date of their own keep it. Schools that have still to deliver are
        written to once.

        :param before: the date before, or False
        """
        self.ensure_one()
        # sudo: the dates follow from the milestone, which the user may write
        owed = self.sudo().deliverable_ids.filtered(lambda d: not d.is_extended)
        owed.write({"date_due": self.date_end})
        owed._move_reminders()
        campaign = self.sudo().campaign_id
        if campaign.state != "launched":
            return
        campaign.message_post(
            body=self.env._(
                "The date of “%(milestone)s” was changed from %(before)s to %(after)s.",
                milestone=self.name,
                before=owed._written(before) or "–",
                after=owed._written(self.date_end) or "–",
            ),
            author_id=self.env.user.partner_id.id,
        )
        waiting = owed.filtered(lambda d: d.side == "school" and d.state in OPEN_STATES)
        users = self.env["res.users"].union(*map(owing, waiting))
        write_to(
            users,
            "cds_assessment.notice_deadline",
            lambda env: env._("The date has changed: %(name)s", name=self.name),
            {
                "campaign": campaign,
                "milestone": self.sudo(),
                "before": before,
                "after": self.date_end,
            },
        )
