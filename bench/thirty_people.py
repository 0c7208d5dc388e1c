"""Thirty people on one dossier, each saving items of their own, all at once.

The floor is thirty people who each write a row of their own of a model with three
fields, ``cds.school.level``: what threads, commits and this machine cost. Both go the
way of a request: committed, and tried again where the database refuses.
"""

import threading
import time
from unittest.mock import patch

from odoo.fields import Command
from odoo.service.model import retrying

PEOPLE = 30
SAVES = 5
# The slowest save of all beside the slowest bare write. A save checks rights, scores
# and keeps the ledger: see change_line.py.
LIMIT = 25
# Retries wait for seconds: there must be none.
MOST_RETRIES = 0


def run_all(records, change):
    """Let everybody change a record of their own, some times.

    :param change: called with the record, in an environment of its own, and a number
    :return: the slowest answer in seconds, and how often Odoo tried again
    """
    slowest, retries = [0.0], [0]
    ready = threading.Barrier(len(records))

    def wait(*_args):
        retries[0] += 1
        return 0.01

    def work(record):
        ready.wait()
        for number in range(SAVES):
            start = time.perf_counter()
            with registry.cursor() as cr:
                mine = env(cr=cr)
                retrying(lambda n=number, m=mine: change(record.with_env(m), n), mine)
            slowest[0] = max(slowest[0], time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(record,)) for record in records]
    with patch("odoo.service.model.random.uniform", wait):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return slowest[0], retries[0]


def create_dossier():
    """Create a dossier with an item for each of the people."""
    framework = env["cds.framework"].create(
        {
            "name": "Thirty",
            "code": "30",
            "level_ids": [
                Command.create({"number": number, "name": f"Mức độ {number}"})
                for number in (1, 2)
            ],
        }
    )
    group = env["cds.criterion"].create(
        {
            "framework_id": framework.id,
            "node": "group",
            "code": "1",
            "name": "Group",
            "measure": False,
            "max_points": 2 * PEOPLE,
            "band_ids": [
                Command.create(
                    {
                        "level_id": level.id,
                        "lower": PEOPLE * number,
                        "lower_included": True,
                        "upper": PEOPLE * (number + 1),
                        "upper_included": number == 1,
                    }
                )
                for number, level in enumerate(framework.level_ids)
            ],
        }
    )
    env["cds.criterion"].create(
        [
            {
                "framework_id": framework.id,
                "parent_id": group.id,
                "code": f"1.{number}",
                "name": f"Item {number}",
                "max_points": 2,
            }
            for number in range(PEOPLE)
        ]
    )
    framework.action_publish()
    school = env["cds.institution"].create({"name": "Trường"})
    dossier = env["cds.assessment"].create(
        {
            "institution_id": school.id,
            "framework_id": framework.id,
            "school_year_id": env.ref("cds_assessment.school_year_2023").id,
        }
    )
    dossier.action_start()
    return dossier


registry = env.registry
dossier = create_dossier()
lines = dossier.line_ids
levels = env["cds.school.level"].create(
    [{"name": f"Cấp {n}", "code": f"b{n}"} for n in range(len(lines))]
)
env.cr.commit()

floor, _tries = run_all(levels, lambda level, n: level.write({"sequence": n + 100}))
ours, tries = run_all(
    lines, lambda line, n: line.write({"self_points": (n + 1) % 2 / 2})
)

env.invalidate_all()
total = sum(dossier.line_ids.mapped("self_points"))
stored = sum(
    result.self_points for result in dossier.result_ids if result.node == "group"
)
print(
    f"  {len(lines)} people, {SAVES} saves each: slowest {ours * 1000:.0f} ms beside "
    f"{floor * 1000:.0f} ms of a bare write, {tries} tried again; lines {total}, "
    f"results {stored}"
)
if tries > MOST_RETRIES or total != stored or ours > LIMIT * floor:
    raise SystemExit(1)
