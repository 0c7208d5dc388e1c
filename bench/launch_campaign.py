"""Launching a campaign for 1,000 schools, beside a raw INSERT of the same rows.

The floor inserts the very rows that the launch made, read back before, by multi-row
INSERTs of 1,000 rows each. Meanwhile a server on the same database is asked for a page
again and again. The memory of the batch must not grow with the schools: what it takes
for 1,000 is set beside what it takes for 200.
"""

import ctypes
import gc
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path

from psycopg2.extras import execute_values

from bench._floor import judge

COUNT = 1000
FEW = 200
LIMIT = 1.0
MOST_GROWTH_MB = 16
MOST_SECONDS = 3
TABLES = (
    "cds_assessment",
    "cds_assessment_line",
    "cds_assessment_result",
    "cds_deliverable",
)


def create_campaign(count):
    """Give a campaign of so many schools, launched but for its rows."""
    authority = env["cds.institution"].create(
        {"name": f"Phòng GDĐT {time.time()}", "kind": "authority"}
    )
    schools = env["cds.institution"].create(
        [
            {"name": f"Trường số {number}", "parent_id": authority.id}
            for number in range(count)
        ]
    )
    campaign = env["cds.campaign"].create(
        {
            "name": "Đợt đánh giá",
            "authority_id": authority.id,
            "school_year_id": env.ref("cds_assessment.school_year_2023").id,
            "template_id": env.ref("cds_assessment.milestone_template_plan").id,
            "institution_ids": [(6, 0, schools.ids)],
        }
    )
    campaign.action_launch()
    env.cr.commit()
    env.invalidate_all()
    return campaign


def launch_rows(campaign):
    """Make the rows chunk by chunk as the scheduler does, without the notices."""
    while campaign._get_incomplete_count():
        campaign._launch_chunk()
        env["ir.cron"]._commit_progress()
        env.invalidate_all()


class Visitor(threading.Thread):
    """Asks the server for a page again and again; keeps how long it took."""

    def __init__(self):
        super().__init__(daemon=True)
        self.url = f"{env['ir.config_parameter'].get_param('report.url')}/web/login"
        self.took, self.gone = [], threading.Event()

    def run(self):
        while not self.gone.is_set():
            start = time.perf_counter()
            with urllib.request.urlopen(self.url, timeout=60) as response:
                response.read()
            self.took.append(time.perf_counter() - start)
            time.sleep(0.05)

    def leave(self):
        self.gone.set()
        self.join()


def memory(name):
    """Read a line of this process's status, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {name} on this system")


def grow(run):
    """Give by how many MB the process grew at most during a run, and its seconds."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # forgets the highest mark
    before, clock = memory("VmRSS"), time.perf_counter()
    run()
    return memory("VmHWM") - before, time.perf_counter() - clock


def read_rows(table, column, campaign):
    env.cr.execute(f"SELECT * FROM {table} WHERE {column} ORDER BY id", (campaign.id,))
    return [field.name for field in env.cr.description], env.cr.fetchall()


def floor_of(campaign):
    """Insert the rows of a campaign once more, raw; give the seconds."""
    of_campaign = "campaign_id = %s"
    of_dossier = f"assessment_id IN (SELECT id FROM cds_assessment WHERE {of_campaign})"
    conditions = dict(
        zip(TABLES, (of_campaign, of_dossier, of_dossier, of_campaign), strict=True)
    )
    rows = {
        table: read_rows(table, condition, campaign)
        for table, condition in conditions.items()
    }
    print("  " + ", ".join(f"{len(rows[table][1]):,} {table}" for table in TABLES))
    for table in reversed(TABLES):
        env.cr.execute(f"DELETE FROM {table} WHERE {conditions[table]}", (campaign.id,))
    env.cr.commit()
    start = time.perf_counter()
    for table, (columns, values) in rows.items():
        # the cursor below Odoo's: nothing of ours in the floor
        execute_values(
            env.cr._obj,
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES %s",
            values,
            page_size=1000,
        )
        env.cr.commit()
    return time.perf_counter() - start


launch_rows(create_campaign(10))  # what is read once is read before
few = create_campaign(FEW)
little, _seconds = grow(lambda: launch_rows(few))
runs = []
for _number in range(2):
    campaign = create_campaign(COUNT)
    visitor = Visitor()
    visitor.start()
    much, ours = grow(partial(launch_rows, campaign))
    visitor.leave()
    runs.append((ours, floor_of(campaign), much, max(visitor.took)))
    print(
        f"  meanwhile {len(visitor.took)} pages, the slowest in "
        f"{max(visitor.took) * 1000:.0f} ms (limit {MOST_SECONDS} s)"
    )
growth = max(0, min(run[2] for run in runs) - little)
print(
    f"  {COUNT} schools take {growth:.1f} MB more memory than {FEW} "
    f"(limit {MOST_GROWTH_MB})"
)
judge(
    "launching a campaign for 1,000 schools",
    min(run[0] for run in runs),
    min(run[1] for run in runs),
    LIMIT,
)
if growth > MOST_GROWTH_MB or min(run[3] for run in runs) > MOST_SECONDS:
    raise SystemExit(1)
