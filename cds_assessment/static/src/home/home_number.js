import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** A number that opens the list of what it counts. */
export class HomeNumber extends Component {
    static template = "cds_assessment.HomeNumber";
    static props = {
        number: Object,
        column: { type: String, optional: true },
        isBad: { type: Boolean, optional: true },
    };

    get title() {
        const { number, column } = this.props;
        const name = [number.label, column].filter(Boolean).join(", ");
        return _t("%(name)s: open the list of %(count)s", { name, count: number.count });
    }
}
