"""The story of a demo dossier, played by the users whose turn it is.

TH Cao Minh's dossier goes from self-scoring to approved, and its papers are issued on
the way, each when its time has come. Played once a database.
"""

ASSESSMENT = "cds_assessment.assessment_cao_minh_demo"
SECRETARY = "cds_assessment.user_secretary_cao_minh_demo"
HEAD = "cds_assessment.user_head_cao_minh_demo"


def play(env):
    """Lead the dossier to its approval; return it.

    :param env: an Odoo environment
    """
    assessment = env.ref(ASSESSMENT).with_context(lang="vi_VN")
    secretary, head = env.ref(SECRETARY), env.ref(HEAD)
    if assessment.state == "self":
        issue(assessment, secretary, "draft")
        assessment.with_user(secretary).action_to_council()
        assessment.with_user(secretary).action_conclude()
        issue(assessment, secretary, "concluded")
        assessment.with_user(head).action_approve()
        issue(assessment, secretary, "approved")
    return assessment


def issue(assessment, user, since):
    """Issue the drafts whose time has come, in the order of the dossier."""
    papers = assessment.with_user(user).document_ids.filtered(
        lambda paper: paper.state == "draft" and paper.type_id.since == since
    )
    papers.sorted(lambda paper: (paper.sequence, paper.criterion_code or "")).action_issue()
