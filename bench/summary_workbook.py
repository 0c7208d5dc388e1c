"""The summary workbook of 1,000 schools, beside raw SQL plus xlsxwriter.

The floor is the script that somebody would write who knows the tables: a statement for
each sheet, no rights, no models, and the same cells in the same formats. That they are
the same is checked, formulas and their values included.
"""

import io
from datetime import date
from itertools import groupby
from types import SimpleNamespace

import xlsxwriter
from openpyxl import load_workbook
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell

from odoo.addons.cds_assessment.report.summary.columns import make_styles
from odoo.addons.cds_assessment.report.summary.workbook import summary_workbook
from odoo.addons.cds_assessment.tools.vietnamese import sort_key

from bench._floor import best_of, create_assessments, judge

COUNT = 1000
LIMIT = 1.3
HANDS = ("self", "council", "external", "final")
RESULTS = {"self": "Tự đánh giá", "external": "Đánh giá ngoài", "final": "Công nhận"}
OF = {
    None: "Chưa nộp",
    "council": "Tự đánh giá",
    "external": "Đánh giá ngoài",
    "final": "Công nhận",
}
# Whose points stand for a school, as SQL.
HAND = """CASE WHEN a.state IN ('recognised', 'published') THEN 'final'
    WHEN a.state = 'reviewed' THEN 'external'
    WHEN a.state IN ('submitted', 'external') THEN 'council' END"""


# === WHAT IS SUMMED UP === #


def create_campaign():
    """Create a campaign of 1,000 schools in every state, by SQL where it counts."""
    authorities = env["cds.institution"].create(
        [{"name": f"Xã số {n}", "kind": "authority"} for n in range(20)]
    )
    campaign = env["cds.campaign"].create(
        {
            "name": "Đợt đánh giá",
            "authority_id": authorities[0].id,
            "school_year_id": env.ref("cds_assessment.school_year_2023").id,
            "state": "launched",
        }
    )
    assessments = create_assessments(env, COUNT)
    milestone = env["cds.milestone"].create(
        {"campaign_id": campaign.id, "name": "Nộp báo cáo", "product": "Báo cáo"}
    )
    env.flush_all()
    run = env.cr.execute
    values = {
        "campaign": campaign.id,
        "milestone": milestone.id,
        "year": campaign.school_year_id.id,
        "authorities": authorities.ids,
        "levels": env["cds.school.level"].search([]).ids,
        "ids": assessments.ids,
    }
    run(
        """UPDATE cds_institution i SET code = 'M' || i.id,
            parent_id = (%(authorities)s)[1 + i.id %% 20],
            parent_path = (%(authorities)s)[1 + i.id %% 20] || '/' || i.id || '/',
            school_level_id = (%(levels)s)[1 + i.id %% 4]
        FROM cds_assessment a WHERE a.institution_id = i.id AND a.id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_campaign_institution_rel (campaign_id, institution_id)
        SELECT %(campaign)s, institution_id FROM cds_assessment
        WHERE id = ANY(%(ids)s)""",
        values,
    )
    run(
        """UPDATE cds_assessment SET campaign_id = %(campaign)s,
            state = (ARRAY['self', 'council', 'approved', 'external', 'reviewed',
                'recognised', 'recognised'])[1 + id %% 7],
            hand = (ARRAY['self', 'council', 'council', 'council', 'final', 'final',
                'final'])[1 + id %% 7],
            recognition_number = CASE WHEN id %% 7 > 4 THEN '9/QĐ' END,
            recognition_date = CASE WHEN id %% 7 > 4 THEN date '2024-06-10' END
        WHERE id = ANY(%(ids)s)""",
        values,
    )
    points = ", ".join(
        f"{hand}_points = least(c.max_points, (l.id * {n + 3} %% 13) / 2.0),"
        f" {hand}_met = (l.id + {n}) %% 3 > 0"
        for n, hand in enumerate(HANDS)
    )
    run(
        f"""UPDATE cds_assessment_line l SET status = 'done', {points}
        FROM cds_criterion c
        WHERE c.id = l.criterion_id AND l.assessment_id = ANY(%(ids)s)""",
        values,
    )
    points = ", ".join(
        f"{hand}_points = (r.id * {n + 3} %% 200) / 2.0, {hand}_level_id ="
        " (SELECT id FROM cds_level l WHERE l.framework_id = r.framework_id"
        f" AND l.number = 1 + (r.id + {n}) %% 3)"
        for n, hand in enumerate(HANDS)
    )
    run(
        f"""UPDATE cds_assessment_result r SET {points}
        WHERE r.assessment_id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_evidence (institution_id, name, kind, origin, active)
        SELECT a.institution_id, 'Minh chứng', 'plan', 'own', true
        FROM cds_assessment a, generate_series(1, 20) WHERE a.id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_assessment_evidence
            (assessment_id, institution_id, evidence_id, root_criterion_id, code,
                number, state)
        SELECT a.id, a.institution_id, e.id,
            (SELECT min(id) FROM cds_criterion WHERE framework_id = a.framework_id),
            'H' || e.id, e.id,
            (ARRAY['submitted', 'accepted', 'rejected', 'accepted'])[1 + e.id %% 4]
        FROM cds_assessment a
        JOIN cds_evidence e ON e.institution_id = a.institution_id
        WHERE a.id = ANY(%(ids)s)""",
        values,
    )
    run(
        """INSERT INTO cds_assessment_evidence_line_rel (use_id, line_id)
        SELECT u.id, l.id FROM cds_assessment_evidence u
        JOIN cds_assessment_line l ON l.assessment_id = u.assessment_id
        WHERE l.assessment_id = ANY(%(ids)s) AND (u.number + l.sequence) %% 17 = 0""",
        values,
    )
    run(
        """INSERT INTO cds_deliverable
            (milestone_id, campaign_id, institution_id, date_due, state)
        SELECT %(milestone)s, %(campaign)s, institution_id, date '2024-06-12',
            (ARRAY['todo', 'doing', 'done'])[1 + id %% 3]
        FROM cds_assessment WHERE id = ANY(%(ids)s)""",
        values,
    )
    run("ANALYZE cds_assessment, cds_assessment_line, cds_assessment_result")
    env.invalidate_all()
    return campaign


