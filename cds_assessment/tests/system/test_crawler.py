import logging
from collections import Counter

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from ..crawler.walk import Walk

_logger = logging.getLogger(__name__)

GROUPS = "cds_assessment.group_"
# The users of the demo data.
DEMO = {
    "contributor": "user_contributor_cao_minh_demo",
    "secretary": "user_secretary_cao_minh_demo",
    "head": "user_head_cao_minh_demo",
    "team member": "user_reviewer_vinh_bao_demo",
    "officer": "user_officer_vinh_bao_demo",
    "head of an authority": "user_authority_head_vinh_bao_demo",
    "officer of the authority above": "user_officer_hai_phong_demo",
}
# Others: roles, and where they work.
OTHERS = {
    "administrator": ("admin",),
    "several schools": ("head", "cao_minh", "quoc_tuan"),
    "several roles": ("head,officer,admin", "cao_minh", "vinh_bao", "hai_phong"),
    "nowhere": ("head,officer",),
    "without a role": ("",),
}


@tagged("post_install", "-at_install")
class TestCrawler(TransactionCase):
    """Everything that the web client asks for on our screens, by every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"tracking_disable": True, "no_reset_password": True})
        cls.users = {
            name: cls.env.ref(f"cds_assessment.{key}") for name, key in DEMO.items()
        }
        for name, (roles, *places) in OTHERS.items():
            cls.users[name] = cls._create_user(name, roles, places)
        cls.users["portal"] = new_test_user(
            cls.env, "cds_portal", groups="base.group_portal"
        )
        cls.users["public"] = cls.env.ref("base.public_user")
        for user in cls.users.values():
            user.lang = "vi_VN"
            if user._is_internal():
                user.group_ids += cls.env.ref("base.group_allow_export")

    @classmethod
    def _create_user(cls, name, roles, places):
        groups = [f"{GROUPS}{role}" for role in filter(None, roles.split(","))]
        institutions = cls.env["cds.institution"].union(
            *(cls.env.ref(f"cds_assessment.institution_{key}_demo") for key in places)
        )
        return new_test_user(
            cls.env,
            f"cds_{name}".replace(" ", "_"),
            groups=",".join(["base.group_user", *groups]),
            name=name,
            cds_institution_ids=[Command.set(institutions.ids)],
        )

    def test_every_role_gets_answers(self):
        counts, refusals, faults, compared = Counter(), Counter(), {}, set()
        for name, user in self.users.items():
            walk = Walk(self.env, user, name, compared)
            with_menus = user._is_internal() and walk.actions()
            walk.go(with_menus or self._get_all_actions())
            counts += walk.answers.counts
            refusals += walk.answers.refusals
            for key, fault in walk.answers.faults.items():
                faults.setdefault(key, fault)
            _logger.info(
                "%s: %s calls, %s refused",
                name,
                walk.answers.counts.total(),
                walk.answers.refusals.total(),
            )
        told = f"{len(self.users)} users, {counts.total()} calls ({dict(counts)})"
        _logger.info("Crawled: %s; %s refused", told, refusals.total())
        self.assertFalse(
            faults, f"{len(faults)} faults of {told}:\n" + "\n".join(faults.values())
        )

    def _get_all_actions(self):
        """Return all actions of ours: who sees no menu may still know an address."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "cds_assessment"),
                ("model", "=", "ir.actions.act_window"),
            ]
        )
        return data.mapped("res_id")
