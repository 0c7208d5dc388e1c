import ast
import importlib
import re
import time
from pathlib import Path

from odoo.tests import BaseCase, tagged

try:
    from re import _parser as parser
except ImportError:  # Python 3.10
    import sre_parse as parser

from ...models.dossier.checks.figures import find_wholes
from ...models.dossier.checks.texts import find_schools, normalise
from ...report.paper.structure import nowrap, runs
from ...report.papers.text import text_blocks

ADDON = Path(__file__).parents[2]
PACKAGE = __name__.rpartition(".tests.")[0]
FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer")
SUBSTITUTES = ("sub", "subn")
ANCHORED = ("match", "fullmatch")
# Steps so small that a pattern that explodes is caught before it never ends. What is
# linear reads the longest text in some thousandths of a second, what is quadratic takes
# some tenths, whatever else the machine does: only this thread's own time counts.
LENGTHS = (16, 24, *(2**power for power in range(5, 14)))
MOST_SECONDS = 0.1
# What people type, and what may be repeated inside whatever the pattern knows.
USUAL = ("a", "1", "0", " ", "-", ".", "/", ",", "\n", "x ", "1-", "-1", "1.", ".111")


@tagged("post_install", "-at_install")
class TestPatterns(BaseCase):
    """No text, however long, holds the server: every pattern reads it in one go.

    Python searches with its lock held: while one user's text is read nobody is served.
    """

    def test_every_pattern_is_linear(self):
        found = [pattern for path in _sources() for pattern in _patterns(path)]
        self.assertGreater(len(found), 25)
        for where, pattern, methods in found:
            with self.subTest(where, pattern=pattern.pattern[:60]):
                self.assertFalse(_worst(pattern, methods))

    def test_the_test_finds_what_is_slow(self):
        for slow, method in (
            (r"[^\s-]*\d[^\s-]*(?:-[^\s-]+)+", "finditer"),
            (r"\s*(?:&|/|-|\bvà\b)\s*", "sub"),
            (r"^\s*0*(\d+)\s*/", "match"),
            (r"(a+)+b", "match"),
        ):
            with self.subTest(slow):
                self.assertTrue(_worst(re.compile(slow), {method}))

    def test_the_longest_texts(self):
        """Not the patterns alone: what is done with what they find is linear too."""
        for reader, text in (
            *((nowrap, f"{unit * 50_000}-") for unit in ("11", "aa", "1-", "--")),
            (text_blocks, "|" + "a|" * 25_000 + "\n" + "|\n" * 25_000),
            (find_wholes, "1 HS " * 20_000),
            (find_schools, "trường TH A " * 8000),
            (find_schools, "trường TH A\n" * 8000),
            (normalise, "và " * 33_000),
        ):
            with self.subTest(reader.__name__, text=text[:20]):
                start = time.thread_time()
                list(reader(text))
                self.assertLess(time.thread_time() - start, 1.5)

    def test_what_stays_on_one_line(self):
        for text, kept in (
            ("Xem [H1-1.3-01] và 285/BC-TH.", ["[H1-1.3-01]", "285/BC-TH."]),
            ("Word-H1-1.3-01", ["H1-1.3-01"]),
            ("mã a-b-1-c, 1- 2 -3", ["1-c,"]),
            ("1--2-3", ["2-3"]),
            ("2022-2023", ["2022-2023"]),
            ("không có", []),
        ):
            with self.subTest(text):
                pieces = runs(text)
                self.assertEqual([piece for piece, is_kept in pieces if is_kept], kept)
                self.assertEqual("".join(piece for piece, _kept in pieces), text)


def _sources():
    for path in sorted(ADDON.rglob("*.py")):
        parts = path.relative_to(ADDON).parts
        if parts[0] not in ("tests", "migrations") and path.name != "__manifest__.py":
            yield path


def _patterns(path):
    """Give the patterns of a file: where it stands, itself, how it is used."""
    tree = ast.parse(path.read_text())
    parents = {child: node for node in ast.walk(tree) for child in _children(node)}
    for call in ast.walk(tree):
        if not _is_of_re(call):
            continue
        name = ".".join(path.relative_to(ADDON).with_suffix("").parts)
        module = importlib.import_module(f"{PACKAGE}.{name}")
        where = f"{name}:{call.lineno}"
        kind, owner = call.func.attr, parents[call]
        if kind != "compile":
            yield where, _made(call, module), {kind}
        elif isinstance(owner, ast.Assign):
            yield where, _made(call, module), _uses(owner.targets[0].id)
        else:
            # made when it is asked for, by a function that needs nothing to be told
            function = owner
            while not isinstance(function, ast.FunctionDef):
                function = parents[function]
            yield where, getattr(module, function.name)(), _uses(function.name)


