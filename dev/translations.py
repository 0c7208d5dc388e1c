"""Comparing and merging catalogues of terms; run with the environment's Python.

``python -m dev.translations check FRESH TEMPLATE CATALOGUE`` prints how many
terms are untranslated, missing, fuzzy or obsolete in the catalogue, and whether
the template is up to date; its status is 0 only if there is nothing to do.
``… merge FRESH TEMPLATE CATALOGUE`` writes the template and merges its terms
into the catalogue: new ones stay empty, obsolete ones go.
"""

import sys
from pathlib import Path

import polib

# Dates and the like change with every export.
PLURAL = {"Language": "vi", "Plural-Forms": "nplurals=1; plural=0;"}


def main(action, fresh, template, catalogue):
    """Carry out ``action``; return the exit status."""
    terms = polib.pofile(fresh)
    if action == "merge":
        return merge(terms, Path(template), Path(catalogue))
    return check(terms, Path(template), Path(catalogue))


def check(terms, template, catalogue):
    """Print what is wrong with both files; return 0 if nothing is."""
    found = compare(terms, read(catalogue))
    count = len(terms)
    print(f"      {catalogue.name}: {count} terms, " + summary(found))
    for kind, entries in found.items():
        for entry in entries[:10]:
            print(f"        {kind}: {entry.msgid!r}")
    current = same(terms, read(template))
    if not current:
        print(f"      {template.name} is not up to date: run `make pot`")
    return int(any(found.values()) or not current)


def compare(terms, catalogue):
    """Return the entries by what is wrong with them, against the fresh terms."""
    wanted = {key(entry) for entry in terms}
    live = [entry for entry in catalogue if not entry.obsolete]
    held = {key(entry) for entry in live}
    gone = [entry for entry in live if key(entry) not in wanted]
    return {
        "untranslated": [e for e in live if key(e) in wanted and not e.msgstr],
        "missing": [entry for entry in terms if key(entry) not in held],
        "fuzzy": [entry for entry in live if entry.fuzzy],
        "obsolete": gone + [entry for entry in catalogue if entry.obsolete],
    }


def summary(found):
    """Return the counts as text."""
    return ", ".join(f"{len(entries)} {kind}" for kind, entries in found.items())


def same(terms, template):
    """Return whether both hold the same terms from the same places."""
    return [full(entry) for entry in terms] == [full(entry) for entry in template]


def merge(terms, template, catalogue):
    """Write the template and the catalogue where their terms changed; return 0."""
    if not same(terms, read(template)):
        template.parent.mkdir(exist_ok=True)
        terms.save(str(template))
    old = read(catalogue)
    merged = merged_catalogue(terms, old)
    text = f"{merged}\n"
    if not catalogue.is_file() or catalogue.read_text() != text:
        catalogue.write_text(text)
    print(f"      {catalogue.name}: " + summary(compare(terms, merged)))
    return 0


def merged_catalogue(terms, old):
    """Return the catalogue of ``terms``, translated where ``old`` is."""
    known = {key(entry): entry for entry in old if not entry.obsolete}
    merged = polib.POFile()
    merged.header = old.header or terms.header
    merged.metadata = {**terms.metadata, **PLURAL, **old.metadata}
    for term in terms:
        entry = polib.POEntry(
            msgctxt=term.msgctxt,
            msgid=term.msgid,
            comment=term.comment,
            occurrences=term.occurrences,
            flags=[flag for flag in term.flags if flag != "fuzzy"],
        )
        if key(term) in known:
            entry.msgstr = known[key(term)].msgstr
            entry.tcomment = known[key(term)].tcomment
        merged.append(entry)
    return merged


def read(path):
    """Return the catalogue in ``path``, an empty one if there is no file."""
    return polib.pofile(str(path)) if path.is_file() else polib.POFile()


def key(entry):
    """Return what tells terms apart."""
    return entry.msgctxt, entry.msgid


def full(entry):
    """Return a term with its places."""
    return key(entry), entry.comment, entry.occurrences


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
