"""Write the demo schools' papers, workbooks and dossiers, and print what they scored.

Runs in Odoo's shell on the demo database; ``CDS_OUT`` names the folder. Ends with an
error unless every school has all of them.
"""

import os
import shutil
from pathlib import Path

from odoo.addons.cds_assessment.report.workbooks.score_sheet_xlsx import (
    score_sheets_workbook,
)
from odoo.addons.cds_assessment.tests.common import demo_commune
from odoo.addons.cds_assessment.tests.common.demo_story import (
    CAO_MINH,
    QUOC_TUAN,
    play,
    play_inspection,
)
from odoo.addons.cds_assessment.tools.file_name import safe_name

LOGINS = (
    ("admin", "admin"),
    ("thuky.caominh", "demo"),
    ("hieutruong.caominh", "demo"),
    ("giaovien.caominh", "demo"),
    ("chuyenvien.vinhbao", "demo"),
    ("thanhvien.vinhbao", "demo"),
    ("truongphong.vinhbao", "demo"),
    ("thuky.31990001", "demo"),
    ("hieutruong.31990008", "demo"),
    ("chuyenvien.hoabinh", "demo"),
    ("thanhvien.hoabinh", "demo"),
    ("lanhdao.hoabinh", "demo"),
)


def write_papers(assessments, folder):
    """Write a PDF and a workbook for each assessment.

    :raise RuntimeError: with the names of those that failed
    """
    folder.mkdir(parents=True, exist_ok=True)
    pdfs, failures = assessments._render_score_sheets()
    if failures:
        raise RuntimeError("; ".join(failures))
    for assessment in assessments:
        name = assessment._get_file_name()
        workbook = score_sheets_workbook([assessment._get_score_sheet()], "demo")
        (folder / f"{name}.pdf").write_bytes(pdfs[assessment.id])
        (folder / f"{name}.xlsx").write_bytes(workbook)
        print(f"  {folder.name}/{name}.pdf, .xlsx")


def write_dossier(assessment, folder):
    """Write every paper of a dossier, as PDF and as Word file.

    :raise RuntimeError: with the names of those that failed
    """
    papers = assessment.document_ids.filtered(lambda paper: paper.state != "cancelled")
    write_documents(papers, folder / safe_name("Ho so", assessment.institution_id.name))


def write_documents(papers, folder):
    """Write papers into a folder of their own, as PDF and as Word file.

    :raise RuntimeError: when one could not be printed
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    pdfs, failures = papers._print()
    if failures:
        raise RuntimeError("; ".join(failures))
    for paper in papers:
        name = paper._get_file_name()
        (folder / f"{name}.pdf").write_bytes(pdfs[paper.id])
        (folder / f"{name}.docx").write_bytes(paper._get_docx())
    print(f"  {folder.parent.name}/{folder.name}/: {len(papers)} papers, PDF and Word")


def write_archive(assessment, folder):
    """Write the dossier's ZIP, built for the secretary.

    :raise RuntimeError: when it could not be built
    """
    secretary = assessment.council_id.member_ids.filtered(
        lambda member: member.role == "secretary"
    ).user_id
    dossier = env["cds.dossier"].with_user(secretary)._request(assessment)
    dossier._build_at_once()
    if dossier.state != "done":
        raise RuntimeError(dossier.error)
    shutil.copyfile(dossier._get_path(), folder / dossier.name)
    print(f"  {folder.name}/{dossier.name}: {dossier.size / 1024:.0f} kB")


def print_table(assessments):
    """Print school, group, points and level, a line for each group."""
    print(f"\n  {'Đơn vị':<28} {'Nhóm':<42} {'Điểm':>7}  Mức độ")
    for result in assessments.result_ids.filtered(lambda r: r.node == "group"):
        print(
            f"  {result.institution_id.name:<28} {result.criterion_id.name:<42} "
            f"{result.self_points:>3.0f}/{result.criterion_id.max_points:.0f}  "
            f"{result.self_level_id.name}"
        )
    print("  (the totals are the schools' own; their split over the items illustrates)")


def print_logins():
    print("\n  log-ins (user / password):")
    for login, password in LOGINS:
        print(f"    {login} / {password}")


DEMO = (
    "cds_assessment.assessment_cao_minh_demo",
    "cds_assessment.assessment_quoc_tuan_demo",
)
assessments = env["cds.assessment"].with_context(lang="vi_VN")
for xml_id in DEMO:
    assessments |= env.ref(xml_id)
out = Path(os.environ["CDS_OUT"])
told = [play(env, story, env.cr.commit) for story in (CAO_MINH, QUOC_TUAN)]
env.cr.commit()
inspection = play_inspection(env)
env.cr.commit()
demo_commune.play(env, env.cr.commit)
env.cr.commit()
write_papers(assessments, out)
for dossier in told:
    write_dossier(dossier, out)
    write_archive(dossier, out)
write_documents(
    inspection.plan_id.document_ids | inspection.document_ids,
    out / safe_name("Kiem tra noi bo", inspection.institution_id.name),
)
print_table(assessments)
print_logins()
