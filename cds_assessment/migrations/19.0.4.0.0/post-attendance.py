"""Say of minutes that were issued before that attendance was taken: they print it.

Until 19.0.4.0.0 minutes stated who was there, and that they were read out, without
anybody having entered it; what is issued stays as it was signed.
"""


def migrate(cr, version):
    """Mark the minutes that are no drafts."""
    if not version:
        return
    cr.execute(
        """
        UPDATE cds_document d SET is_attendance_entered = true, is_read_out = true
        FROM cds_document_type t
        WHERE t.id = d.type_id AND d.state != 'draft'
          AND t.code IN ('minutes', 'external_minutes', 'inspection_minutes')
        """
    )
