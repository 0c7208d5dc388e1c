"""What the papers of inspections share: contents, findings, remarks and so on."""

from ..paper.structure import Paragraph
from .kind import EMPTY, Data, heading, subheading

BOARD = "Ban kiểm tra nội bộ"


def points(lines):
    """Return a paragraph for each line; one without a mark gets a dash."""
    return tuple(
        Paragraph(line if line[:1] in "-+–*" else f"- {line}") for line in lines
    )


def contents(facts):
    """List what was looked at, as the head of minutes and notice does."""
    return points(content.summary for content in facts.contents if content.is_first)


def findings(facts):
    """Give each content as a heading, with its findings below."""
    for content in facts.contents:
        yield subheading(f"{content.code}. {content.name}")
        yield from points(content.lines)
    yield from points(facts.results)


def remarks(facts):
    """Give strengths and shortcomings."""
    for lead, lines in (
        ("1. Ưu điểm:", facts.strengths),
        ("2. Tồn tại:", facts.shortcomings),
    ):
        yield subheading(lead)
        yield from points(lines or (EMPTY,))


def recommendations(facts):
    """Return what is recommended, as the minutes say it."""
    return points([r.text for r in facts.recommendations] or (EMPTY,))


def assigned_recommendations(facts):
    """Return what is recommended, with who carries it out until when."""
    return points(map(assigned, facts.recommendations)) or points((EMPTY,))


def assigned(recommendation):
    """Write a recommendation with who carries it out until when."""
    day = recommendation.deadline
    known = filter(
        None,
        (
            recommendation.responsible and f"phụ trách: {recommendation.responsible}",
            day and f"thời hạn: {day:%d/%m/%Y}",
        ),
    )
    told = "; ".join(known)
    text = recommendation.text.rstrip(" .;")
    return f"{text} ({told})." if told else recommendation.text


def opinions(facts):
    """Return what those inspected say, dots to be filled in by hand for silence."""
    said = [f"{row.name}: {row.opinion}" for row in facts.inspected if row.opinion]
    return points(said) or (Paragraph(EMPTY),)


def told_parts(give_recommendations):
    """Return the parts I to IV, which minutes, report and notice have in common.

    :param give_recommendations: gives the blocks of part IV, from the facts
    """
    return (
        heading("I. NỘI DUNG KIỂM TRA"),
        Data(contents),
        heading("II. KẾT QUẢ KIỂM TRA"),
        Data(findings),
        heading("III. NHẬN XÉT"),
        Data(remarks),
        heading("IV. KIẾN NGHỊ"),
        Data(give_recommendations),
    )


def subtitle(facts):
    """Name the result of what; the year stays in one piece."""
    year = f"năm học {facts.school_year}".replace(" ", "\N{NO-BREAK SPACE}")
    return f"Kết quả kiểm tra {facts.topic} {year}"
