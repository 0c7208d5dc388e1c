"""One row of a sheet saved, as its cell is left: its queries and its time.

The item of the dossier stands among 800,000 items, the review has the school's points
beside the team's, the figure is told in the chatter. The floor is a bare
``web_save`` of a model with three fields: ``cds.school.level``.
"""

from odoo.tools import SQL

from bench._floor import best_of, create_assessments, judge

MOST_QUERIES = 15
ROWS = 800_000
# A row is checked, scored and stored with its rights and its history, and the sums of
# the whole sheet are answered beside it.
LIMIT = 40


def save(record, vals, specification):
    """Save as the web client does, guarded by the version that it has seen."""
    record.web_save({**vals, "base_stamp": record.stamp}, specification)
    env.flush_all()


def count_queries(record, vals, specification):
    """Count the queries of a save by a client that has just come."""
    stamp = record.stamp
    env.flush_all()
    env.invalidate_all()
    before = env.cr.sql_log_count
    record.web_save({**vals, "base_stamp": stamp}, specification)
    env.flush_all()
    return env.cr.sql_log_count - before


def specify(names, parent, sums):
    return {
        **{name: {} for name in names},
        parent: {"fields": {name: {} for name in sums}},
    }


POINTS = specify(
    ("self_points", "status", "stamp"), "assessment_id", ("score_board", "refusals")
)


def add_rows(dossier, count):
    """Fill the table with the items of dossiers that nobody looks at."""
    env.flush_all()
    copies = SQL("generate_series(1, %s)", count // len(dossier.line_ids))
    names = [
        name
        for name, field in dossier._fields.items()
        # the figures of the school year are not theirs
        if field.store
        and field.column_type
        and name not in ("id", "state", "profile_id")
    ]
    columns = SQL(", ").join(map(SQL.identifier, names))
    env.cr.execute(
        SQL(
            """
            WITH copy AS (
                INSERT INTO cds_assessment (state, %(columns)s)
                SELECT 'cancelled', %(columns)s
                FROM cds_assessment, %(copies)s
                WHERE id = %(id)s
                RETURNING id
            )
            INSERT INTO cds_assessment_line (
                assessment_id, criterion_id, sequence, status, self_points, self_met)
            SELECT copy.id, criterion_id, sequence, status, 0, false
            FROM cds_assessment_line, copy
            WHERE assessment_id = %(id)s
            """,
            columns=columns,
            copies=copies,
            id=dossier.id,
        )
    )
    env.cr.execute("ANALYZE cds_assessment_line, cds_assessment")


def cycle():
    while True:
        yield from (1, 2, 3, 4, 5)


def create_user(login, role, institution):
    """Create a user as there are in life: rules and rights cost queries, too."""
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "group_ids": [
                (4, env.ref("base.group_user").id),
                (4, env.ref(f"cds_assessment.group_{role}").id),
            ],
            "cds_institution_ids": [(6, 0, institution.ids)],
            "lang": "en_US",
        }
    )


def judge_row(name, line, values, specification):
    """Judge one row of a sheet: queries, then time beside the floor."""
    count_queries(line, values(6), specification)  # rules and sets are read once
    queries = count_queries(line, values(5), specification)
    print(f"  {name}: {queries} queries (limit {MOST_QUERIES})")
    numbers = cycle()

    def run():
        save(line, values(next(numbers)), specification)

    judge(name, best_of(20, run, env.invalidate_all), floor, LIMIT)
    return queries


level = env["cds.school.level"].search([], limit=1)
numbers = cycle()
floor = best_of(
    20,
    lambda: (
        level.web_save({"sequence": next(numbers)}, {"sequence": {}}),
        env.flush_all(),
    ),
    env.invalidate_all,
)

# the dossier, the team's sheet and the year's figures of one school
dossier = create_assessments(env, 1)
dossier.action_start()
item = dossier.line_ids.filtered(lambda line: line.code == "1.3.1")
authority = env["cds.institution"].create({"name": "Sở", "kind": "authority"})
team = env["cds.council"].create(
    {
        "name": "Đoàn",
        "kind": "external",
        "institution_id": authority.id,
        "school_year_id": dossier.school_year_id.id,
    }
)
secretary = create_user("secretary", "council", dossier.institution_id)
reviewer = create_user("reviewer", "reviewer", authority)
team.member_ids = [(0, 0, {"user_id": reviewer.id, "role": "chair"})]
reviewed = create_assessments(env, 1, start=1)
reviewed.team_id = team
reviewed._set_state("external")
review = env["cds.review"]._create_for(reviewed, team)
profile = env["cds.profile"].create(
    {
        "institution_id": dossier.institution_id.id,
        "school_year_id": dossier.school_year_id.id,
    }
)
figure = profile.value_ids[0]

counts = {}
for rows in (0, ROWS):
    if rows:
        add_rows(dossier, rows)
    counts[rows] = [
        judge_row(
            "an item of the score sheet",
            item.with_user(secretary),
            lambda number: {"self_points": number, "status": "done"},
            POINTS,
        ),
        judge_row(
            "an item of the review",
            review.with_user(reviewer).line_ids[2],
            lambda number: {"points": number, "is_met": True, "status": "done"},
            specify(
                ("points", "status", "is_different", "stamp"),
                "review_id",
                ("score_board", "refusals"),
            ),
        ),
        judge_row(
            "a figure of the school year",
            figure.with_user(secretary),
            lambda number: {"value": number, "is_known": True},
            specify(
                ("value", "is_known", "source", "source_note", "stamp"),
                "profile_id",
                ("known_count", "total_count"),
            ),
        ),
    ]
if max(counts[0]) > MOST_QUERIES or counts[0] != counts[ROWS]:
    print(f"  queries: {counts}")
    raise SystemExit(1)
env.cr.rollback()
