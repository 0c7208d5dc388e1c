"""Enter the numbers that papers and certificates bear into their books."""

_BORNE = """
    SELECT institution_id, type.symbol, number_year AS year, number,
        'cds.document,' || document.id AS holder
    FROM cds_document document JOIN cds_document_type type ON type.id = type_id
    WHERE document.name IS NOT NULL AND number > 0
    UNION ALL
    SELECT authority_id, 'GCN', number_year, sequence_number,
        'cds.certificate,' || id
    FROM cds_certificate WHERE number IS NOT NULL
"""


def migrate(cr, version):
    """Fill the numbers of each book from what bears them."""
    if not version:
        return
    # pylint: disable-next=sql-injection
    cr.execute(
        f"""
        INSERT INTO cds_number_book (institution_id, symbol, year, next_number)
        SELECT institution_id, symbol, year, MAX(number) + 1 FROM ({_BORNE}) borne
        WHERE symbol IS NOT NULL AND year IS NOT NULL
        GROUP BY institution_id, symbol, year
        ON CONFLICT DO NOTHING
        """
    )
    cr.execute(
        """
        UPDATE cds_number_book book SET company_id = institution.company_id
        FROM cds_institution institution
        WHERE institution.id = institution_id AND book.company_id IS NULL
        """
    )
    # pylint: disable-next=sql-injection
    cr.execute(
        f"""
        INSERT INTO cds_number (book_id, number, holder)
        SELECT book.id, borne.number, borne.holder
        FROM ({_BORNE}) borne JOIN cds_number_book book
            USING (institution_id, symbol, year)
        ON CONFLICT DO NOTHING
        """
    )
