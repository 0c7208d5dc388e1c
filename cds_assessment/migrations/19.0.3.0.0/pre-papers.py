"""Say of each paper that there is what it is about: a dossier, up to now."""


def migrate(cr, version):
    """Fill the columns that the index of live papers stands on."""
    if not version:
        return
    cr.execute(
        """
        ALTER TABLE cds_document
            ADD COLUMN IF NOT EXISTS subject_key varchar,
            ADD COLUMN IF NOT EXISTS is_repeatable boolean
        """
    )
    cr.execute(
        """
        UPDATE cds_document
        SET subject_key = 'cds.assessment,' || assessment_id, is_repeatable = FALSE
        WHERE subject_key IS NULL
        """
    )
