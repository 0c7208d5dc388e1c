"""The papers of a school beside bare wkhtmltopdf, and the memory of a large dossier.

The floor of the papers is the sum of wkhtmltopdf's own runs, one after the other, on
the very HTML and switches that our printing gave it. Memory is the most that the
process held while it built a ZIP, beyond what it held before: with 20 MB of evidence
and with 2 GB it must be about the same.
"""

import ctypes
import gc
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from odoo.addons.cds_assessment.report.paper import wkhtml

from bench._floor import best_of, create_assessments, judge

LIMIT = 1.25
MOST_SECONDS = 3  # "or so": told, not judged, since it is the machine's as well
MEGABYTE = 1024 * 1024
FILE_MB = 50
SMALL_MB, LARGE_MB = 20, 2000
LEAST_DISK_MB = 6000
MOST_GROWTH_MB = 64
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


def make_dossier(start):
    """Give a scored dossier of a new school."""
    assessment = create_assessments(env, 1, start=start)
    assessment.action_start()
    for line in assessment.line_ids:
        line.write({"self_points": line.max_points} if line.measure == "points" else {})
        line.write({"status_quo": "Nhà trường đã thực hiện. " * 12})
    env.flush_all()
    return assessment


# === PAPERS === #


def capture(run):
    """Run the printing; give command line and files of each call of wkhtmltopdf."""
    seen = []
    call = wkhtml.run

    def keep(args):
        files = {arg: Path(arg).read_bytes() for arg in args if arg.endswith(".html")}
        seen.append((list(args), files))
        return call(args)

    with patch.object(wkhtml, "run", keep):
        run()
    return seen


def bare(seen, folder):
    """Give a function that runs wkhtmltopdf alone on all that was captured."""
    commands = []
    for number, (args, files) in enumerate(seen):
        names = {}
        for path, content in files.items():
            names[path] = str(folder / f"{number}-{Path(path).name}")
            Path(names[path]).write_bytes(content)
        args = [names.get(arg, arg) for arg in args]
        commands.append([*args[:-1], str(folder / "out.pdf")])

    def run():
        for command in commands:
            subprocess.run(command, capture_output=True, check=True)

    return run


def measure_papers():
    papers = make_dossier(0)._make_papers()
    env.flush_all()

    def ours():
        env.invalidate_all()
        pdfs, failures = papers._print(is_final=True)
        if failures or len(pdfs) != len(papers):
            raise SystemExit("; ".join(failures) or "papers are missing")

    seen = capture(ours)
    duration = best_of(3, ours)
    print(f"  {len(papers)} papers of one school: {duration:.2f} s ({MOST_SECONDS} s)")
    with tempfile.TemporaryDirectory() as folder:
        floor = best_of(3, bare(seen, Path(folder)))
    judge("printing all papers of one school", duration, floor, LIMIT)


# === MEMORY === #


def write_video(path, megabytes, seed):
    """Write a file that passes for a video; give its SHA-256."""
    digest, block = hashlib.sha256(), os.urandom(MEGABYTE)
    with path.open("wb") as file:
        for chunk in (VIDEO + seed.to_bytes(8, "big"), *([block] * megabytes)):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def add_video(assessment, number, megabytes):
    """Put a video into the file store below the ORM, which would read it.

    :return: its path
    """
    small = VIDEO + number.to_bytes(8, "big")
    evidence = env["cds.evidence"].create(
        {"institution_id": assessment.institution_id.id, "name": f"Video {number}"}
    )
    row = env["cds.evidence.file"]._create_from_bytes(evidence, "video.mp4", small)
    attachment = row.attachment_id
    name = f"{number % 256:02x}/bench{assessment.id}x{number}"
    path = Path(attachment._full_path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    sha256 = write_video(path, megabytes, number)
    env.flush_all()
    env.cr.execute(
        "UPDATE ir_attachment SET store_fname = %s WHERE id = %s", (name, attachment.id)
    )
    env.cr.execute(
        "UPDATE cds_evidence_file SET sha256 = %s, size = %s WHERE id = %s",
        (sha256, path.stat().st_size, row.id),
    )
    env.invalidate_all()
    use = assessment._use_evidence(evidence, assessment.line_ids[0])
    use._set_state("accepted")
    return path


def memory(name):
    """Read a line of this process's status, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {name} on this system")


def measure_memory(start, megabytes):
    """Build a dossier with so much evidence.

    :return: by how many MB the process grew at most
    """
    assessment = make_dossier(start)
    count = max(1, megabytes // FILE_MB)
    each = megabytes // count
    paths = []
    try:
        for number in range(count):
            paths.append(add_video(assessment, number, each))
        job = env["cds.dossier"]._request(assessment)
        env.flush_all()
        env.invalidate_all()
        gc.collect()
        # What is free already would hide what is taken.
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")  # forgets the highest mark
        before, clock = memory("VmRSS"), time.perf_counter()
        job._build_at_once()
        duration, growth = time.perf_counter() - clock, memory("VmHWM") - before
        if job.state != "done" or job.warnings:
            raise SystemExit(job.error or job.warnings)
        paths.append(Path(job._get_path()))
        print(
            f"  a ZIP of {job.size / MEGABYTE:,.0f} MB: {duration:.1f} s, "
            f"the process grew by {growth:.1f} MB at most"
        )
        return growth
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


measure_papers()
env.cr.rollback()

store = env["cds.dossier"]._get_work_folder()
free = shutil.disk_usage(store).free // MEGABYTE
large = LARGE_MB
if free < LEAST_DISK_MB:
    large = max(100, free // 4)
    print(f"  NOTE: only {free:,} MB are free: {large} MB of evidence, not {LARGE_MB}")
measure_memory(10, 1)  # what is read once is read before
little = measure_memory(11, SMALL_MB)
much = measure_memory(12, large)
growth = max(0, much - little)
verdict = "ok" if growth < MOST_GROWTH_MB else "TOO MUCH"
print(
    f"  {large:,} MB of evidence take {growth:.1f} MB more memory than {SMALL_MB} MB "
    f"(limit {MOST_GROWTH_MB}) {verdict}"
)
env.cr.rollback()
if growth >= MOST_GROWTH_MB:
    raise SystemExit(1)
