"""An institution's own wording of a text, carried to what the data says now.

What people made of a proposed text is kept with that proposal. Later on, whatever the
proposal says otherwise (figures, years, names, numbers of other papers) is changed in
their wording too, word by word.
"""

import re
from difflib import SequenceMatcher

# A number with its marks, a word, or a mark; with the blanks that follow.
_TOKEN = re.compile(r"(?:\d(?:[\d.,/:-]*\d)?|[^\W\d_]+|\S)\s*")
_BLANKS = re.compile(r"\s*")
_END = "\0"  # stands for the end, so that what is added there has a neighbour
_NUMBER = re.compile(r"\d")


def carry(text, before, now, renamed=()):
    """Return a kept wording as it is to be proposed now.

    :param text: the wording as people kept it
    :param before: what was proposed when they kept it
    :param now: what is proposed now
    :param renamed: pairs of texts: what stands for the former, such as the school year
    :return: the wording; and the numbers in it that no data stands behind, each once
    """
    for old, new in renamed:
        text, before = text.replace(old, new), before.replace(old, new)
    own, base, fresh = map(_tokens, (text, before, now))
    place = _places(base, own)
    edits = list(_edits(own, base, fresh, place))
    stray = _stray_numbers(own, set(place.values()), {new for _old, new in renamed})
    for start, end, words in reversed(edits):
        own[start:end] = words
    return "".join(own[:-1]), stray


def _tokens(text):
    """Cut a text: the blanks at its beginning, the tokens, the end."""
    return [_BLANKS.match(text)[0], *_TOKEN.findall(text), _END]


def _stray_numbers(own, told, known):
    """Return the numbers that people typed themselves; that of a heading is none."""
    numbers, before = {}, "\n"
    for index, token in enumerate(own):
        is_first, before = before.endswith("\n"), token
        word = token.strip()
        if _NUMBER.match(word) and not (is_first or index in told or word in known):
            numbers[word] = True
    return list(numbers)


def _matcher(left, right):
    words = ([word.strip() for word in side] for side in (left, right))
    return SequenceMatcher(None, *words, autojunk=False)


def _places(base, own):
    """Return where the words of the former proposal stand in the wording, by index."""
    return {
        block.a + offset: block.b + offset
        for block in _matcher(base, own).get_matching_blocks()
        for offset in range(block.size)
    }


def _edits(own, base, fresh, place):
    """Yield what changes in the wording: start, end, the new words, in order."""
    for kind, i1, i2, j1, j2 in _matcher(base, fresh).get_opcodes():
        if kind == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                # the word stays, the blanks behind it are others
                if i in place and own[place[i]] == base[i] != fresh[j]:
                    yield place[i], place[i] + 1, [fresh[j]]
        elif kind == "insert":
            # between two words that people left beside each other
            start = place.get(i1 - 1)
            if start is not None and place.get(i1) == start + 1:
                yield start + 1, start + 1, fresh[j1:j2]
        elif i1 in place and _is_whole(place, i1, i2):
            yield place[i1], place[i1] + i2 - i1, fresh[j1:j2]
        else:
            yield from _single_edits(base, fresh, place, (i1, i2, j1, j2))


def _is_whole(place, i1, i2):
    return all(place.get(i) == place[i1] + i - i1 for i in range(i1, i2))


def _single_edits(base, fresh, place, where):
    """Change the numbers of a passage that people wrote otherwise, one for one."""
    i1, i2, j1, j2 = where
    old = [i for i in range(i1, i2) if _NUMBER.match(base[i])]
    new = [j for j in range(j1, j2) if _NUMBER.match(fresh[j])]
    if len(old) != len(new):
        return
    for i, j in zip(old, new, strict=True):
        if i in place:
            yield place[i], place[i] + 1, [fresh[j]]
