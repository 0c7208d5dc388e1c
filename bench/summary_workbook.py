"""The summary workbook of 1,000 schools, beside its cells alone.

The floor is what no program can do without: a statement fetches the rows of each kind,
and xlsxwriter writes the cells by the very calls that our workbook made, recorded
before. Rights, models and what is worked out come on top of it.
"""

import io

from odoo.addons.cds_assessment.report.summary.workbook import summary_workbook

from bench._floor import best_of, create_assessments, judge
from bench._tape import Tape

COUNT = 1000
# Above 1.3, which held beside a second workbook that sorted and worked out as well.
LIMIT = 1.6
HANDS = ("self", "council", "external", "final")
# What the sheets are made of: schools and dossiers, criteria, results, items, evidence
# of a school and of an item, what is late.
STATEMENTS = (
    """SELECT a.id, a.state, a.recognition_number, a.recognition_date, i.name, i.code,
        i.ownership, l.name, p.name
    FROM cds_assessment a JOIN cds_institution i ON i.id = a.institution_id
    JOIN cds_institution p ON p.id = i.parent_id
    JOIN cds_school_level l ON l.id = i.school_level_id
    WHERE a.campaign_id = %(campaign)s""",
    """SELECT id, parent_id, code, name, node, max_points, is_mandatory
    FROM cds_criterion""",
    """SELECT r.assessment_id, r.criterion_id, r.self_points, r.self_level_id,
        r.council_points, r.council_level_id, r.external_points, r.external_level_id,
        r.final_points, r.final_level_id
    FROM cds_assessment_result r JOIN cds_assessment a ON a.id = r.assessment_id
    WHERE a.campaign_id = %(campaign)s""",
    """SELECT l.assessment_id, l.criterion_id, l.council_points, l.council_met
    FROM cds_assessment_line l JOIN cds_assessment a ON a.id = l.assessment_id
    WHERE a.campaign_id = %(campaign)s AND a.state NOT IN ('self', 'council')""",
    """SELECT u.assessment_id, u.state, count(*) FROM cds_assessment_evidence u
    JOIN cds_assessment a ON a.id = u.assessment_id
    WHERE a.campaign_id = %(campaign)s GROUP BY u.assessment_id, u.state""",
    """SELECT l.assessment_id, l.criterion_id, count(*)
    FROM cds_assessment_evidence_line_rel r
    JOIN cds_assessment_line l ON l.id = r.line_id
    JOIN cds_assessment_evidence u ON u.id = r.use_id
    JOIN cds_assessment a ON a.id = l.assessment_id
    WHERE a.campaign_id = %(campaign)s AND u.state != 'rejected'
    GROUP BY l.assessment_id, l.criterion_id""",
    """SELECT i.name, p.name, m.product, d.date_due, d.state FROM cds_deliverable d
    JOIN cds_institution i ON i.id = d.institution_id
    JOIN cds_institution p ON p.id = i.parent_id
    JOIN cds_milestone m ON m.id = d.milestone_id
    WHERE d.campaign_id = %(campaign)s AND d.state IN ('todo', 'doing')""",
)


