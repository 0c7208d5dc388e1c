import { registry } from "@web/core/registry";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";

/** The way of a dossier in stages; a stage may have more than one state. */
const WAY = [
    ["draft"],
    ["self"],
    ["council", "concluded"],
    ["approved"],
    ["submitted"],
    ["external"],
    ["reviewed"],
    ["recognised"],
    ["published"],
];
/** Where the school hands its dossier on: the end of its half and the beginning of the other. */
const HANDED_ON = 4;

/**
 * The state of a dossier among the five stages of the half on which it is, the school's or
 * the authority's: few enough to be read in full on a small screen. A cancelled dossier is
 * on neither.
 */
export class StagesField extends StatusBarField {
    getAllItems() {
        const current = this.props.record.data[this.props.name];
        const labels = Object.fromEntries(this.field.selection);
        return this.getStages(current).map((states) => {
            const isSelected = states.includes(current);
            const value = isSelected ? current : states[0];
            return { value, label: labels[value], isSelected, isFolded: false };
        });
    }

    getStages(current) {
        const at = WAY.findIndex((states) => states.includes(current));
        if (at < 0) {
            return [[current]];
        }
        return at < HANDED_ON ? WAY.slice(0, HANDED_ON + 1) : WAY.slice(HANDED_ON);
    }
}

registry.category("fields").add("cds_stages", {
    ...statusBarField,
    component: StagesField,
    supportedTypes: ["selection"],
});
