import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { reveal } from "../dossier_check/reveal";

/** A link in a banner to the place of the form that the banner speaks of. */
export class RevealButton extends Component {
    static template = "cds_assessment.RevealButton";
    static props = { ...standardWidgetProps, field: String, label: String };

    onClick() {
        return reveal("", this.props.field);
    }
}

registry.category("view_widgets").add("cds_reveal", {
    component: RevealButton,
    extractProps: ({ attrs }) => ({ field: attrs.field, label: attrs.string }),
});
