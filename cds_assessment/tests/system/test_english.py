import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_open, file_path

from ..crawler.words import english_words, is_vietnamese, spoken_words

MODULE = "cds_assessment"
# Terms whose translation has words that are no Vietnamese, and why.
FOREIGN = {
    "model": "the name of a technical form",
    "pupils": "an example of a code",
    "tasks": "the name of an icon, Odoo's own text",
    "install": "a command",
    "alt": "the name of a key",
}
# Attributes of views that people read.
SPOKEN = (
    "string",
    "help",
    "placeholder",
    "confirm",
    "title",
    "aria-label",
    "alt",
    "sum",
    "avg",
    "confirm-label",
    "confirm-title",
    "cancel-label",
    "data-tooltip",
    "label",
)
SPOKEN_IN_JS = re.compile(r"(?:title|placeholder|aria-label|alt|data-tooltip)")
CODE_FOLDERS = ("controllers", "models", "report", "tools", "wizard")
ERRORS = ("UserError", "ValidationError", "AccessError", "RedirectWarning")


def english_in(text):
    """Return the English words of a term, those in the attributes of its tags
    as well.
    """
    spoken = re.findall(r'(?:title|placeholder|aria-label|alt)="([^"]*)"', text)
    words = english_words(" ".join([text, *spoken]))
    return [word for word in words if word.lower() not in FOREIGN]


@tagged("post_install", "-at_install")
class TestEnglish(TransactionCase):
    """No English on any screen of ours, for those who read Vietnamese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"lang": "vi_VN"})
        cls.root = Path(file_path(MODULE))
        with file_open(f"{MODULE}/i18n/vi.po", "rb") as file:
            cls.catalogue = {m.id: m for m in read_po(file) if m.id}

    def _check(self, found):
        """Fail with what is English.

        :param found: pairs of a place and a text
        """
        faults = {
            f"{place}: {text!r}: {english_in(text)}"
            for place, text in found
            if text and english_in(text)
        }
        self.assertFalse(faults, "\n".join(sorted(faults)))

    def test_each_term_has_a_translation(self):
        self._check((term, message.string) for term, message in self.catalogue.items())
        untranslated = [
            term
            for term, message in self.catalogue.items()
            if message.string in ("", term)
            and not is_vietnamese(term)
            and spoken_words(term)
        ]
        self.assertEqual(untranslated, [])

    # === SCREENS === #

    def _records(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def _models(self):
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if model._original_module == MODULE and not model._abstract
        ]

    def test_fields(self):
        found = []
        for model in self._models():
            own = [n for n, f in model._fields.items() if f._module == MODULE]
            for name, field in model.fields_get(own).items():
                place = f"{model._name}.{name}"
                found += [(place, field["string"]), (place, field.get("help"))]
                labels = field.get("selection") or ()
                if field["type"] == "selection":
                    found += [(place, label) for _value, label in labels]
        self.assertGreater(len(found), 1000)
        self._check(found)

    def test_views(self):
        found = []
        for view in self._records("ir.ui.view"):
            arch = etree.fromstring(view.arch)
            etree.strip_elements(arch, "style", "script", with_tail=False)
            for node in arch.iter():
                if isinstance(node.tag, str):
                    found += [(view.key or view.name, node.get(key)) for key in SPOKEN]
                    found.append((view.key or view.name, node.text))
                found.append((view.key or view.name, node.tail))
        self.assertGreater(len(found), 1000)
        self._check(found)

    def test_actions_and_menus(self):
        found = []
        for model in (
            "ir.actions.act_window",
            "ir.actions.client",
            "ir.actions.report",
            "ir.actions.server",
            "ir.ui.menu",
            "mail.activity.type",
            "res.groups",
            "res.groups.privilege",
            "ir.module.category",
            "ir.model",
            "ir.model.constraint",
        ):
            for record in self._records(model):
                for name, field in record._fields.items():
                    if field.type in ("char", "text", "html") and field.translate:
                        found.append((f"{model} {record.id}.{name}", record[name]))
        self.assertGreater(len(found), 100)
        self._check(found)

    # === CODE === #

    def test_messages_in_python(self):
        """What people are told goes through ``_``, as a constant that is extracted."""
        faults = []
        for folder in CODE_FOLDERS:
            for path in sorted((self.root / folder).rglob("*.py")):
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Call):
                        faults += self._find_faults(path, node)
        self.assertEqual(faults, [])

    def _find_faults(self, path, call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if not call.args or name not in ("_", "_lt", *ERRORS):
            return
        place, text = f"{path.name}:{call.lineno}", call.args[0]
        is_constant = isinstance(text, ast.Constant) and isinstance(text.value, str)
        if name in ERRORS:
            parts = getattr(text, "values", [text])  # of an f-string
            if any(
                isinstance(part, ast.Constant) and spoken_words(str(part.value))
                for part in parts
            ):
                yield f"{place}: not translated: {ast.unparse(text)}"
        elif not is_constant:
            yield f"{place}: not extracted: {ast.unparse(text)}"
        elif text.value not in self.catalogue:
            yield f"{place}: not in the catalogue: {text.value!r}"

    def test_messages_in_javascript(self):
        faults, found = [], 0
        for path in sorted((self.root / "static" / "src").rglob("*.js")):
            source = path.read_text()
            for template in re.findall(r"`(?:[^`\\]|\\.)*`", source):
                if "_t(" in template:
                    faults.append(f"{path.name}: in a template literal: {template}")
            for call in re.finditer(r"\b_t\(\s*", source):
                found += 1
                text = re.match(r'"((?:[^"\\]|\\.)*)"', source[call.end() :])
                if not text:
                    faults.append(
                        f"{path.name}: not a text: {source[call.start() :][:60]}"
                    )
                elif ast.literal_eval(f'"{text[1]}"') not in self.catalogue:
                    faults.append(f"{path.name}: not in the catalogue: {text[1]}")
        self.assertGreater(found, 30)
        self.assertEqual(faults, [])

    def _is_code(self, node):
        """Return whether a node sets an attribute that is an expression."""
        return node.tag == "attribute" and node.get("name", "").startswith("t-")

    def test_texts_of_components(self):
        """Texts of templates are extracted, or are Vietnamese or signs."""
        faults, found = [], 0
        for path in sorted((self.root / "static" / "src").rglob("*.xml")):
            for node in etree.parse(path).iter():
                texts = [node.tail]
                if isinstance(node.tag, str) and not self._is_code(node):
                    spoken = [
                        v
                        for k, v in node.attrib.items()
                        # those of a component are expressions
                        if SPOKEN_IN_JS.fullmatch(k) and not node.tag[0].isupper()
                    ]
                    texts += [node.text, *spoken]
                for text in filter(None, (t and " ".join(t.split()) for t in texts)):
                    found += 1
                    if re.search("[A-Za-z]{2}", text) and text not in self.catalogue:
                        faults.append(f"{path.name}: {text}")
        self.assertGreater(found, 50)
        self.assertEqual(faults, [])
