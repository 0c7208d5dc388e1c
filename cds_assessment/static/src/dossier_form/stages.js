import { registry } from "@web/core/registry";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";

/** Where the school hands its dossier on: the end of its half and the start of the other. */
const HANDED_ON = "submitted";

/**
 * The state of a dossier among the five stages of the half on which it is, the school's or
 * the authority's: few enough to be read in full on a small screen.
 *
 * The states and their order are those of the field. What the council has concluded stands
 * in the place of its review; a cancelled dossier is on neither half.
 */
export class StagesField extends StatusBarField {
    getAllItems() {
        const items = super.getAllItems();
        const current = items.find(({ isSelected }) => isSelected);
        if (current?.value === "cancelled") {
            return [current];
        }
        const other = current?.value === "concluded" ? "council" : "concluded";
        const way = items.filter(({ value }) => !["cancelled", other].includes(value));
        const end = way.findIndex(({ value }) => value === HANDED_ON);
        return way.indexOf(current) < end ? way.slice(0, end + 1) : way.slice(end);
    }
}

registry.category("fields").add("cds_stages", {
    ...statusBarField,
    component: StagesField,
    supportedTypes: ["selection"],
});
