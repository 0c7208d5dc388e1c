from odoo.http import Controller, request, route

from .public import NOINDEX, answer


class CdsFirstUseController(Controller):
    """The way in for the first time, with the code of an account slip."""

    @route(
        ["/cds/vao", "/cds/vao/<string:code>"],
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def first_use(self, code="", ma=""):
        """Lead to the page on which a password is chosen, or ask for the code.

        :param code: of the slip, in the address
        :param ma: as it was typed
        """
        typed = code or ma
        path = request.env["cds.account"]._get_first_use(typed) if typed else None
        if path:
            # Odoo's page is in the language of the visit
            request.session.context = {**request.session.context, "lang": "vi_VN"}
            response = request.redirect(path)
            response.headers["Referrer-Policy"] = "no-referrer"
            return response
        return answer("first_use", {"is_refused": bool(typed)}, headers=NOINDEX)
