import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormRenderer } from "@web/views/form/form_renderer";
import { StatusBarButtons } from "@web/views/form/status_bar_buttons/status_bar_buttons";
import { sheetFormView } from "../sheet/sheet_form";

/** The class of what stands in the menu of a header, not in its row. */
const IN_MENU = "o_cds_in_menu";

/**
 * The buttons of a header: what moves the dossier on in a row, the rest in one menu.
 *
 * On a telephone only the first of the row stays out of the menu: views put the primary
 * actions first.
 */
export class HeaderButtons extends StatusBarButtons {
    static template = "cds_assessment.HeaderButtons";
    static components = { Dropdown, DropdownItem };

    isInMenu(name) {
        return this.props.slots[name].isInMenu;
    }

    get rowNames() {
        const names = this.visibleSlotNames.filter((name) => !this.isInMenu(name));
        return this.env.isSmall ? names.slice(0, 1) : names;
    }

    get menuNames() {
        const row = this.rowNames;
        return this.visibleSlotNames.filter((name) => !row.includes(name));
    }
}

export class DossierFormCompiler extends FormCompiler {
    compileHeader(el, params) {
        const header = super.compileHeader(el, params);
        for (const slot of header.querySelectorAll("StatusBarButtons > t")) {
            const { firstElementChild: button } = slot;
            if (button.getAttribute("className")?.includes(IN_MENU)) {
                slot.setAttribute("isInMenu", "true");
            }
        }
        return header;
    }
}

export class DossierFormRenderer extends FormRenderer {
    static components = {
        ...FormRenderer.components,
        StatusBarButtons: HeaderButtons,
    };
}

registry.category("views").add("cds_dossier_form", {
    ...sheetFormView,
    Compiler: DossierFormCompiler,
    Renderer: DossierFormRenderer,
});
