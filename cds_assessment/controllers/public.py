from odoo.http import Controller, content_disposition, request, route

from ..report.publication import public_results
from ..report.publication.public_results import Query

# Nothing is fetched, nothing runs, nobody frames the pages, and no address with a
# certificate's token leaks to another site. What is withdrawn is in no cache.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
NOINDEX = {"X-Robots-Tag": "noindex, nofollow"}
PUBLIC = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
    "sitemap": False,
}


class CdsPublicController(Controller):
    """Pages for anybody: published results, and the check of a certificate.

    They are made of what ``_get_public*`` of publications and certificates give: plain
    values of frozen fields. No record comes here, and none is read here.
    """

    @route("/cds/results", **PUBLIC)
    def results_list(self):
        """List the campaigns whose results are published."""
        publications = request.env["cds.publication"]._get_public_list()
        return answer("public_list", {"publications": publications})

    @route("/cds/results/<string:slug>", **PUBLIC)
    def results(self, slug, **parameters):
        """Show the results of a campaign, searched and filtered."""
        content = request.env["cds.publication"]._get_public(slug)
        if content is None:
            return self._answer_missing()
        return answer(
            "public_results", results_values(content, Query.parse(parameters))
        )

    @route("/cds/results/<string:slug>/ket-qua.csv", **PUBLIC)
    def results_csv(self, slug, **parameters):
        """Answer with the results that a query asks for, for spreadsheets."""
        content = request.env["cds.publication"]._get_public(slug)
        if content is None:
            return self._answer_missing()
        rows = public_results.select(content["rows"], Query.parse(parameters))
        return request.make_response(
            public_results.to_csv(rows),
            {
                **HEADERS,
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": content_disposition(f"{content['slug']}.csv"),
            }.items(),
        )

    @route(["/cds/c", "/cds/c/<path:token>"], **PUBLIC)
    def certificate(self, token=""):
        """Return whether a certificate holds; of all else nothing, and always
        the same.
        """
        certificate = request.env["cds.certificate"]._get_public(token)
        return answer(
            "public_certificate",
            {"certificate": certificate, "points": public_results.points},
            status=200 if certificate else 404,
            headers=NOINDEX,
        )

    @route(
        "/cds_assessment/publications/<int:publication_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def preview(self, publication_id, **parameters):
        """Show those who prepare it what a page would show.

        :raise AccessError: when the user may not read the publication
        """
        publication = request.env["cds.publication"].browse(publication_id).exists()
        if not publication:
            return self._answer_missing()
        publication.check_access("read")
        values = results_values(publication._get_content(), Query.parse(parameters))
        return answer(
            "public_results",
            {**values, "is_preview": True, "address": publication._get_preview_url()},
            headers=NOINDEX,
        )

    def _answer_missing(self):
        return answer("public_missing", {}, status=404, headers=NOINDEX)


def answer(template, values, status=200, headers=None):
    """Answer anybody with a page of ours.

    :param template: its name within the add-on
    :param values: plain values: no record comes here
    """
    # sudo: the template is ours, and all values are plain
    html = (
        request.env["ir.qweb"]
        .sudo()
        .with_context(lang="vi_VN")
        ._render(f"cds_assessment.{template}", values)
    )
    return request.make_response(
        "<!DOCTYPE html>\n" + str(html).strip(),
        {
            **HEADERS,
            **(headers or {}),
            "Content-Type": "text/html; charset=utf-8",
        }.items(),
        status=status,
    )


def results_values(content, query):
    """Return what the page of results shows.

    :param content: what ``cds.publication._get_public`` gives
    :param query: ``report.publication.public_results.Query``
    """
    found = public_results.select(content["rows"], query)
    rows, page, pages = public_results.cut(found, query.page)
    levels, ownerships = public_results.kinds(content["rows"])
    return {
        "content": content,
        "address": f"/cds/results/{content['slug']}",
        "query": query,
        "rows": rows,
        "found": len(found),
        "page": page,
        "pages": pages,
        "near_pages": public_results.near_pages(page, pages),
        "first": (page - 1) * public_results.PAGE_ROWS + 1,
        "row_place": public_results.place,
        "groups": public_results.groups(content["rows"]),
        "totals": public_results.totals(found),
        "all_totals": public_results.totals(content["rows"]),
        "levels": levels,
        "ownerships": ownerships,
        "points": public_results.points,
        "is_preview": False,
    }
