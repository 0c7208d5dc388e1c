import base64

from odoo.fields import Command

from ..common.workflow import WorkflowCase
from .rights import RIGHTS
from .rights_anywhere import PLACES, ROLES


class RightsCase(WorkflowCase):
    """A record of each model at each place, and a user of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls._create_staff(role) for role in ROLES}
        far = cls._create_institution("Far Authority", kind="authority")
        cls.institutions = {
            "own": cls.district,
            "below": cls.school,
            "above": cls.province,
            "sibling": cls.other_district,
            "elsewhere": cls._create_institution("Far School", parent_id=far.id),
            "team": cls._create_institution("Assessed School", parent_id=far.id),
        }
        cls.commune = cls._create_institution(
            "Commune", kind="authority", parent_id=cls.district.id
        )
        cls.authorities = {
            "own": cls.district,
            "below": cls._create_institution(
                "Authority Below", kind="authority", parent_id=cls.district.id
            ),
            "above": cls.province,
            "sibling": cls.other_district,
            "elsewhere": far,
            "team": far,
        }
        cls.teams = dict.fromkeys(
            PLACES, cls._create_council(far, name="Strangers", kind="external")
        )
        cls.teams["team"] = cls._create_team(far)
        cls.records = {key: {} for key in RIGHTS}
        for place in PLACES:
            for key, record in cls._create_records(place):
                cls.records[key][place] = record
        marked = cls.records["cds.assessment"]["own"]
        cls.env["cds.result.mark"].create({"assessment_id": marked.id})
        cls.env["cds.paper.wording"].create(
            {
                "institution_id": cls.district.id,
                "type_id": cls.env.ref("cds_assessment.document_type_plan").id,
                "code": "aim",
                "label": "Aim",
            }
        )
        cls._create_framework(
            [
                ("1.1", 80),
                {
                    "code": "1.2",
                    "max_points": 10,
                    "measure": "count",
                    "conversion_ids": [(0, 0, {"is_unbounded": True, "points": 10})],
                },
                {
                    "code": "1.3",
                    "max_points": 10,
                    "measure": "choice",
                    "option_ids": [(0, 0, {"name": "A", "points": 10})],
                },
            ],
            code="PARTS",
        )
        cls.env["cds.dossier.batch"].create({"name": "Another user's"})
        cls.env["cds.account.batch"].create({"institution_ids": cls.school.ids})
        cls.env.flush_all()

    @classmethod
    def _create_staff(cls, role):
        if role == "plain":
            cls.plain.cds_institution_ids = cls.district
            return cls.plain
        if role in ("reviewer", "officer", "authority_head"):
            return getattr(cls, role)  # staff of the district already
        return cls._create_user(role, cls.district)

    @classmethod
    def _create_team(cls, institution):
        team = cls._create_council(institution, name="Team", kind="external")
        cls.env["cds.council.member"].create(
            [{"council_id": team.id, "user_id": u.id} for u in cls.users.values()]
        )
        return team

    @classmethod
    def _create_records(cls, place):
        """Yield a record of each model that belongs to a place, by its key."""
        institution = cls.institutions[place]
        team = cls.teams[place]
        cls._create_figures(institution, "2023")
        council = team if place == "team" else cls._create_council(institution)
        running = cls._create_sheet(institution, team, cls.year, "external")
        reviewed = cls._create_sheet(
            institution,
            team,
            cls.env.ref("cds_assessment.school_year_2024"),
            "reviewed",
        )
        shared = cls._create_sheet(
            institution,
            team,
            cls.env.ref("cds_assessment.school_year_2022"),
            "external",
        )
        shared.review_ids.state = "shared"
        running.review_ids.line_ids[0].points = 5
        yield from (
            ("cds.institution", institution),
            *cls._create_list_of_schools(institution),
            ("cds.assessment", running),
            ("cds.assessment (reviewed)", reviewed),
            ("cds.assessment.line", running.line_ids[0]),
            ("cds.assessment.line (reviewed)", reviewed.line_ids[0]),
            ("cds.assessment.result", running.result_ids[0]),
            ("cds.score.change", running.change_ids[0]),
            ("cds.council", council),
            ("cds.council.member", council.member_ids[0]),
            ("cds.profile", running.profile_id),
            ("cds.profile (other year)", cls._create_figures(institution, "2025")),
            ("cds.profile.value", running.profile_id.value_ids[0]),
            ("cds.software", cls._create_software(institution)),
            ("cds.review", running.review_ids),
            ("cds.review (shared)", shared.review_ids),
            ("cds.review (closed)", reviewed.review_ids),
            ("cds.review.line", running.review_ids.line_ids[0]),
            ("cds.review.line (shared)", shared.review_ids.line_ids[0]),
            (
                "cds.score.change (of an open review)",
                running.review_ids.line_ids.change_ids,
            ),
            ("cds.review.line (closed)", reviewed.review_ids.line_ids[0]),
        )
        for kind in ("", " (confidential)"):
            evidence = cls._create_evidence(institution, confidential=bool(kind))
            use = running._use_evidence(evidence, running.line_ids[0])
            yield f"cds.evidence{kind}", evidence
            yield f"cds.evidence.file{kind}", evidence.file_ids
        yield "cds.assessment.evidence", use
        for kind, paper in (
            *cls._create_papers(running),
            *cls._create_minutes(running, reviewed),
        ):
            yield f"cds.document{kind}", paper
            yield f"cds.document.section{kind}", paper.section_ids[0]
        yield "cds.document.reading", cls._create_reading(running)
        yield from cls._create_deliverable(running)
        yield from cls._create_campaigns(place, running)
        yield from cls._find_sums(place, running)
        yield (
            "cds.legal.basis",
            cls.env["cds.legal.basis"].create(
                {"name": "Căn cứ", "institution_id": institution.id}
            ),
        )
        book = cls.env["cds.number.book"].create(
            {"institution_id": institution.id, "symbol": "QĐ", "year": 2023}
        )
        yield "cds.number.book", book
        number = cls.env["cds.number"].create({"book_id": book.id, "number": 1})
        yield "cds.number", number
        yield from cls._create_recognised(institution, running, reviewed)
        yield from cls._create_inspections(place)
        yield (
            "cds.equipment",
            cls.env["cds.equipment"].create(
                {"institution_id": institution.id, "name": "Projector"}
            ),
        )
        yield (
            "cds.improvement (responsible)",
            cls.env["cds.improvement"].create(
                {
                    "institution_id": institution.id,
                    "school_year_id": cls.year.id,
                    "name": "Better",
                    "user_id": cls.users["contributor"].id if place == "own" else False,
                }
            ),
        )
        yield (
            "cds.dossier",
            cls.env["cds.dossier"].create(
                {"assessment_id": running.id, "user_id": cls.officer.id}
            ),
        )

        yield from cls._create_visits(place)

    @classmethod
    def _create_list_of_schools(cls, authority):
        """Create a list that an institution read in, with what is in it."""
        schools = cls.env["cds.school.list"].create(
            {
                "authority_id": authority.id,
                "data": base64.b64encode(b"list"),
                "column_ids": [Command.create({"heading": "Trường"})],
                "place_ids": [Command.create({"name": "Xã Thử"})],
                "row_ids": [Command.create({"name": "Trường Thử"})],
            }
        )
        yield "cds.school.list", schools
        account = {"institution_id": authority.id, "role": "reviewer"}
        account["user_id"] = cls.other_secretary.id
        yield "cds.account", cls.env["cds.account"].create(account)
        for part in ("column", "place", "row"):
            yield f"cds.school.list.{part}", schools[f"{part}_ids"]

    @classmethod
    def _create_visits(cls, place):
        """Create visits: of the authority of a place, and at its school."""
        institution, authority = cls.institutions[place], cls.authorities[place]
        team = cls.teams[place]
        far = team.institution_id
        if place != "team":
            visitors = cls._create_council(authority, kind="external")
        else:
            visitors = team
        for key, state, run_by, of_team in (
            ("", "launched", authority, visitors),
            (" (of the school)", "launched", far, team),
            (" (not launched)", "draft", far, team),
        ):
            school = institution if key else cls._create_institution("Visited School")
            campaign = cls.env["cds.campaign"].create(
                {
                    "name": "Campaign",
                    "authority_id": run_by.id,
                    "school_year_id": cls.year.id,
                }
            )
            cls._let_take_part(campaign, school)
            campaign.state = state
            yield (
                f"cds.team.visit{key}",
                cls.env["cds.team.visit"].create(
                    {
                        "campaign_id": campaign.id,
                        "team_id": of_team.id,
                        "institution_id": school.id,
                    }
                ),
            )

    @classmethod
    def _let_take_part(cls, campaign, institution):
        """Go past the check that it is a school: staff of the district play all."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "INSERT INTO cds_campaign_institution_rel (campaign_id, institution_id) "
            "VALUES (%s, %s)",
            (campaign.id, institution.id),
        )
        campaign.invalidate_recordset(["institution_ids"])

    @classmethod
    def _create_reading(cls, running):
        """Note that a stranger opened a paper, at the institution that issued it."""
        paper, stranger = running.document_ids[0], cls.other_secretary
        values = {"document_id": paper.id, "institution_id": paper.institution_id.id}
        values |= {"user_id": stranger.id, "reader": stranger.name}
        return cls.env["cds.document.reading"].create(values)

    @classmethod
    def _create_deliverable(cls, assessment):
        """Create what an institution owes, with a file and a reminder."""
        institution = assessment.institution_id
        is_school = institution.kind == "school"
        authority = institution.parent_id if is_school else institution
        campaign = cls.env["cds.campaign"].create(
            {
                "name": "Campaign",
                "authority_id": authority.id,
                "school_year_id": cls.year.id,
                "state": "launched",
                "milestone_ids": [Command.create({"name": "Report"})],
            }
        )
        deliverable = cls.env["cds.deliverable"].create(
            {
                "campaign_id": campaign.id,
                "milestone_id": campaign.milestone_ids.id,
                "institution_id": institution.id,
                "assessment_id": assessment.id,
                "date_due": "2024-06-10",
            }
        )
        yield "cds.deliverable", deliverable
        yield (
            "cds.deliverable.file",
            cls.env["cds.deliverable.file"].create(
                {"deliverable_id": deliverable.id, "name": "a.pdf", "sha256": "0"}
            ),
        )
        yield (
            "cds.reminder",
            cls.env["cds.reminder"].create(
                {
                    "deliverable_id": deliverable.id,
                    "user_id": cls.other_secretary.id,
                    "date_due": "2024-06-10",
                    "offset": -7,
                    "sent_on": "2024-06-03",
                }
            ),
        )

    @classmethod
    def _create_campaigns(cls, place, running):
        """Create a launched campaign of a place, a draft, and one to take part in."""
        authority = institution = cls.institutions[place]
        if institution.kind != "authority":
            authority = cls._create_institution(
                f"Authority of {institution.name}",
                kind="authority",
                parent_id=institution.parent_id.id,
            )
        # not even its name is anybody's
        stranger = cls._create_institution("Stranger", kind="authority")
        launched, _draft, other = campaigns = cls.env["cds.campaign"].create(
            [
                {
                    "name": "Campaign",
                    "authority_id": owner.id,
                    "milestone_ids": [(0, 0, {"name": "Milestone"})],
                }
                for owner in (authority, authority, stranger)
            ]
        )
        running.campaign_id = launched
        (launched | other).state = "launched"
        cls._let_take_part(other, institution)
        kinds = ("", " (draft)", " (taking part)")
        for kind, campaign in zip(kinds, campaigns, strict=True):
            yield f"cds.campaign{kind}", campaign
        yield "cds.campaign.framework", launched.framework_ids[0]
        yield "cds.milestone", launched.milestone_ids
        yield "cds.milestone (taking part)", other.milestone_ids

    @classmethod
    def _create_recognised(cls, institution, draft, issued):
        """Create a decision with a draft and an issued certificate, and a snapshot."""
        is_authority = institution.kind == "authority"
        authority = institution if is_authority else institution.parent_id
        recognition = cls.env["cds.recognition"].create(
            {"authority_id": authority.id, "school_year_id": cls.year.id}
        )
        yield "cds.recognition", recognition
        for kind, assessment in (("", draft), (" (valid)", issued)):
            certificate = cls.env["cds.certificate"].create(
                {"recognition_id": recognition.id, "assessment_id": assessment.id}
            )
            result = cls.env["cds.certificate.result"].create(
                {"certificate_id": certificate.id, "code": "1", "name": "Group"}
            )
            certificate.state = "valid" if kind else "draft"
            yield f"cds.certificate{kind}", certificate
            yield f"cds.certificate.result{kind}", result
        publication = cls.env["cds.publication"].create(
            {
                "campaign_id": cls.env["cds.campaign"]
                .create({"name": "Campaign", "authority_id": authority.id})
                .id
            }
        )
        yield "cds.publication", publication
        yield (
            "cds.publication.line",
            cls.env["cds.publication.line"].create(
                {
                    "publication_id": publication.id,
                    "certificate_id": certificate.id,
                    "name": institution.name,
                }
            ),
        )

    @classmethod
    def _create_inspections(cls, place):
        """Yield inspections: one that runs, one concluded, and those of people here."""
        institution = cls.institutions[place]
        board = cls._create_council(institution, kind="inspection", name="Board")
        plan = cls.env["cds.inspection.plan"].create(
            {
                "institution_id": institution.id,
                "school_year_id": cls.year.id,
                "council_id": board.id,
            }
        )
        yield "cds.inspection.plan", plan
        staff = list(cls.users.values()) if place == "own" else []
        seats = cls.env["cds.council.member"].create(
            [{"council_id": board.id, "user_id": user.id} for user in staff]
        )
        strangers = board.member_ids - seats
        for kind, state, inspectors, inspected in (
            ("", "minutes", strangers, []),
            (" (concluded)", "concluded", strangers, []),
            (" (inspected)", "minutes", strangers, staff),
            (" (inspector)", "minutes", seats or strangers, []),
        ):
            inspection = cls._create_inspection(plan, inspectors, inspected)
            inspection.state = state
            yield from cls._get_inspection_records(inspection, kind)
            if not kind:
                paper = cls.env["cds.document"].create(
                    {
                        "inspection_id": inspection.id,
                        "type_id": cls.env.ref(
                            "cds_assessment.document_type_inspection_minutes"
                        ).id,
                    }
                )
                paper.state = "issued"
                yield "cds.document (inspection)", paper
                yield "cds.document.section (inspection)", paper.section_ids[0]

    @classmethod
    def _create_inspection(cls, plan, inspectors, inspected):
        # one row is looked at: it is that of whoever may look
        rows = [{"user_id": user.id} for user in inspected] or [{"name": "Somebody"}]
        figure = Command.create({"label": "Teachers", "numerator": 1})
        return cls.env["cds.inspection"].create(
            {
                "name": "Inspection",
                "plan_id": plan.id,
                "inspector_ids": [Command.set(inspectors.ids)],
                "inspected_ids": [Command.create(row) for row in rows],
                "item_ids": [
                    Command.create(
                        {"code": "1", "name": "Content", "figure_ids": [figure]}
                    )
                ],
                "improvement_ids": [Command.create({"name": "Better"})],
            }
        )

    @classmethod
    def _get_inspection_records(cls, inspection, kind):
        contributor = cls.users["contributor"]
        own = inspection.inspected_ids.filtered(lambda r: r.user_id == contributor)
        return (
            (f"cds.inspection{kind}", inspection),
            (f"cds.inspection.item{kind}", inspection.item_ids),
            (f"cds.inspection.figure{kind}", inspection.item_ids.figure_ids),
            (f"cds.inspection.inspected{kind}", own or inspection.inspected_ids[0]),
            (f"cds.improvement{kind}", inspection.improvement_ids),
        )

    @classmethod
    def _create_figures(cls, institution, year):
        return cls.env["cds.profile"].create(
            {
                "institution_id": institution.id,
                "school_year_id": cls.env.ref(f"cds_assessment.school_year_{year}").id,
            }
        )

    @classmethod
    def _find_sums(cls, place, assessment):
        """Give the row of the assessment, and one that sums up an authority there."""
        rows = cls.env["cds.assessment.report"]
        yield (
            "cds.assessment.report",
            rows.search([("assessment_id", "=", assessment.id)], limit=1),
        )
        authority = cls.institutions[place]
        if place == "below":  # where no school stands, but an authority that has one
            authority = cls.commune
            cls._create_assessment(authority, started=False)
        elif authority.kind == "school":
            authority = authority.parent_id
        sums = cls.env["cds.authority.report"]
        yield (
            "cds.authority.report",
            sums.search([("authority_id", "=", authority.id)], limit=1),
        )

    @classmethod
    def _create_papers(cls, assessment):
        """Create a draft, and a paper in the state that issuing gives."""
        draft, issued = cls.env["cds.document"].create(
            [
                {
                    "assessment_id": assessment.id,
                    "type_id": cls.env.ref(f"cds_assessment.document_type_{code}").id,
                }
                for code in ("plan", "minutes")
            ]
        )
        issued.state = "issued"
        return ("", draft), (" (issued)", issued)

    @classmethod
    def _create_minutes(cls, running, reviewed):
        """Create a draft about an open review, and issued ones about a closed one."""
        draft, issued = cls.env["cds.document"].create(
            [
                {
                    "review_id": assessment.review_ids.id,
                    "type_id": cls.env.ref(
                        "cds_assessment.document_type_external_minutes"
                    ).id,
                }
                for assessment in (running, reviewed)
            ]
        )
        issued.state = "issued"
        return (" (minutes)", draft), (" (issued minutes)", issued)

    @classmethod
    def _create_software(cls, institution):
        return cls.env["cds.software"].create(
            {"institution_id": institution.id, "name": "LMS"}
        )

    @classmethod
    def _create_sheet(cls, institution, team, year, state):
        """Create an assessment with a review, in a state as if it had come there."""
        assessment = cls._create_assessment(
            institution,
            started=False,
            framework_id=cls.small.id,
            school_year_id=year.id,
            team_id=team.id,
            state=state,
        )
        assessment.line_ids[0].self_points = 5
        review = cls.env["cds.review"]._create_for(assessment, team)
        review.state = "closed" if state == "reviewed" else "open"
        return assessment