def _children(node):
    return list(ast.iter_child_nodes(node))


def _is_of_re(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in (*FUNCTIONS, *SUBSTITUTES)
    )


class _Words(ast.NodeTransformer):
    """Let words that a pattern is given at run time be some words."""

    def visit_Call(self, node):
        if ast.unparse(node.func) == "re.escape":
            return ast.Constant(re.escape("1/a-b"))
        return self.generic_visit(node)


def _made(call, module):
    """Give the pattern that a call of ``re`` makes, flags and all."""
    call = _Words().visit(call)
    flags = [k.value for k in call.keywords if k.arg == "flags"]
    if call.func.attr == "compile":
        flags += call.args[1:2]
    parts = [
        ast.Expression(ast.fix_missing_locations(n)) for n in (call.args[0], *flags)
    ]
    names = dict(vars(module))
    codes = (compile(part, module.__file__, "eval") for part in parts)
    # pylint: disable-next=eval-used
    return re.compile(*(eval(code, names) for code in codes))


def _uses(name):
    """Give the methods of a pattern that the add-on calls; a search if none is seen."""
    used = re.compile(rf"\b{re.escape(name)}(?:\(\))?\s*\.(\w+)\(")
    found = {m for path in _sources() for m in used.findall(path.read_text())}
    return (found & {*FUNCTIONS, *SUBSTITUTES}) or {"search"}


def _worst(pattern, methods):
    """Give the beginning of a text that takes a pattern too long, "" if none does."""
    is_bytes = isinstance(pattern.pattern, bytes)
    tree = parser.parse(pattern.pattern, pattern.flags)
    sample = _sample(tree)
    units = tuple(filter(None, dict.fromkeys((*USUAL, *_units(tree), *sample))))
    heads = ["".join(sample[:count]) for count in range(len(sample) + 1)]
    for length in LENGTHS:
        for head in dict.fromkeys(heads):
            for unit in units:
                text = head + unit * (length // len(unit)) + "!"
                text = text.encode("utf-8", "ignore") if is_bytes else text
                if _seconds(pattern, methods, text) > MOST_SECONDS:
                    return f"{text[:60]!r} × {length}"
    return ""


def _seconds(pattern, methods, text):
    # the time of this thread alone: a busy machine makes nothing slower
    start = time.thread_time()
    for method in methods:
        if method in ANCHORED:
            getattr(pattern, method)(text)
        else:
            for _found in pattern.finditer(text):
                pass
    return time.thread_time() - start


def _sample(tree):
    """Give a text that a pattern takes, in the parts that it is made of."""
    return [_one(item) for item in tree]


def _one(item):
    op, argument = str(item[0]), item[1]
    if op == "LITERAL":
        return chr(argument)
    if op == "NOT_LITERAL":
        return "a" if argument != ord("a") else "b"
    if op == "ANY":
        return "a"
    if op == "IN":
        return next(iter(_members(argument)), "a")
    if op == "BRANCH":
        return "".join(_sample(argument[1][0]))
    if op == "SUBPATTERN":
        return "".join(_sample(argument[-1]))
    if "REPEAT" in op:
        least, _most, inner = argument
        return "".join(_sample(inner)) * max(least, 1)
    return ""  # places, and what stands before or behind


def _members(items):
    """Yield characters that a set takes."""
    if str(items[0][0]) == "NEGATE":
        refused = {chr(value) for op, value in items[1:] if str(op) == "LITERAL"}
        yield from (c for c in "a1 " if c not in refused)
        return
    for op, value in items:
        if str(op) == "LITERAL":
            yield chr(value)
        elif str(op) == "RANGE":
            yield chr(value[0])
        elif str(op) == "CATEGORY":
            yield {"DIGIT": "1", "SPACE": " "}.get(str(value).rpartition("_")[2], "a")


def _units(tree):
    """Yield the short texts that stand in a pattern, to be repeated."""
    run = ""
    for item in tree:
        op, argument = str(item[0]), item[1]
        if op == "LITERAL":
            run += chr(argument)
            continue
        if run:
            yield run
        run = ""
        if op == "IN":
            yield from _members(argument)
        elif op == "BRANCH":
            for part in argument[1][:12]:
                yield "".join(_sample(part))
                yield from _units(part)
        elif op == "SUBPATTERN":
            yield "".join(_sample(argument[-1]))
            yield from _units(argument[-1])
        elif "REPEAT" in op:
            yield "".join(_sample(argument[2]))
            yield from _units(argument[2])
    if run:
        yield run
