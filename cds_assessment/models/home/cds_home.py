from odoo import api, models

from .authority import read_authority
from .first_steps import read_first_steps
from .help import read_help
from .school import read_school
from .visits import read_visits

# All others imply one of these.
ROLES = ("contributor", "reviewer")


class CdsHome(models.AbstractModel):
    """The home page (trang chính): what there is to do, for whoever looks.

    It holds nothing: each call reads what the user may read by then, school and
    authority each by a module of its own. Every number comes with the list behind it.
    """

    _name = "cds.home"
    _description = "Home Page"

    @api.model
    def get_home(self, institution_id=False, campaign_id=False):
        """Return what the home page shows.

        :param institution_id: where the user looks as its staff, an id as a client
            sends it; their first institution where it is none of theirs
        :param campaign_id: the campaign that an authority looks at, in the same way
        :return: JSON data: ``places`` and ``place`` (id, name, kind), ``help``,
            ``first`` (an administrator's first steps), ``visits``, and ``school`` or
            ``authority``, as the modules beside say; None where there is nothing of the
            kind
        """
        places = self._get_places()
        place = places.filtered(lambda p: p.id == institution_id) or places[:1]
        home = {
            "user": self.env.user.name,
            "places": [self._describe_place(each) for each in places],
            "place": self._describe_place(place) if place else None,
            "first": read_first_steps(self.env),
            "help": read_help(self.env, place),
            "visits": read_visits(self.env),
            "school": None,
            "authority": None,
        }
        if place.kind == "school":
            home["school"] = read_school(place)
        elif place and self.env.user.has_group("cds_assessment.group_officer"):
            home["authority"] = read_authority(place, campaign_id)
        return home

    @api.model
    def _has_role(self):
        """Return whether the user has a role of this add-on."""
        user = self.env.user
        return any(user.has_group(f"cds_assessment.group_{role}") for role in ROLES)

    @api.model
    def _get_places(self):
        """Return where the user works: authorities first, as the one who leads looks.

        :rtype: cds.institution
        """
        # a user's own record is read as superuser, what follows from it must not be
        ids = self.env.user.cds_institution_ids.ids
        return (
            self.env["cds.institution"]
            .browse(ids)
            .sorted(
                lambda place: (
                    place.kind != "authority",
                    place.sort_key or "",
                    place.id,
                )
            )
        )

    @api.model
    def _describe_place(self, place):
        return {"id": place.id, "name": place.display_name, "kind": place.kind}
