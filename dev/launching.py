"""A campaign is launched on a server that is killed in the middle, and started again.

The officer presses the button; the scheduler of the same server makes the rows. While
it does, the officer's screen asks how far it is, as the form does. Then the server is
killed, without a chance to clear up. Another server goes on. In the end nothing may be
doubled and nothing missing, and another run may change nothing.
"""

import os
import threading
import time
from signal import SIGKILL

from dev.errors import HostError
from dev.together import Client

SCHOOLS = 500
OFFICER = "cds_launching"
PATIENCE = 60
MOST_SECONDS = 3
# Run in Odoo's shell beforehand: an authority, its officer, and schools.
SETUP = f"""
authority = env["cds.institution"].create({{"name": "Launching", "kind": "authority"}})
env["res.users"].create({{
    "name": "{OFFICER}", "login": "{OFFICER}", "password": "{OFFICER}",
    "group_ids": [(4, env.ref("cds_assessment.group_officer").id)],
    "cds_institution_ids": [(4, authority.id)],
}})
schools = env["cds.institution"].create([
    {{"name": "Launched %s" % number, "parent_id": authority.id}}
    for number in range({SCHOOLS})
])
head = env["res.users"].create({{
    "name": "cds_launching_head", "login": "cds_launching_head",
    "email": "head@example.com",
    "group_ids": [(4, env.ref("cds_assessment.group_head").id)],
    "cds_institution_ids": [(4, school.id) for school in schools[:30]],
}})
env.cr.commit()
"""
# Rows of the campaign, and how many there are to be.
MINE = "campaign_id = (SELECT max(id) FROM cds_campaign)"
DOSSIERS = f"SELECT id FROM cds_assessment WHERE {MINE}"
COUNTS = {
    "dossiers": (f"SELECT count(*) FROM cds_assessment WHERE {MINE}", SCHOOLS),
    "schools with a dossier": (
        f"SELECT count(DISTINCT institution_id) FROM cds_assessment WHERE {MINE}",
        SCHOOLS,
    ),
    "dossiers without all items": (
        f"SELECT count(*) FROM cds_assessment a WHERE {MINE} AND "
        "(SELECT count(*) FROM cds_assessment_line l WHERE l.assessment_id = a.id) != "
        "(SELECT count(*) FROM cds_criterion c WHERE c.framework_id = a.framework_id "
        "AND c.node = 'item')",
        0,
    ),
    "dossiers without all results": (
        f"SELECT count(*) FROM cds_assessment a WHERE {MINE} AND "
        "(SELECT count(*) FROM cds_assessment_result l WHERE l.assessment_id = a.id) "
        "!= (SELECT count(*) FROM cds_criterion c WHERE c.framework_id = "
        "a.framework_id AND c.node != 'item')",
        0,
    ),
    "deliverables": (
        f"SELECT count(*) FROM cds_deliverable WHERE {MINE}",
        SCHOOLS * 5 + 4,
    ),
    "schools informed": (
        f"SELECT count(*) FROM cds_assessment WHERE {MINE} AND is_campaign_told",
        SCHOOLS,
    ),
    "activities": (
        "SELECT count(*) FROM mail_activity WHERE res_model = 'cds.assessment' "
        f"AND res_id IN ({DOSSIERS})",
        30,
    ),
}


class Screen(threading.Thread):
    """The officer's form, which asks how far the launch is; keeps how long it took."""

    def __init__(self, client, campaign):
        super().__init__(daemon=True)
        self.client, self.campaign = client, campaign
        self.took, self.seen, self.gone = [], [], threading.Event()

    def run(self):
        """Ask until told to leave, or until the server is gone."""
        names = ["name", "is_launching", "launch_progress", "ready_count"]
        while not self.gone.is_set():
            start = time.monotonic()
            try:
                [row] = self.client.call("cds.campaign", "read", [self.campaign], names)
            except OSError:
                return
            self.took.append(time.monotonic() - start)
            self.seen.append(row["ready_count"])
            time.sleep(0.05)


def launch(port, database):
    """Make a campaign of the schools and launch it; return the client and its id."""
    client = Client(f"http://127.0.0.1:{port}", database, OFFICER)
    call = client.call
    [authority] = call("cds.institution", "search", [["name", "=", "Launching"]])
    schools = call(
        "cds.institution",
        "search",
        [["kind", "=", "school"], ["parent_id", "=", authority]],
    )
    [template] = call("cds.milestone.template", "search", [["name", "like", "06/KH"]])
    [year] = call("cds.school.year", "search", [["name", "=", "2024-2025"]])
    campaign = call(
        "cds.campaign",
        "create",
        {
            "name": "Launching",
            "authority_id": authority,
            "school_year_id": year,
            "template_id": template,
            "institution_ids": [[6, 0, schools]],
        },
    )
    call("cds.campaign", "action_launch", [campaign])
    return client, campaign


def count(host, database, what):
    """Return a number of the database."""
    [number] = host.server.query(database, COUNTS[what][0])
    return int(number)


def kill_in_the_middle(host, database, process, client, campaign):
    """Kill the server once some rows are there; return what is wrong."""
    screen = Screen(client, campaign)
    screen.start()
    _wait(lambda: count(host, database, "dossiers") >= 1, "rows")
    # The whole session: the program is started by another one.
    os.killpg(process.pid, SIGKILL)
    process.wait()
    screen.gone.set()
    screen.join()
    made = count(host, database, "dossiers")
    print(
        f"      killed with {made} of {SCHOOLS} dossiers; meanwhile {len(screen.took)} "
        f"answers, the slowest in {max(screen.took, default=0):.2f} s"
    )
    if not made < SCHOOLS:
        yield "the launch was over before the server was killed: nothing was tried"
    if max(screen.took, default=0) > MOST_SECONDS:
        yield f"the server took {max(screen.took):.1f} s to answer meanwhile"


def go_on(host, database):
    """Let another server go on until the launch is over; return what is wrong."""
    wake(host, database)
    _wait(lambda: not _is_launching(host, database), "the launch to end")
    yield from check(host, database)
    before = {what: count(host, database, what) for what in COUNTS}
    host.server.query(
        database, f"UPDATE cds_campaign SET is_launching = true WHERE {_LATEST}"
    )
    wake(host, database)
    _wait(lambda: not _is_launching(host, database), "another run to end")
    after = {what: count(host, database, what) for what in COUNTS}
    if after != before:
        yield f"another run changed something: {before}, {after}"


_LATEST = "id = (SELECT max(id) FROM cds_campaign)"


def wake(host, database):
    """Wake the scheduler of the servers that run, as Odoo's ``_trigger`` does."""
    host.server.query(
        database,
        "INSERT INTO ir_cron_trigger (cron_id, call_at) SELECT res_id, "
        "now() AT TIME ZONE 'UTC' FROM ir_model_data "
        "WHERE name = 'ir_cron_launch_campaigns'",
    )
    host.server.query("postgres", f"NOTIFY cron_trigger, '{database}'")


def check(host, database):
    """Say which numbers are not what they are to be."""
    for what, (_sql, expected) in COUNTS.items():
        found = count(host, database, what)
        if found != expected:
            yield f"{what}: {found}, not {expected}"


def _is_launching(host, database):
    sql = f"SELECT is_launching IS TRUE FROM cds_campaign WHERE {_LATEST}"
    return host.server.query(database, sql) == ["t"]


def _wait(condition, what):
    """Wait until something holds; raises ``HostError``."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise HostError("launching a campaign", f"waited {PATIENCE} s for {what}")
