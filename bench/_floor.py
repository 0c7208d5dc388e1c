"""What every benchmark does: time something, set it beside its floor, judge."""

import gc
import time


def best_of(times, run, before=None):
    """Give the shortest of some runs, in seconds.

    :param run: what is timed
    :param before: what is done before each run, untimed
    """
    durations = []
    for _ in range(times):
        if before:
            before()
        gc.collect()
        start = time.perf_counter()
        run()
        durations.append(time.perf_counter() - start)
    return min(durations)


def judge(name, ours, floor, limit):
    """Print both times and their ratio.

    :raise SystemExit: when the ratio is above the limit
    """
    ratio = ours / floor
    verdict = "ok" if ratio <= limit else "TOO SLOW"
    print(
        f"  {name}: {ours * 1000:.1f} ms beside {floor * 1000:.1f} ms, "
        f"ratio {ratio:.2f} (limit {limit}) {verdict}"
    )
    if ratio > limit:
        raise SystemExit(1)


def create_assessments(env, count, start=0):
    """Create schools and an assessment for each, through the public API.

    :return: the assessments
    """
    framework = env.ref("cds_assessment.framework_4725")
    year = env.ref("cds_assessment.school_year_2023")
    schools = env["cds.institution"].create(
        [{"name": f"Trường số {number}"} for number in range(start, start + count)]
    )
    env.flush_all()
    return env["cds.assessment"].create(
        [
            {
                "institution_id": school.id,
                "framework_id": framework.id,
                "school_year_id": year.id,
            }
            for school in schools
        ]
    )
