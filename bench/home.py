"""The home page of a province with 27,005 schools, beside the same sums in bare SQL.

The floor counts what the page tells, by a statement for each sort of number, through
the same rule: the schools below the officer's authority, and those that it assesses.
"""

from bench._floor import best_of, create_assessments, judge

COUNT = 27005
COMMUNES = 150
LIMIT = 1.5
MOST_QUERIES = 60
HAND = """CASE WHEN a.state IN ('recognised', 'published') THEN 'final'
    WHEN a.state = 'reviewed' THEN 'external'
    WHEN a.state IN ('submitted', 'external') THEN 'council' END"""
# The dossiers that the officer may see.
SEEN = f"""WITH a AS (
    SELECT a.id, a.state, a.institution_id, i.school_level_id, {HAND} AS hand
    FROM cds_assessment a JOIN cds_institution i ON i.id = a.institution_id
    LEFT JOIN cds_institution o ON o.id = i.assessor_id
    WHERE a.campaign_id = %(campaign)s AND a.state != 'cancelled'
    AND (i.parent_path LIKE %(path)s OR o.parent_path LIKE %(path)s))"""
LATE = """d.campaign_id = %(campaign)s AND m.side = 'school' AND NOT m.is_done_above
    AND d.state IN ('todo', 'doing') AND d.date_due < current_date"""
STATEMENTS = (
    f"{SEEN} SELECT state, count(*) FROM a GROUP BY state",
    f"""{SEEN} SELECT a.state, count(DISTINCT a.id) FROM a
    JOIN cds_deliverable d ON d.assessment_id = a.id
    JOIN cds_milestone m ON m.id = d.milestone_id WHERE {LATE} GROUP BY a.state""",
    f"""{SEEN} SELECT d.institution_id, max(current_date - d.date_due), count(*)
    FROM a JOIN cds_deliverable d ON d.assessment_id = a.id
    JOIN cds_milestone m ON m.id = d.milestone_id WHERE {LATE}
    GROUP BY d.institution_id ORDER BY 2 DESC""",
    f"""{SEEN} SELECT a.hand, r.criterion_id, l.number, count(*), sum(points)
    FROM a JOIN cds_assessment_result r ON r.assessment_id = a.id
    CROSS JOIN LATERAL (SELECT
        CASE a.hand WHEN 'final' THEN r.final_points
            WHEN 'external' THEN r.external_points ELSE r.council_points END AS points,
        CASE a.hand WHEN 'final' THEN r.final_level_id
            WHEN 'external' THEN r.external_level_id ELSE r.council_level_id END
            AS level_id) shown
    LEFT JOIN cds_level l ON l.id = shown.level_id
    WHERE r.node = 'group' AND a.hand IS NOT NULL GROUP BY 1, 2, 3""",
    f"""{SEEN} SELECT r.criterion_id, a.school_level_id, count(*),
        sum(100 * CASE a.hand WHEN 'final' THEN r.final_points
            WHEN 'external' THEN r.external_points ELSE r.council_points END
            / c.max_points),
        sum(r.council_points - r.external_points) FILTER (WHERE a.hand != 'council')
    FROM a JOIN cds_assessment_result r ON r.assessment_id = a.id
    JOIN cds_criterion c ON c.id = r.criterion_id
    WHERE r.node = 'criterion' AND c.max_points > 0 AND a.hand IS NOT NULL
    GROUP BY 1, 2""",
)


