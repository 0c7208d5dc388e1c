"""Read from the records what the plan of improvements tells."""

from ..papers.improvement_facts import Improvement, ImprovementFacts
from .papers import head_facts
from .registry import reads


@reads("improvement_plan")
def improvement_facts(document):
    """Read the facts of the plan of improvements after an assessment.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.improvement_facts.ImprovementFacts
    """
    improvements = document.assessment_id.improvement_ids.filtered(
        lambda improvement: improvement.state != "dropped"
    )
    return ImprovementFacts(
        **head_facts(document),
        improvements=tuple(map(read_improvement, improvements)),
    )


def read_improvement(improvement):
    """Return an improvement as paper and workbook tell of it."""
    states = dict(improvement._fields["state"]._description_selection(improvement.env))
    return Improvement(
        item=improvement.assessment_line_id.code or "",
        text=improvement.name,
        # sudo: whoever may read what is to be done may read who does it
        responsible=improvement.sudo().user_id.name or "",
        deadline=improvement.deadline or None,
        cost=improvement.cost,
        state=states[improvement.state],
        outcome=improvement.outcome or "",
        note=improvement.note or "",
    )
