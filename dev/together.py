"""Many people score the items of one assessment at once, on two servers.

Each reads the version of an item, waits a moment, and writes points based on it, as the
form does. In the end lines, results and ledger must agree, nothing that was accepted
may be lost, and each conflict must have been answered with who and when.
"""

import json
import random
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

USERS = 20
CHANGES = 15
ITEMS = 8
PREFIX = "cds_together_"

# Run in Odoo's shell beforehand: the users, and a dossier that they share.
SETUP = f"""
school = env["cds.institution"].create({{"name": "Together"}})
group = env.ref("cds_assessment.group_council")
for number in range({USERS}):
    login = "{PREFIX}%s" % number
    env["res.users"].create({{
        "name": login, "login": login, "password": login,
        "group_ids": [(4, group.id)], "cds_institution_ids": [(4, school.id)],
        "lang": "en_US",
    }})
assessment = env["cds.assessment"].create({{
    "institution_id": school.id,
    "framework_id": env.ref("cds_assessment.framework_4725").id,
    "school_year_id": env.ref("cds_assessment.school_year_2023").id,
}})
assessment.action_start()
env.cr.commit()
"""


class Refused(Exception):
    """An error that the server answered, with its sentence."""


@dataclass
class Client:
    """A user's session with one of the servers."""

    base: str
    database: str
    login: str
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self):
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.post(
            "/web/session/authenticate",
            {"db": self.database, "login": self.login, "password": self.login},
        )

    def post(self, path, params):
        """Call a JSON-RPC route; raises ``Refused`` with the server's sentence."""
        request = urllib.request.Request(
            self.base + path,
            json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            raise Refused(answer["error"]["data"]["message"])
        return answer.get("result")  # none where the method gives nothing

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )


@dataclass
class Tally:
    """What the servers answered: accepted points by item, in order; conflicts."""

    accepted: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)
    failures: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def play(ports, database):
    """Let everybody score, then compare; return a list of what is wrong.

    :param ports: the ports of the servers on this machine
    :param database: its name, prepared by ``SETUP``
    """
    bases = [f"http://127.0.0.1:{port}" for port in ports]
    first = Client(bases[0], database, f"{PREFIX}0")
    lines = first.call(
        "cds.assessment.line",
        "search_read",
        [["measure", "=", "points"], ["max_points", ">=", 6]],
        ["id", "max_points"],
        limit=ITEMS,
    )
    tally = Tally()
    threads = [
        threading.Thread(
            target=score,
            args=(bases[number % len(bases)], database, number, lines, tally),
        )
        for number in range(USERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(
        f"      {USERS} users on {len(bases)} servers: {len(tally.accepted)} changes "
        f"accepted, {len(tally.conflicts)} conflicts answered"
    )
    return list(compare(first, lines, tally))


def score(base, database, number, lines, tally):
    """Score items as one user; a conflict is read anew and left."""
    chance = random.Random(number)
    client = Client(base, database, f"{PREFIX}{number}")
    for _ in range(CHANGES):
        line = chance.choice(lines)
        points = chance.randint(0, 12) / 2
        try:
            [held] = client.call("cds.assessment.line", "read", [line["id"]], ["stamp"])
            time.sleep(chance.random() / 20)
            client.call(
                "cds.assessment.line",
                "write",
                [line["id"]],
                {"self_points": points, "base_stamp": held["stamp"]},
            )
        except Refused as refused:
            kind = "conflicts" if " was changed by " in str(refused) else "failures"
            with tally.lock:
                getattr(tally, kind).append(str(refused))
        else:
            with tally.lock:
                tally.accepted.append((line["id"], points))


def compare(client, lines, tally):
    """Say where lines, results, ledger and what was accepted disagree."""
    yield from (f"a server failed: {failure}" for failure in tally.failures)
    for conflict in tally.conflicts:
        if PREFIX not in conflict or ":" not in conflict:
            yield f"a conflict does not say who and when: {conflict}"
    if not tally.conflicts:
        yield "no conflict came about: nothing was tried"
    ids = [line["id"] for line in lines]
    held = client.call(
        "cds.assessment.line", "read", ids, ["self_points", "assessment_id"]
    )
    ledger = client.call(
        "cds.score.change",
        "search_read",
        [["line_id", "in", ids], ["hand", "=", "self"]],
        ["line_id", "old_points", "new_points"],
        order="id",
    )
    for line in held:
        rows = [row for row in ledger if row["line_id"][0] == line["id"]]
        yield from compare_line(line, rows, tally)
    [assessment] = {line["assessment_id"][0] for line in held}
    results = client.call(
        "cds.assessment.result",
        "search_read",
        [["assessment_id", "=", assessment], ["node", "=", "group"]],
        ["self_points"],
    )
    total = sum(line["self_points"] for line in held)
    if sum(result["self_points"] for result in results) != total:
        yield f"the results do not add up to the lines: {results}, {total}"


def compare_line(line, rows, tally):
    """Say where one line disagrees with its ledger and with what was accepted."""
    points = 0
    for row in rows:
        if row["old_points"] != points:
            yield f"the ledger of {line['id']} has a gap at {row}"
        points = row["new_points"]
    if points != line["self_points"]:
        yield f"{line} is not what its ledger ends with: {points}"
    accepted = [given for key, given in tally.accepted if key == line["id"]]
    written = [row["new_points"] for row in rows]
    for given in set(written):
        if written.count(given) > accepted.count(given):
            yield f"{line['id']}: {given} was written without being accepted"
    for given in set(accepted):
        # the same points twice in a row leave one row in the ledger
        if given and given not in written:
            yield f"{line['id']}: {given} was accepted and is lost"
