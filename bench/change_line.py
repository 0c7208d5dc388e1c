"""One line's change: its queries, the same for 1 and 1,000 assessments, and its time.

The floor writes a field of a model with three fields: ``cds.school.level``.
"""

from bench._floor import best_of, create_assessments, judge

MOST_QUERIES = 15
# A change of points is checked, scored and stored in the results: it reads the lines
# and the results of its assessment and writes two results beside the line.
LIMIT = 25


def change(record, field, values):
    """Give a function that writes another value each time it is called."""
    values = iter(values)

    def run():
        record.write({field: next(values)})
        env.flush_all()

    return run


def count_queries(line, points):
    env.invalidate_all()
    before = env.cr.sql_log_count
    line.write({"self_points": points})
    env.flush_all()
    return env.cr.sql_log_count - before


def cycle():
    while True:
        yield from (1, 2, 3, 4, 5)


one = create_assessments(env, 1)
one.action_start()
line = one.line_ids.filtered(lambda line: line.code == "1.3.1")
count_queries(line, 6)
few = count_queries(line, 5)
create_assessments(env, 999, start=1)
env.flush_all()
many = count_queries(line, 4)
print(f"  queries: {few} with 1 assessment, {many} with 1,000")
if few > MOST_QUERIES or many != few:
    raise SystemExit(1)

level = env["cds.school.level"].search([], limit=1)
ours = best_of(30, change(line, "self_points", cycle()), env.invalidate_all)
floor = best_of(30, change(level, "sequence", cycle()), env.invalidate_all)
judge("changing one line among 1,000 assessments", ours, floor, LIMIT)
env.cr.rollback()