# === THE FLOOR === #


class Writer:
    """A worksheet and its row; nothing else stands between a row and xlsxwriter."""

    def __init__(self, book, styles, name, widths, titles):
        self.styles = styles
        self.sheet = book.add_worksheet(name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        for row, title in enumerate(titles):
            self.sheet.write_string(row, 0, title, styles["plain" if row else "title"])
        self.row, self.width, self.name = len(titles), len(widths), name

    def headings(self, rows, frozen, names=None):
        top = self.row
        for number, texts in enumerate(rows):
            style = self.styles["name" if number == names else "heading"]
            if number == names:
                self.sheet.set_row(top + number, 190)
            for column, text in enumerate(texts):
                if text:
                    self.sheet.write_string(top + number, column, text, style)
                else:
                    self.sheet.write_blank(top + number, column, None, style)
            self.merge(top + number, texts)
        self.row = self.first = top + len(rows)
        self.sheet.freeze_panes(self.row, frozen)
        self.sheet.repeat_rows(top, self.row - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&C&P/&N")

    def merge(self, row, texts):
        for left, text in enumerate(texts):
            right = left
            while right + 1 < len(texts) and texts[right + 1] is None:
                right += 1
            if text and right > left:
                style = self.styles["heading"]
                self.sheet.merge_range(row, left, row, right, text, style)

    def cells(self, values):
        """Write pairs of a value and a style, of a formula and its result."""
        sheet, styles, row = self.sheet, self.styles, self.row
        for column, (value, style) in enumerate(values):
            if value is None or value == "":
                sheet.write_blank(row, column, None, styles[style or "center"])
            elif type(value) is str:
                sheet.write_string(row, column, value, styles[style])
            elif type(value) is tuple:
                sheet.write_formula(row, column, value[0], styles[style], value[1])
            elif type(value) is date:
                sheet.write_datetime(row, column, value, styles[style])
            else:
                style = style or ("whole" if value == int(value) else "broken")
                sheet.write_number(row, column, value, styles[style])
        self.row += 1

    def end(self):
        self.last = self.row - 1

    def total(self, label, at, cells):
        row = [(None, "total")] * self.width
        row[at] = label, "total"
        for column, (formula, value, style) in cells.items():
            row[column] = (formula, value), f"total_{style}"
        self.cells(row)

    def area(self, column):
        return xl_range(self.first, column, self.last, column)

    def filter(self):
        self.sheet.autofilter(self.first - 1, 0, self.last, self.width - 1)


def read(sql, *parameters):
    env.cr._obj.execute(sql, parameters)
    return env.cr._obj.fetchall()


def floor(campaign, made_at):
    """Write the workbook by hand."""
    output = io.BytesIO()
    options = {"constant_memory": True, "strings_to_urls": False}
    options["strings_to_formulas"] = False
    with xlsxwriter.Workbook(output, options) as book:
        book.set_properties({"title": campaign.name})
        write_floor(book, campaign.id, made_at)
    return output.getvalue()


def batched(values):
    return zip(values[::2], values[1::2], strict=True)


def average(cells, values):
    mean = sum(values) / len(values) if values else ""
    return f'=IF(COUNT({cells})=0,"",AVERAGE({cells}))', mean, "average"


def read_floor(campaign):
    """Read what the sheets share: names, criteria, schools, their results."""
    ((name, authority, year, framework, title),) = read(
        """SELECT c.name, i.name, y.name, f.id, f.name FROM cds_campaign c
        JOIN cds_institution i ON i.id = c.authority_id
        JOIN cds_school_year y ON y.id = c.school_year_id
        JOIN cds_framework f ON f.id = (SELECT framework_id FROM cds_assessment
            WHERE campaign_id = c.id LIMIT 1) WHERE c.id = %s""",
        campaign,
    )
    levels = read(
        "SELECT id, number, name FROM cds_level WHERE framework_id = %s"
        " ORDER BY number",
        framework,
    )
    nodes = read(
        """SELECT id, parent_id, code, name, node, max_points,
            is_mandatory AND max_points = 0
        FROM cds_criterion WHERE framework_id = %s ORDER BY sequence, id""",
        framework,
    )
    nodes = [(*n[:5], float(n[5]), n[6]) for n in nodes]
    children = {key[0]: [n for n in nodes if n[1] == key[0]] for key in nodes}
    groups = [n for n in nodes if n[4] == "group"]

    below = {}
    for node in reversed(nodes):  # items come before what they stand under
        kids = children[node[0]]
        below[node[0]] = [leaf for k in kids for leaf in below[k[0]]] or [node]
    number_of = {key: number for key, number, _name in levels}
    states = dict(
        env["cds.assessment"]
        .with_context(lang="vi_VN")
        ._fields["state"]
        ._description_selection(env(context={"lang": "vi_VN"}))
    )
    schools = read(
        f"""SELECT a.id, i.name, i.code, l.name, i.ownership, p.name, a.state, {HAND},
            a.recognition_number, a.recognition_date
        FROM cds_assessment a JOIN cds_institution i ON i.id = a.institution_id
        JOIN cds_institution p ON p.id = i.parent_id
        JOIN cds_school_level l ON l.id = i.school_level_id
        WHERE a.campaign_id = %s AND a.state != 'cancelled'""",
        campaign,
    )
    schools.sort(key=lambda row: (sort_key(row[5]), sort_key(row[1])))
    subject = f"{authority} · {name} · Năm học {year}"
    keys = [(g[0], column) for g in groups for column in RESULTS]

    results, shown = read_results(campaign)
    items = [leaf for g in groups for leaf in below[g[0]]]
    conditions = {n[0] for n in items if n[6]}
    scores = read_scores(campaign, conditions)
    return SimpleNamespace(**locals())


def read_results(campaign):
    results, shown = {}, {}
    for row in read(
        f"""SELECT r.assessment_id, r.criterion_id, {HAND}, r.self_points,
            r.self_level_id, r.council_points, r.council_level_id, r.external_points,
            r.external_level_id, r.final_points, r.final_level_id
        FROM cds_assessment_result r JOIN cds_assessment a ON a.id = r.assessment_id
        WHERE a.campaign_id = %s AND a.state != 'cancelled'""",
        campaign,
    ):
        key, node, hand, *values = row
        if hand:
            values = dict(zip(HANDS, batched(values), strict=True))
            of_school = results.setdefault(key, {})
            of_school[node, "self"] = values["council"]
            if hand in ("external", "final"):
                of_school[node, "external"] = values["external"]
            if hand == "final":
                of_school[node, "final"] = values["final"]
            shown.setdefault(key, {})[node] = values[hand]
    return results, shown


def read_scores(campaign, conditions):
    points = {}
    cases = {
        part: " ".join(f"WHEN '{hand}' THEN l.{hand}_{part}" for hand in HANDS)
        for part in ("points", "met")
    }
    for key, item, value, met in read(
        f"""SELECT l.assessment_id, l.criterion_id,
            CASE {HAND} {cases["points"]} END, CASE {HAND} {cases["met"]} END
        FROM cds_assessment_line l JOIN cds_assessment a ON a.id = l.assessment_id
        WHERE a.campaign_id = %s AND a.state != 'cancelled' AND {HAND} IS NOT NULL""",
        campaign,
    ):
        if item in conditions:
            value = "Đạt" if met else "Chưa đạt"
        points.setdefault(key, {})[item] = value
    return points


def write_overview(f):
    book = f.book
    styles = f.styles
    groups = f.groups
    keys = f.keys
    schools = f.schools
    results = f.results
    number_of = f.number_of
    levels = f.levels
    states = f.states
    subject = f.subject
    title = f.title
    head = [
        ("TT", 5),
        ("Đơn vị", 36),
        ("Mã đơn vị", 13),
        ("Cấp học", 14),
        ("Loại hình", 13),
        ("Cơ quan quản lý", 28),
        ("Trạng thái hồ sơ", 16),
    ]
    tail = [("Quyết định công nhận", 20), ("Ngày quyết định", 12), ("Ghi chú", 36)]
    widths = [w for _t, w in head] + [7, 8] * len(keys) + [w for _t, w in tail]
    titles = ["TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ", subject, title]
    sheet = Writer(book, styles, "Tổng hợp", widths, titles)
    top, middle = [t for t, _w in head], [""] * 7
    for g in groups:
        top += [f"Nhóm {g[2]}. {g[3]}"] + [None] * 5
        for label in RESULTS.values():
            middle += [label, None]
    sheet.headings(
        [
            top + [t for t, _w in tail],
            middle + [""] * 3,
            [""] * 7 + ["Điểm", "Mức độ"] * len(keys) + [""] * 3,
        ],
        2,
    )
    ownership = {"public": "Công lập", "private": "Ngoài công lập"}
    points = {key: [] for key in keys}
    found = {key: [] for key in keys}
    for number, school in enumerate(schools, 1):
        cells = [(number, "count")]
        cells += [(text, "text") for text in school[1:4]]
        cells += [(ownership[school[4]], "text"), (school[5], "text")]
        cells.append((states[school[6]], "text"))
        mine = results.get(school[0], {})
        for key in keys:
            value = mine.get(key)
            if value is None:
                cells += [(None, "center"), (None, "center")]
            else:
                level = number_of.get(value[1])
                points[key].append(value[0])
                found[key].append(level)
                cells += [(value[0], ""), (level, "")]
        cells += [(school[8], "text"), (school[9], "date"), ("", "text")]
        sheet.cells(cells)
    sheet.end()
    count = f"=COUNTA({sheet.area(1)})"
    sheet.total("Tổng số đơn vị", 1, {2: (count, len(schools), "whole")})
    at = {key: 7 + 2 * n for n, key in enumerate(keys)}
    sheet.total(
        "Số đơn vị có kết quả",
        1,
        {
            c: (f"=COUNT({sheet.area(c)})", len(points[k]), "whole")
            for k, c in at.items()
        },
    )
    sheet.total(
        "Điểm trung bình",
        1,
        {c: average(sheet.area(c), points[k]) for k, c in at.items()},
    )
    for _key, number, label in levels:
        sheet.total(
            f"Số đơn vị đạt {label}",
            1,
            {
                c + 1: (
                    f"=COUNTIF({sheet.area(c + 1)},{number})",
                    found[k].count(number),
                    "whole",
                )
                for k, c in at.items()
            },
        )
    nobody = ("draft", "self", "council", "concluded", "approved")
    named = ",".join(f'"{states[state]}"' for state in nobody)
    formula = f"=SUM(COUNTIF({sheet.area(6)},{{{named}}}))"
    many = sum(school[6] in nobody for school in schools)
    cell = (formula, many, "whole")
    sheet.total("Chưa nộp, không tính vào kết quả", 1, {2: cell})
    for state, label in states.items():
        if state != "cancelled":
            many = sum(school[6] == state for school in schools)
            formula = f'=COUNTIF({sheet.area(6)},"{label}")'
            sheet.total(f"Trạng thái: {label}", 1, {2: (formula, many, "whole")})
    sheet.filter()
    f.overview, f.at = sheet, at


def write_detail(f):
    book = f.book
    styles = f.styles
    groups = f.groups
    below = f.below
    children = f.children
    schools = f.schools
    shown = f.shown
    subject = f.subject
    title = f.title
    points = f.scores
    place, column = {}, 4
    for g in groups:
        for leaf in below[g[0]]:
            place[leaf[0]] = column
            column += 1
        place[g[0]] = column
        column += 1
    head = [("TT", 5), ("Đơn vị", 36), ("Cấp học", 14), ("Điểm của", 14)]
    widths = [w for _t, w in head]
    rows = [[t for t, _w in head], [""] * 4, [""] * 4, [""] * 4]
    for g in groups:
        inside = below[g[0]]
        widths += [7] * len(inside) + [9]
        rows[0] += [f"Nhóm {g[2]}. {g[3]}"] + [None] * len(inside)
        rows[1] += [n[2] for n in inside] + ["Cộng"]
        rows[2] += [n[3] for n in inside] + [f"Nhóm {g[2]}"]
        rows[3] += ["bắt buộc" if n[6] else f"≤ {n[5]:g}" for n in inside]
        rows[3] += [f"≤ {g[5]:g}"]
    titles = ["ĐIỂM CHI TIẾT TỪNG NỘI DUNG", subject, title]
    sheet = Writer(book, styles, "Chi tiết", widths, titles)
    sheet.headings(rows, 2, names=2)

    def sums(node, row):
        terms = []
        for is_item, run in groupby(children[node[0]], lambda n: n[4] == "item"):
            if is_item:
                run = [xl_col_to_name(place[n[0]]) for n in run]
                last = f":{run[-1]}{row}" if len(run) > 1 else ""
                terms.append(f"SUM({run[0]}{row}{last})")
            else:
                terms += [sums(child, row) for child in run]
        return f"MIN({node[5]:g},{'+'.join(terms)})"

    columns = {column: [] for column in place.values()}
    for number, school in enumerate(schools, 1):
        cells = [(number, "count"), (school[1], "text"), (school[3], "text")]
        cells.append((OF[school[7]], "text"))
        mine = points.get(school[0], {})
        for g in groups:
            for leaf in below[g[0]]:
                value = mine.get(leaf[0])
                cells.append((value, "center" if leaf[6] else ""))
                if value is not None and not leaf[6]:
                    columns[place[leaf[0]]].append(value)
            if school[7]:
                value = shown[school[0]][g[0]][0]
                columns[place[g[0]]].append(value)
                cells.append((("=" + sums(g, sheet.row + 1), value), "sum"))
            else:
                cells.append((None, "center"))
        sheet.cells(cells)
    sheet.end()
    sheet.total(
        "Điểm trung bình",
        1,
        {c: average(sheet.area(c), values) for c, values in columns.items()},
    )
    sheet.filter()


def write_levels(f):
    book = f.book
    styles = f.styles
    groups = f.groups
    levels = f.levels
    schools = f.schools
    results = f.results
    number_of = f.number_of
    overview = f.overview
    at = f.at
    subject = f.subject
    title = f.title
    kinds = [
        row[0]
        for row in read("SELECT name FROM cds_school_level ORDER BY sequence, id")
    ]
    kinds = [kind for kind in kinds if any(s[3] == kind for s in schools)]
    sheet = book.add_worksheet("Phân bố")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(levels) + 2, 11)
    titles = ["PHÂN BỐ MỨC ĐỘ CHUYỂN ĐỔI SỐ THEO CẤP HỌC", subject, title]
    for row, text in enumerate(titles):
        sheet.write_string(row, 0, text, styles["plain" if row else "title"])

    def outer(column):
        cells = [
            xl_rowcol_to_cell(row, column, True, True)
            for row in (overview.first, overview.last)
        ]
        return f"'Tổng hợp'!{cells[0]}:{cells[1]}"

    row = 3
    colors = ("#C0504D", "#E6B422", "#4E9F50")
    for g in groups:
        for column, label in RESULTS.items():
            heading = f"Nhóm {g[2]}. {g[3]} – {label}"
            sheet.write_string(row, 0, heading, styles["bold"])
            labels = ["Cấp học", *(x[2] for x in levels), "Chưa có mức độ", "Số đơn vị"]
            for x, text in enumerate(labels):
                sheet.write_string(row + 1, x, text, styles["heading"])
            counts = []
            first = row + 2
            for y, kind in enumerate(kinds, first):
                sheet.write_string(y, 0, kind, styles["text"])
                mine = [
                    number_of.get(results.get(s[0], {}).get((g[0], column), (0, 0))[1])
                    for s in schools
                    if s[3] == kind
                ]
                line = [mine.count(number) for _key, number, _name in levels]
                line += [len(mine) - sum(line), len(mine)]
                for x, (_key, number, _name) in enumerate(levels, 1):
                    formula = (
                        f"=COUNTIFS({outer(3)},$A{y + 1},"
                        f"{outer(at[g[0], column] + 1)},{number})"
                    )
                    sheet.write_formula(y, x, formula, styles["count"], line[x - 1])
                x = len(levels) + 1
                end = xl_rowcol_to_cell(y, x + 1)
                formula = f"={end}-SUM({xl_range(y, 1, y, len(levels))})"
                sheet.write_formula(y, x, formula, styles["count"], line[-2])
                formula = f"=COUNTIF({outer(3)},$A{y + 1})"
                sheet.write_formula(y, x + 1, formula, styles["whole"], line[-1])
                counts.append(line)
            last = first + len(kinds) - 1
            sheet.write_string(last + 1, 0, "Cộng", styles["total"])
            for x, values in enumerate(zip(*counts, strict=True), 1):
                formula = f"=SUM({xl_range(first, x, last, x)})"
                style = styles["total_whole"]
                sheet.write_formula(last + 1, x, formula, style, sum(values))
            chart = book.add_chart({"type": "column", "subtype": "stacked"})
            for n in range(len(levels)):
                chart.add_series(
                    {
                        "name": ["Phân bố", row + 1, n + 1],
                        "categories": ["Phân bố", first, 0, last, 0],
                        "values": ["Phân bố", first, n + 1, last, n + 1],
                        "fill": {"color": colors[n]},
                        "gap": 60,
                    }
                )
            chart.set_title({"name": heading, "name_font": {"size": 11}})
            chart.set_legend({"position": "bottom"})
            chart.set_y_axis({"num_format": "0", "major_gridlines": {"visible": False}})
            chart.set_size({"width": 620, "height": 290})
            sheet.insert_chart(row, len(levels) + 4, chart)
            row += max(16, len(kinds) + 5)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&C&P/&N")


def write_evidence(f):
    book = f.book
    styles = f.styles
    groups = f.groups
    below = f.below
    items = f.items
    schools = f.schools
    campaign = f.campaign
    subject = f.subject
    title = f.title
    head = [("TT", 5), ("Đơn vị", 36), ("Tổng số", 9)]
    head += [("Chờ duyệt", 11), ("Được chấp nhận", 11), ("Bị từ chối", 11)]
    widths = [w for _t, w in head] + [7] * len(items)
    titles = ["SỐ MINH CHỨNG THEO TỪNG NỘI DUNG", subject, title]
    titles.append("Số của từng nội dung không tính minh chứng bị từ chối.")
    sheet = Writer(book, styles, "Minh chứng", widths, titles)
    top = [t for t, _w in head]
    for g in groups:
        top += [f"Nhóm {g[2]}. {g[3]}"] + [None] * (len(below[g[0]]) - 1)
    sheet.headings([top, [""] * 6 + [n[2] for n in items]], 2)
    uses = {
        key: counts
        for key, *counts in read(
            """SELECT u.assessment_id,
                count(*) FILTER (WHERE u.state IN ('carried', 'submitted')),
                count(*) FILTER (WHERE u.state = 'accepted'),
                count(*) FILTER (WHERE u.state = 'rejected')
            FROM cds_assessment_evidence u
            JOIN cds_assessment a ON a.id = u.assessment_id
            WHERE a.campaign_id = %s GROUP BY 1""",
            campaign,
        )
    }
    by_item = {}
    for key, item, many in read(
        """SELECT l.assessment_id, l.criterion_id, count(*)
        FROM cds_assessment_evidence u
        JOIN cds_assessment a ON a.id = u.assessment_id
        JOIN cds_assessment_evidence_line_rel rel ON rel.use_id = u.id
        JOIN cds_assessment_line l ON l.id = rel.line_id
        WHERE a.campaign_id = %s AND u.state IN ('carried', 'submitted', 'accepted')
        GROUP BY 1, 2""",
        campaign,
    ):
        by_item.setdefault(key, {})[item] = many
    totals = [0] * (4 + len(items))
    for number, school in enumerate(schools, 1):
        mine = uses.get(school[0], [0, 0, 0])
        ours = by_item.get(school[0], {})
        counts = [sum(mine), *mine, *(ours.get(n[0], 0) for n in items)]
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        formula = f"=SUM(D{sheet.row + 1}:F{sheet.row + 1})"
        cells = [(number, "count"), (school[1], "text")]
        cells += [((formula, counts[0]), "whole"), *((n, "count") for n in counts[1:])]
        sheet.cells(cells)
    sheet.end()
    sheet.total(
        "Cộng",
        1,
        {c: (f"=SUM({sheet.area(c)})", n, "whole") for c, n in enumerate(totals, 2)},
    )
    sheet.filter()


def write_sector(f):
    book = f.book
    styles = f.styles
    groups = f.groups
    children = f.children
    schools = f.schools
    shown = f.shown
    number_of = f.number_of
    campaign = f.campaign
    subject = f.subject
    title = f.title
    points = f.scores
    head = [("TT", 5), ("Mã đơn vị", 13), ("Đơn vị", 36), ("Điểm của", 14)]
    tail = [("Tình trạng nhập", 24), ("Ngày nhập", 12), ("Người nhập", 26)]
    asked = [(g, children[g[0]]) for g in groups]
    many = sum(2 + len(below) for _g, below in asked)
    widths = [w for _t, w in head] + [9] * many + [w for _t, w in tail]
    titles = ["SỐ LIỆU NHẬP LÊN CƠ SỞ DỮ LIỆU NGÀNH", subject, title]
    sheet = Writer(book, styles, "CSDL ngành", widths, titles)
    top, bottom = [t for t, _w in head], [""] * 4
    for g, below in asked:
        top += [f"Nhóm {g[2]}. {g[3]}"] + [None] * (1 + len(below))
        bottom += ["Tổng điểm", "Mức độ", *(n[2] for n in below)]
    sheet.headings([top + [t for t, _w in tail], bottom + [""] * 3], 3)
    entered = {
        key: values
        for key, *values in read(
            """SELECT a.id, a.sector_entered_on, a.sector_entered_hand, p.name
            FROM cds_assessment a
            LEFT JOIN res_users u ON u.id = a.sector_entered_by_id
            LEFT JOIN res_partner p ON p.id = u.partner_id
            WHERE a.campaign_id = %s""",
            campaign,
        )
    }
    labels = ["Chưa nhập", "Đã nhập điểm tự đánh giá", "Đã nhập"]
    marks = []
    for number, school in enumerate(schools, 1):
        cells = [(number, "count"), (school[2], "text"), (school[1], "text")]
        cells.append((OF[school[7]], "text"))
        mine, ours = shown.get(school[0], {}), points.get(school[0], {})
        for g, below in asked:
            value, level = mine.get(g[0], (None, None))
            cells += [(value, ""), (number_of.get(level), "")]
            for n in below:
                if n[4] == "item":
                    cells.append((ours.get(n[0]), "center" if n[6] else ""))
                else:
                    cells.append((mine.get(n[0], (None,))[0], ""))
        on, hand, user = entered[school[0]]
        mark = "Chưa nhập"
        if on:
            is_final = hand == "final" and school[6] in ("recognised", "published")
            mark = labels[2 if is_final else 1]
        marks.append(mark)
        cells += [(mark, "text"), (on, "date"), (user, "text")]
        sheet.cells(cells)
    sheet.end()
    for label in labels:
        formula = f'=COUNTIF({sheet.area(sheet.width - 3)},"{label}")'
        cell = formula, marks.count(label), "whole"
        sheet.total(label, 2, {sheet.width - 3: cell})
    sheet.filter()


def write_late(f):
    book = f.book
    styles = f.styles
    campaign = f.campaign
    subject = f.subject
    head = [("TT", 5), ("Đơn vị", 36), ("Cơ quan quản lý", 30)]
    head += [("Sản phẩm phải nộp", 50), ("Hạn nộp", 12)]
    head += [("Số ngày trễ", 10), ("Tình trạng", 16)]
    titles = ["DANH SÁCH SẢN PHẨM CHẬM NỘP", subject]
    sheet = Writer(book, styles, "Chậm nộp", [w for _t, w in head], titles)
    sheet.headings([[t for t, _w in head]], 2)
    today = date.today()
    late = read(
        """SELECT i.name, p.name, COALESCE(m.product, m.name), d.date_due, d.state
        FROM cds_deliverable d JOIN cds_institution i ON i.id = d.institution_id
        JOIN cds_institution p ON p.id = i.parent_id
        JOIN cds_milestone m ON m.id = d.milestone_id
        WHERE d.campaign_id = %s AND d.date_due < %s AND d.state IN ('todo', 'doing')
            AND m.side = 'school' AND m.is_done_above IS NOT TRUE
        ORDER BY d.date_due, i.sort_key, i.id, d.id""",
        campaign,
        today,
    )
    names = dict(
        env["cds.deliverable"]
        ._fields["state"]
        ._description_selection(env(context={"lang": "vi_VN"}))
    )
    for number, row in enumerate(late, 1):
        cells = [(number, "count"), *((text, "text") for text in row[:3])]
        cells += [(row[3], "date"), ((today - row[3]).days, "count")]
        cells.append((names[row[4]], "text"))
        sheet.cells(cells)
    sheet.end()
    formula = f"=COUNTA({sheet.area(1)})"
    sheet.total("Số sản phẩm chậm nộp", 1, {3: (formula, len(late), "whole")})
    sheet.filter()


def write_about(f, made_at):
    book = f.book
    styles = f.styles
    sheet = book.add_worksheet("Thông tin")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 80)
    for row, (label, text) in enumerate(made_at):
        sheet.write_string(row, 0, label, styles["bold"])
        sheet.write_string(row, 1, text, styles["wrapped"])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&C&P/&N")


