OPERATIONS = {"C": "create", "R": "read", "W": "write", "D": "unlink"}
ROLES = (
    "plain",
    "contributor",
    "council",
    "head",
    "reviewer",
    "officer",
    "authority_head",
    "admin",
)
# Where the record belongs, seen from the institution where everybody here is staff.
# ``team`` is a school of another tree that a team with all of them assesses.
PLACES = ("own", "below", "above", "sibling", "elsewhere", "team")
# What belongs to no institution: everybody's to read, the administrator's to keep; and
# dialogs, which are seen by the user who opened them alone.
READ = "            -    R    R    R    R    R    R    CRWD"
ANYWHERE = {
    "cds.framework": READ,
    "cds.level": READ,
    "cds.criterion": READ,
    "cds.criterion.band": READ,
    "cds.criterion.conversion": READ,
    "cds.criterion.option": READ,
    "cds.figure": READ,
    "cds.school.level": READ,
    "cds.school.year": READ,
    "cds.document.type": "          - R R R R R R RW",
    "cds.document.sign": "          - - CRW CRW CRW CRW CRW CRW",
    "cds.document.scans": "         - - CRW CRW CRW CRW CRW CRW",
    "cds.document.scans.line": "    - - CRWD CRWD CRWD CRWD CRWD CRWD",
    "cds.document.cancel": "        - - CRW CRW CRW CRW CRW CRW",
    "cds.document.issue": "         - - CRW CRW CRW CRW CRW CRW",
    "cds.document.issue.line": "    - - CRW CRW CRW CRW CRW CRW",
    "cds.outline": READ,
    "cds.outline.line": READ,
    "cds.deliverable.change": "     - - CRW CRW - CRW CRW CRW",
    "cds.milestone.template": READ,
    "cds.milestone.template.line": READ,
    "cds.campaign.close": "         - - - -    - CRW CRW CRW",
    "cds.campaign.schools": "       - - - -    - CRW CRW CRW",
    "cds.assessment.return": "      - - - CRW  - CRW CRW CRW",
    "cds.assessment.receive": "     - - - -    - CRW CRW CRW",
    "cds.assessment.receive.all": " - - - -    - CRW CRW CRW",
    "cds.campaign.spread": "        - - - -    - CRW CRW CRW",
    "cds.assessment.record": "      - - - CRW  - -   -   CRW",
    "cds.evidence.hide": "          - - -   CRW  - CRW CRW CRW",
    "cds.evidence.reject": "        - - CRW CRW  - -   -   CRW",
    "cds.evidence.replace": "       - CRW CRW CRW - -  -   CRW",
    "cds.account.handover": "       - - - -    - CRW CRW CRW",
    "cds.profile.import": "         - - CRW CRW - - -   CRW",
    "cds.certificate.withdraw": "   - - - -    - -   CRW CRW",
    "cds.assessment.record.line": " - - - CRWD - -   -   CRWD",
    # what rights rest on: for administrators to read
    "cds.staff.change": "           - - -    - - -   -   R",
    # nobody's: it keeps itself
    "cds.result.mark": "            - - - -    - -   -   -",
    # the papers' own: buttons of theirs keep and drop it
    "cds.paper.wording": "          - - - -    - -   -   -",
    # another user's
    "cds.account.batch": "          - - - -    - -   -   -",
    "cds.dossier.batch": "          - - - -    - -   -   -",
}
