from odoo import SUPERUSER_ID, api

# By group: what people call it, in English and Vietnamese, and whose side it is.
ROLES = {
    "contributor": ("Teacher", "Giáo viên", "school"),
    "council": ("Secretary, Council", "Thư ký, hội đồng", "school"),
    "head": ("Head of the School", "Hiệu trưởng", "school"),
    "reviewer": ("Team Member", "Thành viên đoàn", "authority"),
    "officer": ("Officer", "Chuyên viên", "authority"),
    "authority_head": ("Head of the Authority", "Thủ trưởng", "authority"),
}


def migrate(cr, version):
    """Give each side a choice of its own, and roles the names that people have.

    Groups are not updated: administrators may have changed what they imply.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    has_vietnamese = env["res.lang"]._lang_get("vi_VN")
    for role, (name, vietnamese, side) in ROLES.items():
        group = env.ref(f"cds_assessment.group_{role}")
        group.write(
            {
                "name": name,
                "privilege_id": env.ref(
                    f"cds_assessment.res_groups_privilege_{side}"
                ).id,
            }
        )
        if has_vietnamese:
            group.with_context(lang="vi_VN").name = vietnamese
    keeping = env.ref("cds_assessment.res_groups_privilege_cds")
    keeping.name = "Keeping the Add-on"
    if has_vietnamese:
        keeping.with_context(lang="vi_VN").name = "Quản trị phần mềm đánh giá"
