"""Ten score sheets as one PDF, beside bare wkhtmltopdf on the same HTML."""

import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.addons.cds_assessment.report.paper import wkhtml

from bench._floor import best_of, create_assessments, judge

LIMIT = 1.3
REPORT = "cds_assessment.action_report_score_sheet"


def capture(run):
    """Run a report and give the command line and the files that it had."""
    seen = {}
    call = wkhtml.run

    def keep(args):
        seen["args"] = list(args)
        seen["files"] = {
            arg: Path(arg).read_bytes() for arg in args if arg.endswith(".html")
        }
        return call(args)

    with patch.object(wkhtml, "run", keep):
        run()
    return seen


def bare(seen, folder):
    """Give a function that runs wkhtmltopdf alone on what was captured."""
    names = {}
    for number, (path, content) in enumerate(seen["files"].items()):
        names[path] = str(folder / f"{number}.html")
        Path(names[path]).write_bytes(content)
    args = [names.get(arg, arg) for arg in seen["args"]]
    args[-1] = str(folder / "out.pdf")

    def run():
        # --quiet and warnings apart, its status says whether it did its work
        subprocess.run(args, capture_output=True, check=True)

    return run


assessments = create_assessments(env, 10)
assessments.action_start()
for line in assessments.line_ids:
    line.write({"self_points": line.max_points} if line.measure == "points" else {})
env.flush_all()
reports = env["ir.actions.report"]


def ours():
    env.invalidate_all()
    reports._render_qweb_pdf(REPORT, assessments.ids)


seen = capture(ours)
with tempfile.TemporaryDirectory() as folder:
    floor = best_of(5, bare(seen, Path(folder)))
judge("printing ten score sheets", best_of(5, ours), floor, LIMIT)
env.cr.rollback()
