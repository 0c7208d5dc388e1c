from .rights_of_results import RIGHTS_OF_RESULTS

# What users may do by access table and record rules: Create, Read, Write, Delete. What
# states and hands take away from it besides is for test_transitions. Columns:
#   plain, contributor, council, head, reviewer, officer, authority_head, admin
RIGHTS = {
    "cds.institution": {
        "own": "       -    R    R    R    R    R    R    CRWD",
        "below": "     -    -    -    -    -    CRWD CRWD CRWD",
        "above": "     -    R    R    R    R    R    R    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    # Accounts are read where they may be given, and made by actions alone.
    "cds.account": {
        "own": "       -    -    -    -    -    -    -    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    -    -    R",
    },
    # The lists of an authority are its officers' alone, not those of who is above.
    "cds.school.list": {
        "own": "       -    -    -    -    -    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    -    -    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    **{
        key: {
            "own": "       -    -    -    -    -    RW   RW   RW",
            "below": "     -    -    -    -    -    -    -    RW",
            "above": "     -    -    -    -    -    -    -    RW",
            "sibling": "   -    -    -    -    -    -    -    RW",
            "elsewhere": " -    -    -    -    -    -    -    RW",
            "team": "      -    -    -    -    -    -    -    RW",
        }
        for key in (
            "cds.school.list.column",
            "cds.school.list.place",
            "cds.school.list.row",
        )
    },
    "cds.assessment": {
        "own": "       -    RW   CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.assessment (reviewed)": {
        "own": "       -    RW   CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    RW   CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.assessment.line": {
        "own": "       -    RW   RW   RW   -    R    R    RW",
        "below": "     -    -    -    -    -    R    R    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    R    R    R    RW",
    },
    "cds.assessment.line (reviewed)": {
        "own": "       -    RW   RW   RW   -    R    R    RW",
        "below": "     -    -    -    -    -    R    RW   RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    R    R    R    RW",
    },
    "cds.assessment.result": {
        "own": "       -    R    R    R    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    R    R    R    R",
    },
    "cds.score.change": {
        "own": "       -    R    R    R    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    R    R    R    R",
    },
    # What the team changes on its sheet is its own until the close, the administrator's
    # neither.
    "cds.score.change (of an open review)": {
        "own": "       -    -    -    -    -    -    -    -",
        "below": "     -    -    -    -    -    -    -    -",
        "above": "     -    -    -    -    -    -    -    -",
        "sibling": "   -    -    -    -    -    -    -    -",
        "elsewhere": " -    -    -    -    -    -    -    -",
        "team": "      -    -    -    -    R    R    R    R",
    },
    "cds.council": {
        "own": "       -    R    CRWD CRWD R    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    R    R    R    R    R    R    CRWD",
    },
    "cds.council.member": {
        "own": "       -    R    CRWD CRWD R    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    R    R    R    R    R    R    CRWD",
    },
    "cds.profile": {
        "own": "       -    R    CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    # The figures of a school year that a team does not assess are not its to read.
    "cds.profile (other year)": {
        "own": "       -    R    CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.profile.value": {
        "own": "       -    R    RW   RW   -    R    R    RW",
        "below": "     -    -    -    -    -    R    R    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    R    R    R    RW",
    },
    "cds.software": {
        "own": "       -    R    CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    # An open review is its team's; not even the authority's people read it.
    "cds.review": {
        "own": "       -    -    -    -    -    -    -    RW",
        "below": "     -    -    -    -    -    -    -    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    # Sent to the school, which replies; the authority waits for the close.
    "cds.review (shared)": {
        "own": "       -    R    RW   RW   -    -    -    RW",
        "below": "     -    -    -    -    -    -    -    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    "cds.review (closed)": {
        "own": "       -    R    R    R    -    R    R    RW",
        "below": "     -    -    -    -    -    R    R    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    "cds.review.line": {
        "own": "       -    -    -    -    -    -    -    RW",
        "below": "     -    -    -    -    -    -    -    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    "cds.review.line (shared)": {
        "own": "       -    R    RW   RW   -    -    -    RW",
        "below": "     -    -    -    -    -    -    -    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    "cds.review.line (closed)": {
        "own": "       -    R    R    R    -    R    R    RW",
        "below": "     -    -    -    -    -    R    R    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    "cds.evidence": {
        "own": "       -    CRWD CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.evidence (confidential)": {
        "own": "       -    CRWD CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.evidence.file": {
        "own": "       -    CRD  CRD  CRD  -    R    R    CRD",
        "below": "     -    -    -    -    -    R    R    CRD",
        "above": "     -    -    -    -    -    -    -    CRD",
        "sibling": "   -    -    -    -    -    -    -    CRD",
        "elsewhere": " -    -    -    -    -    -    -    CRD",
        "team": "      -    -    -    -    R    R    R    CRD",
    },
    "cds.evidence.file (confidential)": {
        "own": "       -    CRD  CRD  CRD  -    -    -    CRD",
        "below": "     -    -    -    -    -    -    -    CRD",
        "above": "     -    -    -    -    -    -    -    CRD",
        "sibling": "   -    -    -    -    -    -    -    CRD",
        "elsewhere": " -    -    -    -    -    -    -    CRD",
        "team": "      -    -    -    -    -    -    -    CRD",
    },
    "cds.assessment.evidence": {
        "own": "       -    R    R    R    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    R    R    R    R",
    },
    # What is owed, its files and who was reminded of it; actions write them.
    "cds.deliverable": {
        "own": "       -    -    -    -    -    RW   RW   RW",
        "below": "     -    -    -    -    -    RW   RW   RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    R    R    R    RW",
    },
    "cds.deliverable.file": {
        "own": "       -    -    -    -    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    R    R    R    R",
    },
    "cds.reminder": {
        "own": "       -    -    -    -    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    -    -    R",
    },
    # A campaign is the officers' of its authority; schools and teams read those that
    # they take part in, authorities below those of the authority above.
    "cds.campaign": {
        "own": "       -    -    -    -    -    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    R    R    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.campaign (draft)": {
        "own": "       -    -    -    -    -    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.campaign.framework": {
        "own": "       -    -    -    -    -    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    R    R    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.milestone": {
        "own": "       -    -    -    -    -    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    R    R    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    # One in which the institution itself takes part.
    "cds.campaign (taking part)": {
        "own": "       -    R    R    R    -    -    -    CRWD",
        "below": "     -    -    -    -    -    -    -    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.milestone (taking part)": {
        "own": "       -    R    R    R    -    -    -    CRWD",
        "below": "     -    -    -    -    -    -    -    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.document": {
        "own": "       -    R    CRWD CRWD -    -    -    CRWD",
        "below": "     -    -    -    -    -    -    -    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.document (issued)": {
        "own": "       -    R    CR   CR   -    R    R    CR",
        "below": "     -    -    -    -    -    R    R    CR",
        "above": "     -    -    -    -    -    -    -    CR",
        "sibling": "   -    -    -    -    -    -    -    CR",
        "elsewhere": " -    -    -    -    -    -    -    CR",
        "team": "      -    -    -    -    R    R    R    CR",
    },
    "cds.document.reading": {
        "own": "       -    R    R    R    -    R    R    R",
        "below": "     -    -    -    -    -    -    -    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    -    -    R",
    },
    "cds.document.section": {
        "own": "       -    R    RW   RW   -    -    -    RW",
        "below": "     -    -    -    -    -    -    -    RW",
        "above": "     -    -    -    -    -    -    -    RW",
        "sibling": "   -    -    -    -    -    -    -    RW",
        "elsewhere": " -    -    -    -    -    -    -    RW",
        "team": "      -    -    -    -    -    -    -    RW",
    },
    "cds.document.section (issued)": {
        "own": "       -    R    R    R    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    R    R    R    R",
    },
    # The minutes of an external review: its team's, however far the administrator sees;
    # once issued, the school's to read.
    "cds.document (minutes)": {
        "own": "       -    -    -    -    -    -    -    -",
        "below": "     -    -    -    -    -    -    -    -",
        "above": "     -    -    -    -    -    -    -    -",
        "sibling": "   -    -    -    -    -    -    -    -",
        "elsewhere": " -    -    -    -    -    -    -    -",
        "team": "      -    -    -    -    CRWD CRWD CRWD CRWD",
    },
    "cds.document (issued minutes)": {
        "own": "       -    R    R    R    -    -    -    CR",
        "below": "     -    -    -    -    -    -    -    CR",
        "above": "     -    -    -    -    -    -    -    CR",
        "sibling": "   -    -    -    -    -    -    -    CR",
        "elsewhere": " -    -    -    -    -    -    -    CR",
        "team": "      -    -    -    -    CR   CR   CR   CR",
    },
    "cds.document.section (minutes)": {
        "own": "       -    -    -    -    -    -    -    -",
        "below": "     -    -    -    -    -    -    -    -",
        "above": "     -    -    -    -    -    -    -    -",
        "sibling": "   -    -    -    -    -    -    -    -",
        "elsewhere": " -    -    -    -    -    -    -    -",
        "team": "      -    -    -    -    RW   RW   RW   RW",
    },
    "cds.document.section (issued minutes)": {
        "own": "       -    R    R    R    -    -    -    R",
        "below": "     -    -    -    -    -    -    -    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    R    R    R    R",
    },
    # Papers of an inspection, issued: they follow the inspection.
    "cds.document (inspection)": {
        "own": "       -    -    CR   CR   -    -    -    CR",
        "below": "     -    -    -    -    -    -    -    CR",
        "above": "     -    -    -    -    -    -    -    CR",
        "sibling": "   -    -    -    -    -    -    -    CR",
        "elsewhere": " -    -    -    -    -    -    -    CR",
        "team": "      -    -    -    -    -    -    -    CR",
    },
    "cds.document.section (inspection)": {
        "own": "       -    -    R    R    -    -    -    R",
        "below": "     -    -    -    -    -    -    -    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    -    -    R",
    },
    "cds.equipment": {
        "own": "       -    R    CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    R    R    R    CRWD",
    },
    "cds.inspection.plan": {
        "own": "       -    R    CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    # A running inspection is the council's and its inspectors' own.
    **{
        key: {
            "own": f"       -    -    {own} {own} -    -    -    {own}",
            "below": f"     -    -    -    -    -    -    -    {own}",
            "above": f"     -    -    -    -    -    -    -    {own}",
            "sibling": f"   -    -    -    -    -    -    -    {own}",
            "elsewhere": f" -    -    -    -    -    -    -    {own}",
            "team": f"      -    -    -    -    -    -    -    {own}",
        }
        for key, own in (
            ("cds.inspection", "CRWD"),
            ("cds.inspection.item", "CRWD"),
            ("cds.inspection.figure", "CRWD"),
            ("cds.inspection.inspected", "CRWD"),
            ("cds.improvement", "CRWD"),
        )
    },
    **{
        f"{key} (concluded)": {
            "own": "       -    -    CRWD CRWD -    R    R    CRWD",
            "below": "     -    -    -    -    -    R    R    CRWD",
            "above": "     -    -    -    -    -    -    -    CRWD",
            "sibling": "   -    -    -    -    -    -    -    CRWD",
            "elsewhere": " -    -    -    -    -    -    -    CRWD",
            "team": "      -    -    -    -    -    -    -    CRWD",
        }
        for key in (
            "cds.inspection",
            "cds.inspection.item",
            "cds.inspection.figure",
            "cds.inspection.inspected",
            "cds.improvement",
        )
    },
    # Those inspected: everybody here, at the own institution alone.
    **{
        f"{key} (inspected)": {
            "own": f"       -    {mine} CRWD CRWD -    -    -    CRWD",
            "below": "     -    -    -    -    -    -    -    CRWD",
            "above": "     -    -    -    -    -    -    -    CRWD",
            "sibling": "   -    -    -    -    -    -    -    CRWD",
            "elsewhere": " -    -    -    -    -    -    -    CRWD",
            "team": "      -    -    -    -    -    -    -    CRWD",
        }
        for key, mine in (
            ("cds.inspection", "R"),
            ("cds.inspection.item", "R"),
            ("cds.inspection.figure", "R"),
            ("cds.inspection.inspected", "RW"),
            ("cds.improvement", "R"),
        )
    },
    # Inspectors: everybody here, at the own institution alone.
    **{
        f"{key} (inspector)": {
            "own": f"       -    {mine} CRWD CRWD -    -    -    CRWD",
            "below": "     -    -    -    -    -    -    -    CRWD",
            "above": "     -    -    -    -    -    -    -    CRWD",
            "sibling": "   -    -    -    -    -    -    -    CRWD",
            "elsewhere": " -    -    -    -    -    -    -    CRWD",
            "team": "      -    -    -    -    -    -    -    CRWD",
        }
        for key, mine in (
            ("cds.inspection", "RW"),
            ("cds.inspection.item", "CRWD"),
            ("cds.inspection.figure", "CRWD"),
            ("cds.inspection.inspected", "CRWD"),
            ("cds.improvement", "CRWD"),
        )
    },
    # Who is responsible for what nobody recommended.
    "cds.improvement (responsible)": {
        "own": "       -    RW   CRWD CRWD -    R    R    CRWD",
        "below": "     -    -    -    -    -    R    R    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.legal.basis": {
        "own": "       -    R    CRWD CRWD R    R    R    CRWD",
        "below": "     -    -    -    -    -    -    -    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    "cds.number.book": {
        "own": "       -    -    CRWD CRWD -    CRWD CRWD CRWD",
        "below": "     -    -    -    -    -    -    -    CRWD",
        "above": "     -    -    -    -    -    -    -    CRWD",
        "sibling": "   -    -    -    -    -    -    -    CRWD",
        "elsewhere": " -    -    -    -    -    -    -    CRWD",
        "team": "      -    -    -    -    -    -    -    CRWD",
    },
    # Books alone write them.
    "cds.number": {
        place: "- - - - - - - R"
        for place in ("own", "below", "above", "sibling", "elsewhere", "team")
    },
    # What authorities sum up: each those below it, and nobody else.
    "cds.assessment.report": {
        "own": "       -    -    -    -    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    -    -    R",
    },
    "cds.authority.report": {
        "own": "       -    -    -    -    -    R    R    R",
        "below": "     -    -    -    -    -    R    R    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    -    -    R",
    },
    # asked for by the officer
    "cds.dossier": {
        "own": "       -    R    R    R    -    R    -    R",
        "below": "     -    -    -    -    -    R    -    R",
        "above": "     -    -    -    -    -    -    -    R",
        "sibling": "   -    -    -    -    -    -    -    R",
        "elsewhere": " -    -    -    -    -    -    -    R",
        "team": "      -    -    -    -    -    R    -    R",
    },
    **RIGHTS_OF_RESULTS,
}
