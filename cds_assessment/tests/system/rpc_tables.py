# Answers with what everybody with a role may read anyway.
ANYONE_MAY = {("cds.framework", "copy_data")}
# What a contributor may do at the own school: look at it, take it along, talk about it.
CONTRIBUTOR_MAY = ANYONE_MAY | {
    ("cds.assessment", "action_print_score_sheet"),
    ("cds.assessment", "action_download_workbook"),
    ("cds.assessment", "action_download_files"),
    ("cds.assessment", "action_open_papers"),
    ("cds.assessment", "action_print_papers"),
    ("cds.council", "action_open_papers"),
    ("cds.assessment", "action_open_improvements"),
    ("cds.inspection.plan", "action_open_inspections"),
    ("cds.inspection.plan", "action_open_papers"),
    ("cds.document", "action_print"),
    ("cds.document", "action_open_received"),
    ("cds.document", "action_word"),
    ("cds.document", "get_preview"),
    ("cds.document", "get_proposed_texts"),
    ("cds.document", "message_post"),
    ("cds.document", "activity_schedule"),
    ("cds.assessment", "action_open_profile"),
    ("cds.assessment", "action_open_review"),
    ("cds.profile", "action_download_workbook"),
    ("cds.assessment", "action_check"),
    ("cds.assessment", "get_check"),
    ("cds.assessment", "action_build_dossier"),
    ("cds.dossier", "action_open_assessment"),
    ("cds.assessment", "action_open_certificate"),
    ("cds.certificate", "action_print"),
    ("cds.certificate", "action_open_public"),
    ("cds.certificate", "message_post"),
    ("cds.council", "action_open_visits"),
    ("cds.review", "action_open_papers"),
    ("cds.assessment", "message_post"),
    ("cds.assessment", "activity_schedule"),
    ("cds.campaign", "action_open_papers"),
    ("cds.campaign", "action_open_late"),
    ("cds.campaign", "action_open_carried"),
    ("cds.campaign", "action_download_late_list"),
    ("cds.deliverable", "activity_schedule"),
    ("cds.deliverable", "action_open_assessment"),
    ("cds.deliverable", "action_open_papers"),
    ("cds.deliverable", "action_download_late_list"),
    ("cds.deliverable", "message_post"),
    ("cds.deliverable.file", "action_download"),
    ("cds.assessment.line", "action_open_assessment"),
    ("cds.assessment.line", "get_evidence"),
    ("cds.assessment.line", "search_store"),
    ("cds.assessment.evidence", "action_open_evidence"),
    ("cds.assessment.evidence", "action_replace"),
    ("cds.assessment.evidence", "action_drop"),
    ("cds.evidence.replace", "action_apply"),
    *(
        ("cds.evidence", name)
        for name in ("create", "write", "web_save", "unlink", "copy", "action_archive")
    ),
    ("cds.evidence.file", "create"),
    ("cds.evidence.file", "unlink"),
}
# What a refused write would change, where the first field of the model will not do.
WRITES = {
    "cds.assessment.line": {"council_points": 1, "council_note": "Changed."},
    "cds.assessment.result": {"final_points": 100},
    "cds.score.change": {"new_points": 60},
    "cds.staff.change": {"kind": "left"},
    "cds.campaign": {"name": "Changed"},
    "cds.certificate": {"number": "9/GCN"},
    "cds.certificate.result": {"points": 100},
    "cds.publication": {"name": "Changed"},
    "cds.publication.line": {"name": "Changed"},
    "cds.assessment.report": {"points": 100},
    "cds.authority.report": {"school_count": 100},
    "cds.assessment.evidence": {"state": "accepted"},
    "cds.evidence.file": {"name": "Changed"},
    "cds.deliverable.file": {"name": "Changed"},
    "cds.reminder": {"offset": 3},
    "cds.number": {"number": 9},
    "cds.account": {"role": "reviewer"},
    "cds.result.mark": {"assessment_id": False},
}

# What a report can be asked for as.
CONVERTERS = ("html", "text", "pdf")
# Public methods of Odoo itself that change records, and so must refuse as well.
INHERITED = (
    "unlink",
    "copy",
    "web_save",
    "action_archive",
    "message_post",
    "activity_schedule",
)
# The year begins at the own school, whatever record is named.
STRANGER_MAY = ANYONE_MAY | {("cds.assessment", "action_start_year")}
SAMPLES = {
    "char": "Changed",
    "text": "Changed",
    "date": "2020-01-01",
    "float": 1,
    "integer": 1,
    "boolean": True,
}
