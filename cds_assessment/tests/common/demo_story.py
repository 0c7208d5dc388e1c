"""The story of the demo dossiers, played by the users whose turn it is.

Each goes from self-scoring to approved, and its papers are issued on the way, when
their time has come. The tests read what came of it, ``make demo`` writes it down.
"""

from dataclasses import dataclass

PREFIX = "cds_assessment."


@dataclass(frozen=True, slots=True)
class Story:
    """A school of the demo data.

    :param name: what the XML ids of its records have in common
    :param books: next numbers that the office sets before the head has approved, since
        it gave numbers to other papers meanwhile: pairs of symbol and number
    """

    name: str
    books: tuple[tuple[str, int], ...] = ()


CAO_MINH = Story("cao_minh")
QUOC_TUAN = Story("quoc_tuan", (("QĐ", 50),))


def play(env, story, end_turn=lambda: None):
    """Lead a dossier to its approval, unless that was done before; return it.

    :param env: an Odoo environment
    :param end_turn: called after each person's turn, which is a transaction of its own
        outside of tests, as numbers of papers are
    """
    assessment = env.ref(f"{PREFIX}assessment_{story.name}_demo").with_context(
        lang="vi_VN"
    )
    secretary = env.ref(f"{PREFIX}user_secretary_{story.name}_demo")
    head = env.ref(f"{PREFIX}user_head_{story.name}_demo")
    if assessment.state == "self":
        issue(assessment, secretary, "draft")
        end_turn()
        assessment.with_user(secretary).action_to_council()
        assessment.with_user(secretary).action_conclude()
        issue(assessment, secretary, "concluded")
        end_turn()
        for symbol, number in story.books:
            book = env["cds.number.book"]._get_book(
                assessment.institution_id, symbol, assessment.date.year
            )
            book.with_user(secretary).sudo(False).next_number = number
        end_turn()
        assessment.with_user(head).action_approve()
        end_turn()
        issue(assessment, secretary, "approved")
    return assessment


def issue(assessment, user, since):
    """Issue the drafts whose time has come, in the order of the dossier."""
    papers = assessment.with_user(user).document_ids.filtered(
        lambda paper: paper.state == "draft" and paper.type_id.since == since
    )
    papers.sorted(
        lambda paper: (paper.sequence, paper.criterion_code or "")
    ).action_issue()


def play_inspection(env):
    """Lead the demo inspection to its conclusion and issue its papers; return it.

    :param env: an Odoo environment
    """
    inspection = env.ref(f"{PREFIX}inspection_cao_minh_demo").with_context(lang="vi_VN")
    head = env.ref(f"{PREFIX}user_head_cao_minh_demo")
    mine = inspection.with_user(head)
    if inspection.state == "minutes":
        for row in inspection.inspected_ids:
            # who has no login says it to those who write the minutes
            row.with_user(row.user_id or head).opinion = "Nhất trí."
        mine.head_opinion = "Nhất trí với kết quả kiểm tra."
        mine.plan_id._make_papers()
        mine.plan_id.document_ids.sorted("sequence").action_issue()
        mine.action_report()
        mine.action_conclude()
        mine._make_papers()
        mine.document_ids.sorted("sequence").action_issue()
    return inspection
