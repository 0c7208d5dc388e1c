import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";

/** Code and state of a piece of evidence: by a sign and a word as well as by a colour. */
export class EvidenceChip extends Component {
    static template = "cds_assessment.EvidenceChip";
    static props = { chip: Object, onClick: { type: Function, optional: true } };

    get icon() {
        return {
            submitted: "fa-clock-o",
            accepted: "fa-check",
            rejected: "fa-times",
            carried: "fa-question",
        }[this.props.chip.state];
    }

    get title() {
        const { name, number, date, state_label } = this.props.chip;
        const day = date && formatDate(deserializeDate(date));
        return [name, number, day, state_label].filter(Boolean).join(" · ");
    }

    onClick() {
        this.props.onClick?.();
    }
}
