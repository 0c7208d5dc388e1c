import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

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
        const { name, number, date, state_label, confidential } = this.props.chip;
        const day = date && formatDate(deserializeDate(date));
        const secret = confidential && _t("Confidential");
        return [name, number, day, state_label, secret].filter(Boolean).join(" · ");
    }

    onClick() {
        this.props.onClick?.();
    }
}