def create_campaign():
    """Create a campaign of 1,000 schools in every state, by SQL where it counts."""
    authorities = env["cds.institution"].create(
        [{"name": f"Xã số {n}", "kind": "authority"} for n in range(20)]
    )
    campaign = env["cds.campaign"].create(
        {
            "name": "Đợt đánh giá",
            "authority_id": authorities[0].id,
            "school_year_id": env.ref("cds_assessment.school_year_2023").id,
            "state": "launched",
        }
    )
    assessments = create_assessments(env, COUNT)
    milestone = env["cds.milestone"].create(
        {"campaign_id": campaign.id, "name": "Nộp báo cáo", "product": "Báo cáo"}
    )
    env.flush_all()
    run = env.cr.execute
    values = {
        "campaign": campaign.id,
        "milestone": milestone.id,
        "year": campaign.school_year_id.id,
        "authorities": authorities.ids,
        "levels": env["cds.school.level"].search([]).ids,
        "ids": assessments.ids,
    }
    run(
        """UPDATE cds_institution i SET code = 'M' || i.id,
            parent_id = (%(authorities)s)[1 + i.id %% 20],
            parent_path = (%(authorities)s)[1 + i.id %% 20] || '/' || i.id || '/',
            school_level_id = (%(levels)s)[1 + i.id %% 4]
        FROM cds_assessment a WHERE a.institution_id = i.id AND a.id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_campaign_institution_rel (campaign_id, institution_id)
        SELECT %(campaign)s, institution_id FROM cds_assessment
        WHERE id = ANY(%(ids)s)""",
        values,
    )
    run(
        """UPDATE cds_assessment SET campaign_id = %(campaign)s,
            state = (ARRAY['self', 'council', 'approved', 'external', 'reviewed',
                'recognised', 'recognised'])[1 + id %% 7],
            hand = (ARRAY['self', 'council', 'council', 'council', 'final', 'final',
                'final'])[1 + id %% 7],
            recognition_number = CASE WHEN id %% 7 > 4 THEN '9/QĐ' END,
            recognition_date = CASE WHEN id %% 7 > 4 THEN date '2024-06-10' END
        WHERE id = ANY(%(ids)s)""",
        values,
    )
    points = ", ".join(
        f"{hand}_points = least(c.max_points, (l.id * {n + 3} %% 13) / 2.0),"
        f" {hand}_met = (l.id + {n}) %% 3 > 0"
        for n, hand in enumerate(HANDS)
    )
    run(
        f"""UPDATE cds_assessment_line l SET status = 'done', {points}
        FROM cds_criterion c
        WHERE c.id = l.criterion_id AND l.assessment_id = ANY(%(ids)s)""",
        values,
    )
    points = ", ".join(
        f"{hand}_points = (r.id * {n + 3} %% 200) / 2.0, {hand}_level_id ="
        " (SELECT id FROM cds_level l WHERE l.framework_id = r.framework_id"
        f" AND l.number = 1 + (r.id + {n}) %% 3)"
        for n, hand in enumerate(HANDS)
    )
    run(
        f"""UPDATE cds_assessment_result r SET {points}
        WHERE r.assessment_id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_evidence (institution_id, name, kind, origin, active)
        SELECT a.institution_id, 'Minh chứng', 'plan', 'own', true
        FROM cds_assessment a, generate_series(1, 20) WHERE a.id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_assessment_evidence
            (assessment_id, institution_id, evidence_id, root_criterion_id, code,
                number, state)
        SELECT a.id, a.institution_id, e.id,
            (SELECT min(id) FROM cds_criterion WHERE framework_id = a.framework_id),
            'H' || e.id, e.id,
            (ARRAY['submitted', 'accepted', 'rejected', 'accepted'])[1 + e.id %% 4]
        FROM cds_assessment a
        JOIN cds_evidence e ON e.institution_id = a.institution_id
        WHERE a.id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_assessment_evidence_line_rel (use_id, line_id)
        SELECT u.id, l.id FROM cds_assessment_evidence u
        JOIN cds_assessment_line l ON l.assessment_id = u.assessment_id
        WHERE l.assessment_id = ANY(%(ids)s) AND (u.number + l.sequence) %% 17 = 0""",
        values,
    )
    run(
        """INSERT INTO cds_deliverable
            (milestone_id, campaign_id, institution_id, date_due, state)
        SELECT %(milestone)s, %(campaign)s, institution_id, date '2024-06-12',
            (ARRAY['todo', 'doing', 'done'])[1 + id %% 3]
        FROM cds_assessment WHERE id = ANY(%(ids)s)""",
        values,
    )
    run("ANALYZE cds_assessment, cds_assessment_line, cds_assessment_result")
    env.invalidate_all()
    return campaign


def ours():
    env.invalidate_all()
    return summary_workbook(campaign._get_summary())


def floor(calls):
    """Fetch the rows and write the cells, nothing between."""
    for statement in STATEMENTS:
        env.cr._obj.execute(statement, {"campaign": campaign.id})
        env.cr._obj.fetchall()
    for call, args, kwargs in calls:
        call(*args, **kwargs)


def play():
    """Time the floor once on a tape that is threaded anew, in seconds."""
    calls = tape.thread(io.BytesIO())
    return best_of(1, lambda: floor(calls))


campaign = create_campaign().with_user(env.ref("base.user_admin"))
tape = Tape(ours)
print(f"  {len(tape.calls)} calls, {len(ours()) // 1024} KB")
# in turns, so that both have the same share of a machine that does other things too
times = [(best_of(1, ours), play()) for _ in range(5)]
judge(
    "summary workbook of 1,000 schools",
    min(mine for mine, _theirs in times),
    min(theirs for _mine, theirs in times),
    LIMIT,
)
env.cr.rollback()
