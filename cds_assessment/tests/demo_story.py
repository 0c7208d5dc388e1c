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


def play(env, story):
    """Lead a dossier to its approval, unless that was done before; return it.

    :param env: an Odoo environment
    """
    assessment = env.ref(f"{PREFIX}assessment_{story.name}_demo").with_context(
        lang="vi_VN"
    )
    secretary = env.ref(f"{PREFIX}user_secretary_{story.name}_demo")
    head = env.ref(f"{PREFIX}user_head_{story.name}_demo")
    if assessment.state == "self":
        issue(assessment, secretary, "draft")
        assessment.with_user(secretary).action_to_council()
        assessment.with_user(secretary).action_conclude()
        issue(assessment, secretary, "concluded")
        for symbol, number in story.books:
            book = env["cds.number.book"]._get_book(
                assessment.institution_id, symbol, assessment.date.year
            )
            book.with_user(secretary).sudo(False).next_number = number
        assessment.with_user(head).action_approve()
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
