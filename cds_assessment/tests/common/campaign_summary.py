"""A province with districts and communes, and a campaign over all their schools."""

from .workflow import WorkflowCase

STATES = ("draft", "self", "council", "approved", "external", "reviewed", "recognised")
# Whose points others count, said once more: what is not submitted is not counted.
STANDING = {"external": "council", "reviewed": "external", "recognised": "final"}


def standing_hand(dossier):
    """Return the hand whose points are the school's result ("": there is none)."""
    return STANDING.get(dossier.state, "")


class SummaryCase(WorkflowCase):
    """Schools at three depths of the tree, in every state, in one campaign.

    ``district`` manages schools and a commune with schools; ``other_district`` and the
    province manage schools of their own.
    """

    COUNT = 12

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commune = cls._create_institution(
            "Commune", kind="authority", parent_id=cls.district.id
        )
        cls.province_officer = cls._create_user("officer", cls.province)
        cls.commune_officer = cls._create_user("officer", cls.commune)
        cls.other_officer = cls._create_user("officer", cls.other_district)
        cls.campaign = cls._create_campaign(cls.province)
        managers = cls.district, cls.commune, cls.other_district, cls.province
        levels = cls.env["cds.school.level"].search([], limit=3)
        cls.schools = cls.env["cds.institution"].create(
            [
                {
                    "name": f"=School {number:02d}",
                    "code": f"@{number:04d}",
                    "parent_id": managers[number % 4].id,
                    "school_level_id": levels[number % 3].id,
                    "ownership": "private" if number % 5 == 0 else "public",
                }
                for number in range(cls.COUNT)
            ]
        )
        cls.dossiers = cls.env["cds.assessment"].create(
            [
                {
                    "institution_id": school.id,
                    "framework_id": cls.framework.id,
                    "school_year_id": cls.year.id,
                    "campaign_id": cls.campaign.id,
                }
                for school in cls.schools
            ]
        )
        for number, dossier in enumerate(cls.dossiers):
            cls._fill(dossier, number)
        cls.campaign.institution_ids = cls.schools
        cls.env.flush_all()

    @classmethod
    def _create_campaign(cls, authority):
        return cls.env["cds.campaign"].create(
            {
                "name": f"Campaign of {authority.name}",
                "authority_id": authority.id,
                "school_year_id": cls.year.id,
                "state": "launched",
            }
        )

    @classmethod
    def _fill(cls, dossier, number):
        """Give a dossier points of every hand that its state has, all different."""
        state = STATES[number % len(STATES)]
        hands = {"draft": (), "self": ("self",), "council": ("self", "council")}
        hands = hands.get(state, ("self", "council"))
        if state in ("reviewed", "recognised"):
            hands = ("self", "council", "external", "final")
        for hand_number, hand in enumerate(hands):
            for place, line in enumerate(dossier.line_ids):
                cls._answer(line, hand, number + hand_number, place)
        dossier.write({"state": state, "hand": hands[-1] if hands else "self"})
        if state == "recognised":
            dossier.write(
                {
                    "recognition_number": f"{number}/QĐ-PGDĐT",
                    "recognition_date": "2024-06-10",
                }
            )

    @classmethod
    def _answer(cls, line, hand, seed, place):
        """Give a line points that follow from the seed, now and then a half."""
        share = (seed * 7 + place * 3) % 11 / 10
        points = min(line.max_points, int(line.max_points * share * 2) / 2)
        met = (seed + place) % 3 > 0
        if hand == "self" and line.measure == "yes_no":
            line.answer_yes = met
        elif hand == "self":
            if (seed + place) % 6:  # some stay untouched
                line.self_points = points
        else:
            line.write({f"{hand}_points": points, f"{hand}_met": met})
