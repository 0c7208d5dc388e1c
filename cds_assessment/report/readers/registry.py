"""Which reader tells what a kind of paper tells."""

READERS = {}


def reads(*codes):
    """Let a function read the facts of kinds of paper.

    It gets the paper, a ``cds.document`` record in superuser mode and in Vietnamese,
    and returns a :class:`report.papers.facts.Head`.

    :param codes: the codes of the kinds
    :raise ValueError: when a kind has a reader already
    """

    def register(read):
        for code in codes:
            if code in READERS:
                raise ValueError(f"there are two readers of paper {code}")
            READERS[code] = read
        return read

    return register