def create_province():
    """Create a province with its campaign, schools in every state, by SQL where it
    counts.

    :return: the campaign, and the user of its officer
    """
    institutions = env["cds.institution"]
    province = institutions.create({"name": "Sở", "kind": "authority"})
    communes = institutions.create(
        [
            {"name": f"Xã số {n}", "kind": "authority", "parent_id": province.id}
            for n in range(COMMUNES)
        ]
    )
    campaign = env["cds.campaign"].create(
        {
            "name": "Đợt đánh giá",
            "authority_id": province.id,
            "school_year_id": env.ref("cds_assessment.school_year_2023").id,
            "state": "launched",
            "milestone_ids": [(0, 0, {"name": "Nộp hồ sơ", "product": "Hồ sơ"})],
        }
    )
    for start in range(0, COUNT, 1000):
        number = min(1000, COUNT - start)
        create_assessments(env, number, start)
        env.flush_all()
        env.invalidate_all()
    values = {
        "campaign": campaign.id,
        "milestone": campaign.milestone_ids.id,
        "communes": communes.ids,
        "path": province.parent_path,
        "levels": env["cds.school.level"].search([]).ids,
    }
    for statement in (
        """UPDATE cds_institution i SET
            parent_id = (%(communes)s)[1 + i.id %% 150],
            parent_path = %(path)s || (%(communes)s)[1 + i.id %% 150] || '/' || i.id
                || '/',
            school_level_id = (%(levels)s)[1 + i.id %% 4]
        FROM cds_assessment a WHERE a.institution_id = i.id""",
        """INSERT INTO cds_campaign_institution_rel (campaign_id, institution_id)
        SELECT %(campaign)s, institution_id FROM cds_assessment""",
        """UPDATE cds_assessment SET campaign_id = %(campaign)s,
            state = (ARRAY['self', 'council', 'submitted', 'external', 'reviewed',
                'recognised'])[1 + id %% 6],
            hand = (ARRAY['self', 'council', 'council', 'council', 'final', 'final'])
                [1 + id %% 6]""",
        """UPDATE cds_assessment_result r SET council_points = (r.id * 3 %% 200) / 2.0,
            external_points = (r.id * 5 %% 200) / 2.0,
            final_points = (r.id * 7 %% 200) / 2.0,
            council_level_id = l.id, external_level_id = l.id, final_level_id = l.id
        FROM cds_level l WHERE l.framework_id = r.framework_id
        AND l.number = 1 + r.id %% 3""",
        """INSERT INTO cds_deliverable
            (milestone_id, campaign_id, institution_id, assessment_id, date_due, state)
        SELECT %(milestone)s, %(campaign)s, institution_id, id, date '2024-06-12',
            (ARRAY['todo', 'doing', 'done'])[1 + id %% 3]
        FROM cds_assessment""",
    ):
        env.cr.execute(statement, values)
    env.cr.execute(
        "ANALYZE cds_assessment, cds_assessment_result, cds_deliverable, "
        "cds_institution, cds_campaign_institution_rel"
    )
    env.invalidate_all()
    officer = env["res.users"].create(
        {
            "name": "Chuyên viên",
            "login": "cds_bench_officer",
            "group_ids": [(4, env.ref("cds_assessment.group_officer").id)],
            "cds_institution_ids": [(4, province.id)],
        }
    )
    return campaign, officer


def ours():
    env.invalidate_all()
    return env["cds.home"].with_user(officer).get_home()


def floor():
    values = {"campaign": campaign.id, "path": f"{campaign.authority_id.parent_path}%"}
    for statement in STATEMENTS:
        env.cr._obj.execute(statement, values)
        env.cr._obj.fetchall()


campaign, officer = create_province()
shown = ours()["authority"]
before = env.cr.sql_log_count
ours()
queries = env.cr.sql_log_count - before
print(f"  {shown['schools']['count']} schools, {queries} queries")
if shown["schools"]["count"] != COUNT or queries > MOST_QUERIES:
    raise SystemExit(f"not {COUNT} schools, or more than {MOST_QUERIES} queries")
times = [(best_of(1, ours), best_of(1, floor)) for _ in range(5)]
judge(
    f"home page at {COUNT:,} schools",
    min(mine for mine, _theirs in times),
    min(theirs for _mine, theirs in times),
    LIMIT,
)
env.cr.rollback()
