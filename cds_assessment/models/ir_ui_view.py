from odoo import models

NUMBERS = ("float", "integer")
# Where a number is typed; a card or a pivot shows it.
TYPED_IN = ("form", "list")


class IrUiView(models.Model):
    """Numbers of ours are typed into an input of ours, in whatever view they stand."""

    _inherit = "ir.ui.view"

    def _postprocess_tag_field(self, node, name_manager, node_info):
        result = super()._postprocess_tag_field(node, name_manager, node_info)
        field = name_manager.model._fields.get(node.get("name"))
        if (
            node_info["editable"]
            and node_info["view_type"] in TYPED_IN
            and field is not None
            and field.type in NUMBERS
            and is_ours(field)
            and not node.get("widget")
        ):
            node.set("widget", "cds_number")
        return result


def is_ours(field):
    """Tell whether a field came with this add-on or stands on a model that did."""
    return field.model_name.startswith("cds.") or field.name.startswith("cds_")
