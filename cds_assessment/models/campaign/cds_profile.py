from odoo import api, models


class CdsProfile(models.Model):
    _inherit = "cds.profile"

    @api.model
    def _find_inherited(self, wanted):
        """Return the figures of the one school that has gone into another one.

        Where several have there are none: some figures add up, others do not.
        """
        found = super()._find_inherited(wanted)
        institutions = self.env["cds.institution"]
        schools = institutions.concat(*(school for school, _year in wanted))
        gone = schools._get_predecessors().grouped("successor_id")
        single = {old: new for new, old in gone.items() if len(old) == 1}
        profiles = self.search([("institution_id", "in", [old.id for old in single])])
        for profile in profiles:
            pair = single[profile.institution_id], profile.school_year_id
            if pair in wanted:
                found[pair] = profile
        return found
