import ast
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools.misc import file_path

MODULE = "cds_assessment"
FOLDERS = ("controllers", "models", "wizard")  # report/ and tools/ read none


@tagged("post_install", "-at_install")
class TestEmptyRecords(TransactionCase):
    """Forms begin with nothing, and people clear what is there.

    What is empty in a Json field reads back as False: nobody may walk over that.
    """

    def _our_fields(self):
        return [
            field
            for model in self.env.registry.values()
            if model._original_module == MODULE and not model._abstract
            for field in model._fields.values()
            if field._module == MODULE
        ]

    def test_an_empty_record_has_every_field(self):
        roles = ("head", "authority_head", "admin")
        user = new_test_user(
            self.env,
            "cds_everything",
            groups=",".join(f"cds_assessment.group_{role}" for role in roles),
        )
        fields = [
            field
            for field in self._our_fields()
            if field.compute and (not field.groups or user.has_groups(field.groups))
        ]
        self.assertGreater(len(fields), 200)
        for field in fields:
            with self.subTest(str(field)):
                record = self.env[field.model_name].with_user(user).new({})
                record[field.name]  # pylint: disable=pointless-statement

    def test_readers_expect_nothing(self):
        """Whoever reads one in Python says what stands for nothing, or asks first."""
        ours = {field.name for field in self._our_fields() if field.type == "json"}
        root = Path(file_path(MODULE))
        faults, found = [], 0
        for folder in FOLDERS:
            for path in sorted((root / folder).rglob("*.py")):
                tree = ast.parse(path.read_text())
                guarded = set(_guarded(tree))
                for node in _reads_of_records(tree, ours):
                    found += 1
                    if ast.unparse(node) not in guarded:
                        faults.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
        self.assertGreater(found, 5)
        self.assertEqual(faults, [])


def _reads_of_records(tree, names):
    """Yield where one of the fields is read; facts of papers have some of the names."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and node.attr in names
            and not ast.unparse(node.value).endswith(("facts", "sheet", "school"))
        ):
            yield node


def _guarded(tree):
    """Yield the expressions that stand before an ``or``, or are asked about."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            yield from map(ast.unparse, node.values[:-1])
        elif isinstance(node, ast.If | ast.IfExp):
            yield ast.unparse(node.test)
