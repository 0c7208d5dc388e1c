"""The texts of before version 19.0.2.0.0 that named the evidence of an item."""

from odoo.tools import SQL, sql

_NAME_LENGTH = 200


def move_notes(env):
    """Make a piece of evidence of each text, used for its item; drop the column.

    :param env: an environment in superuser mode
    :return: the uses that were created
    """
    uses = env["cds.assessment.evidence"]
    if not sql.column_exists(env.cr, "cds_assessment_line", "evidence_note"):
        return uses
    rows = env.execute_query(
        SQL(
            """
            SELECT id, btrim(evidence_note, E' \\t\\r\\n'), write_uid
            FROM cds_assessment_line
            WHERE btrim(evidence_note, E' \\t\\r\\n') != ''
            ORDER BY assessment_id, sequence, id
            """
        )
    )
    for line_id, text, uid in rows:
        line = env["cds.assessment.line"].browse(line_id)
        uses |= _use_note(line, text, uid)
    env.flush_all()
    env.cr.execute("ALTER TABLE cds_assessment_line DROP COLUMN evidence_note")
    return uses


def _use_note(line, text, uid):
    assessment = line.assessment_id
    name = " ".join(text.split())[:_NAME_LENGTH]
    evidence = line.env["cds.evidence"].create(
        {
            "institution_id": assessment.institution_id.id,
            "school_year_id": assessment.school_year_id.id,
            "name": name,
            # Where the name is not the text as it was, the text is kept.
            "note": text if text != name else False,
        }
    )
    use = assessment._use_evidence(evidence, line)
    # Who wrote the text entered the paper: another person accepts it.
    evidence.flush_recordset()
    line.env.cr.execute(
        "UPDATE cds_evidence SET create_uid = %s WHERE id = %s",
        (uid or line.env.uid, evidence.id),
    )
    evidence.invalidate_recordset(["create_uid"])
    return use
