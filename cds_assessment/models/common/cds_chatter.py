from odoo import models


class CdsChatter(models.AbstractModel):
    """Records whose history is part of the proof.

    What stands in the history stays as it was written: tracking, notes and what people
    said, their own words too. Who wants to correct something says so in another
    message. The administrator of the database alone edits and deletes, and nobody
    speaks in another's name or at another time: ``mail.message`` and ``ir.attachment``
    see to it.
    Who may post is what each model says (``_mail_post_access``).
    """

    _name = "cds.chatter"
    _description = "Record With a Kept History"
    _inherit = ["mail.thread"]

    _is_history_kept = True

    def _check_can_update_message_content(self, messages):
        """Refuse to edit or empty a message from its menu.

        :raise AccessError: below the administrator of the database
        """
        if not self.env.is_system():
            raise messages._make_history_error()
        return super()._check_can_update_message_content(messages)
