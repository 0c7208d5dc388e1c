"""Twenty papers issued at once from one book, by twenty people.

The floor is bare wkhtmltopdf on the very HTML and switches that issuing gave it, twenty
at once as well: the slowest answer stands beside the slowest print. All twenty succeed,
and no number stands twice or is left out, in a book that is not there yet.
"""

import subprocess
import tempfile
import threading
import time
from pathlib import Path
from unittest.mock import patch

from odoo import api
from odoo.service.model import retrying

from odoo.addons.cds_assessment.report.paper import wkhtml

from bench._floor import judge

PAPERS = 20
FIRST_YEAR = 2051
# Python lays the papers out, one at a time, while the program prints.
LIMIT = 3


def make_drafts():
    """Give the ids of a plan for each of the school's twenty years, committed."""
    school = env["cds.institution"].create(
        {"name": "Trường Cùng Lúc", "short_name": "TH", "locality": "Bến Đò"}
    )
    years = env["cds.school.year"].create(
        [
            {
                "name": f"{year}-{year + 1}",
                "date_start": f"{year}-09-01",
                "date_end": f"{year + 1}-08-31",
            }
            for year in range(FIRST_YEAR, FIRST_YEAR + PAPERS)
        ]
    )
    dossiers = env["cds.assessment"].create(
        [
            {
                "institution_id": school.id,
                "framework_id": env.ref("cds_assessment.framework_4725").id,
                "school_year_id": year.id,
            }
            for year in years
        ]
    )
    drafts = env["cds.document"].create(
        [
            {
                "assessment_id": dossier.id,
                "type_id": env.ref("cds_assessment.document_type_plan").id,
                "date": "2051-09-15",
            }
            for dossier in dossiers
        ]
    )
    env.cr.commit()
    return drafts.ids


def at_once(runs):
    """Run all at the same moment.

    :return: how long each took, in seconds
    :raise SystemExit: when one of them failed
    """
    ready, failures, durations = threading.Barrier(len(runs)), [], []

    def timed(run):
        ready.wait()
        start = time.perf_counter()
        try:
            run()
        except Exception as error:
            failures.append(repr(error))
        durations.append(time.perf_counter() - start)

    threads = [threading.Thread(target=timed, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit(f"{len(failures)} failed: {failures[0]}")
    return durations


def issue(id_):
    """Issue one paper in a transaction of its own, as a request does."""
    with env.registry.cursor() as cr:
        own = api.Environment(cr, env.uid, {})
        retrying(own["cds.document"].browse(id_).action_issue, own)


def capture(run):
    """Run the printing; give command line and files of each call of the program."""
    seen = []
    call = wkhtml.run

    def keep(args):
        files = {arg: Path(arg).read_bytes() for arg in args if arg.endswith(".html")}
        seen.append((list(args), files))
        return call(args)

    with patch.object(wkhtml, "run", keep):
        run()
    return seen


def bare(number, seen, folder):
    """Give a function that runs the program alone on what was captured."""
    args, files = seen
    names = {path: str(folder / f"{number}-{Path(path).name}") for path in files}
    for path, content in files.items():
        Path(names[path]).write_bytes(content)
    command = [names.get(arg, arg) for arg in args]
    command[-1] = str(folder / f"{number}.pdf")
    return lambda: subprocess.run(command, capture_output=True, check=True)


ids = make_drafts()
papers = env["cds.document"].browse(ids)
seen = capture(lambda: papers._print(is_final=True))
with tempfile.TemporaryDirectory() as folder:
    floor = at_once(
        [bare(number, one, Path(folder)) for number, one in enumerate(seen)]
    )
env.cr.commit()
durations = at_once([lambda id_=id_: issue(id_) for id_ in ids])
env.cr.commit()
env.invalidate_all()
numbers = sorted(papers.mapped("number"))
if numbers != list(range(1, PAPERS + 1)) or set(papers.mapped("state")) != {"issued"}:
    raise SystemExit(f"numbers are doubled or left out: {numbers}")
print(f"  {PAPERS} papers at once: {numbers[0]} to {numbers[-1]}, all issued")
judge("the slowest of twenty papers issued at once", max(durations), max(floor), LIMIT)
