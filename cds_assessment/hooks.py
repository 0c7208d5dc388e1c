"""What must be there before the add-on's data is loaded."""


def pre_init_hook(env):
    """Activate Vietnamese: the users work in it and all printed papers are in it."""
    env["res.lang"]._activate_and_install_lang("vi_VN")
