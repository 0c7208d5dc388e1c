"""Creating 1,000 assessments with lines and results, beside a raw INSERT of the rows.

The floor inserts the very rows that the public API made, read back before, by
multi-row INSERTs of 1,000 rows each.
"""

import time

from psycopg2.extras import execute_values

from bench._floor import create_assessments, judge

COUNT = 1000
LIMIT = 1.5
TABLES = ("cds_assessment", "cds_assessment_line", "cds_assessment_result")


def read_rows(cr, table):
    cr.execute(f"SELECT * FROM {table} ORDER BY id")
    return [column.name for column in cr.description], cr.fetchall()


def insert_rows(cr, table, columns, rows):
    # the cursor below Odoo's: nothing of ours in the floor
    execute_values(
        cr._obj,
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES %s",
        rows,
        page_size=1000,
    )


def measure():
    schools = env["cds.institution"].create(
        [{"name": f"Trường {number}"} for number in range(COUNT)]
    )
    env.flush_all()
    vals = {
        "framework_id": env.ref("cds_assessment.framework_4725").id,
        "school_year_id": env.ref("cds_assessment.school_year_2023").id,
    }
    start = time.perf_counter()
    made = env["cds.assessment"].create(
        [{"institution_id": school.id, **vals} for school in schools]
    )
    env.flush_all()
    ours = time.perf_counter() - start
    print(f"  {len(made)} assessments, {len(made.line_ids)} lines", end=", ")
    print(f"{len(made.result_ids)} results")

    rows = {table: read_rows(env.cr, table) for table in TABLES}
    for table in reversed(TABLES):
        env.cr.execute(f"DELETE FROM {table}")
    start = time.perf_counter()
    for table, (columns, values) in rows.items():
        insert_rows(env.cr, table, columns, values)
    floor = time.perf_counter() - start
    env.cr.rollback()
    return ours, floor


create_assessments(env, 10)  # what is read once is read before
env.cr.rollback()
runs = [measure() for _ in range(3)]
judge(
    "creating 1,000 assessments",
    min(ours for ours, _floor in runs),
    min(floor for _ours, floor in runs),
    LIMIT,
)
