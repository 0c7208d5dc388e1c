# Where the report told of the items of set 4725 before sets said so themselves, but for
# 2.4.1, which was told nowhere.
SECTIONS = {
    "communication": ("2.1", "2.2"),
    "equipment": ("1.7",),
    "training": ("1.6",),
    "management": ("2.3.1", "2.3.2", "2.3.4", "2.3.5", "2.3.6", "2.3.7", "2.4.1"),
    "administration": ("2.3.3", "2.3.8", "2.3.9"),
    "enrolment": ("2.4.2",),
    "cashless": ("2.4.3",),
    "teaching": ("1.1", "1.2", "1.3", "1.4", "1.5"),
}


def migrate(cr, version):
    """Let the versions of set 4725 name the sections of the report.

    By SQL: published sets are frozen, and what they score does not change by it.
    """
    if not version:
        return
    for section, codes in SECTIONS.items():
        cr.execute(
            """
            UPDATE cds_criterion AS criterion
               SET report_section = %s
              FROM cds_framework AS framework
             WHERE framework.id = criterion.framework_id
               AND framework.code = '4725'
               AND criterion.code IN %s
               AND criterion.report_section IS NULL
            """,
            (section, codes),
        )
