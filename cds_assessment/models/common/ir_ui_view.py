from odoo import models

NUMBERS = ("float", "integer")
# Where a number is typed; a card or a pivot shows it.
TYPED_IN = ("form", "list")


class IrUiView(models.Model):
    """What holds for our models in whatever view they stand.

    Numbers are typed into an input of ours; a question before an act is answered by a
    button that names the act.
    """

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

    # pylint: disable-next=unused-argument
    def _postprocess_tag_button(self, node, name_manager, node_info):
        """Name the act on the button of its question, where the view does not."""
        label = node.get("string") or node.get("title")
        is_own = name_manager.model._name.startswith("cds.")
        if is_own and node.get("confirm") and label:
            for attribute in ("confirm-title", "confirm-label"):
                if not node.get(attribute):
                    node.set(attribute, label)


def is_ours(field):
    """Tell whether a field came with this add-on or stands on a model that did."""
    return field.model_name.startswith("cds.") or field.name.startswith("cds_")
