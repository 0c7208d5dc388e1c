"""Say how far each result is scored; what nobody has touched has no level."""


def migrate(cr, version):
    """Fill the new column as it is computed, and empty the levels of the untouched."""
    if not version:
        return
    cr.execute(
        "ALTER TABLE cds_assessment_result ADD COLUMN IF NOT EXISTS standing varchar"
    )
    # Once the council has begun, its points stand whatever became of the items.
    cr.execute(
        """
        UPDATE cds_assessment_result result
        SET standing = 'complete'
        FROM cds_assessment assessment
        WHERE assessment.id = result.assessment_id AND assessment.hand != 'self'
        """
    )
    cr.execute(
        """
        UPDATE cds_assessment_result result
        SET standing = CASE
                WHEN below.done = 0 THEN 'untouched'
                WHEN below.done < below.total THEN 'partial'
                ELSE 'complete'
            END,
            self_level_id = CASE WHEN below.done > 0 THEN result.self_level_id END
        FROM (
            SELECT result.id, count(*) AS total,
                count(*) FILTER (WHERE line.status = 'done') AS done
            FROM cds_assessment_result result
            JOIN cds_criterion node ON node.id = result.criterion_id
            JOIN cds_criterion item ON item.parent_path LIKE node.parent_path || '%'
            JOIN cds_assessment_line line
                ON line.assessment_id = result.assessment_id
                AND line.criterion_id = item.id
            WHERE result.standing IS NULL
            GROUP BY result.id
        ) below
        WHERE below.id = result.id
        """
    )