def write_floor(book, campaign, made_at):
    f = read_floor(campaign)
    f.book, f.styles = book, make_styles(book)
    write_overview(f)
    write_detail(f)
    write_levels(f)
    write_evidence(f)
    write_sector(f)
    write_late(f)
    write_about(f, made_at)


# === BESIDE EACH OTHER === #


def contents(content):
    """Give sheets, and each cell with its format; formulas beside their values."""
    found = {}
    for cached in (False, True):
        for sheet in load_workbook(io.BytesIO(content), data_only=cached):
            for row in sheet.iter_rows():
                for cell in row:
                    at = sheet.title, cell.coordinate
                    found.setdefault(at, []).append(cell.value)
                    found[at].append(cell.number_format)
    return found


campaign = create_campaign()
officer = env.ref("base.user_admin")
campaign = campaign.with_user(officer)
content = summary_workbook(campaign._get_summary())
about = load_workbook(io.BytesIO(content))["Thông tin"]
about = [(row[0].value, row[1].value) for row in about.iter_rows()]
mine, theirs = contents(content), contents(floor(campaign, about))
different = [at for at in {*mine, *theirs} if mine.get(at) != theirs.get(at)]
if different:
    for at in sorted(different)[:20]:
        print("  ", at, mine.get(at), theirs.get(at))
    raise SystemExit(f"{len(different)} cells differ: the floor writes another file")
print(f"  {len(mine)} cells, {len(content) // 1024} KB")


def ours():
    env.invalidate_all()
    summary_workbook(campaign._get_summary())


# in turns, so that both have the same share of a machine that does other things too
times = [
    (best_of(1, ours), best_of(1, lambda: floor(campaign, about))) for _ in range(5)
]
judge(
    "summary workbook of 1,000 schools",
    min(mine for mine, _theirs in times),
    min(theirs for _mine, theirs in times),
    LIMIT,
)
env.cr.rollback()
