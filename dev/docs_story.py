"""What is told before the guides' pictures are taken; runs in Odoo's shell."""

if env["res.users"].search_count([("login", "=", "chuyenvien.vinhbao")]):
    from odoo.addons.cds_assessment.tests.common import demo_commune

    demo_commune.play(env, env.cr.commit)
env.ref("base.user_admin").write({"lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh"})
env.cr.commit()
