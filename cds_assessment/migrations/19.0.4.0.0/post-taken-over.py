"""Mark the rows of the ledger that only say that a hand began as a copy of another.

Before 19.0.4.0.0 the reason alone told them from changes that somebody made.
"""

# The reason in each language that the add-on ever wrote it in.
REASONS = ("Taken over at the beginning", "Lấy theo lượt chấm trước")


def migrate(cr, version):
    """Set the mark; by SQL, since the ledger takes no change."""
    if not version:
        return
    cr.execute(
        "UPDATE cds_score_change SET is_taken_over = true "
        "WHERE reason IN %s AND hand != 'self' AND review_line_id IS NULL "
        "AND old_points = 0",
        [REASONS],
    )
