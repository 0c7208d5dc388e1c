from odoo import SUPERUSER_ID, api

ADDRESSED = ("reminder_letter", "campaign_plan", "recognition_decision")
ADDRESSED += ("publication_notice",)


def migrate(cr, version):
    """Let what was issued reach whom it names, and closed institutions owe nothing.

    The mail that tells of a campaign has dates and a link now: where nobody has changed
    it, it is taken from its file again.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    issued = [("state", "in", ("issued", "signed")), ("code", "in", ADDRESSED)]
    for paper in env["cds.document"].search(issued):
        paper.addressed_ids = paper._get_subject()._get_paper_addressed(paper)
    institutions = env["cds.institution"].with_context(active_test=False)
    institutions.search([("active", "=", False)])._follow_closing()
    template = env.ref("cds_assessment.mail_template_campaign", False)
    if template and template.write_uid.id == SUPERUSER_ID:
        template.reset_template()
