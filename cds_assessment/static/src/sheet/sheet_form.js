import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { storesOf } from "./sheet_store";

const PATIENCE = 3000;

/** Wait until the rows of a form's sheets are saved; gives those that are not. */
export async function settleSheets(model) {
    const stores = storesOf(model);
    await Promise.all(stores.map((store) => store.flush()));
    return stores.flatMap((store) =>
        store.stuck.map((id) => store.records.get(id)).filter(Boolean)
    );
}

/** Items are known by their codes, figures by their names. */
function labelOf({ resModel, data }) {
    return resModel === "cds.profile.value" ? data.name : data.code;
}

/** Say that an action has to wait for rows that are not saved. */
export function tellUnsettled(env, records) {
    const labels = records.map(labelOf).join(", ");
    env.services.notification.add(
        _t("Not saved yet: %s. Correct or drop these rows first.", labels),
        { type: "danger" }
    );
    const row = document.querySelector(`[data-row="${records[0].resId}"]`);
    row?.scrollIntoView({ block: "center" });
}

/**
 * A form with a sheet. Its rows save themselves, so they are no changes of the form: its
 * actions wait for them; leaving does not, since what is not sent is kept in the browser.
 */
export class SheetFormController extends FormController {
    setup() {
        super.setup();
        const onChange = this.onNotebookPageChange;
        this.onNotebookPageChange = (notebookId, page) => {
            onChange(notebookId, page);
            this.renewPages();
        };
    }

    /** Other pages show what follows from the rows: they are loaded anew. */
    async renewPages() {
        const stale = storesOf(this.model).filter((store) => store.isStale);
        if (!stale.length) {
            return;
        }
        await settleSheets(this.model);
        if (!(await this.model.root.isDirty())) {
            stale.forEach((store) => (store.isStale = false));
            await this.model.root.load();
        }
    }

    async beforeExecuteActionButton(clickParams) {
        if (clickParams.special !== "cancel") {
            const unsettled = await settleSheets(this.model);
            if (unsettled.length) {
                tellUnsettled(this.env, unsettled);
                return false;
            }
        }
        return super.beforeExecuteActionButton(clickParams);
    }

    async shouldExecuteAction(item) {
        const unsettled = await settleSheets(this.model);
        if (unsettled.length) {
            tellUnsettled(this.env, unsettled);
            return false;
        }
        return super.shouldExecuteAction(item);
    }

    /** What is on its way arrives first, so that the next screen shows it. */
    async beforeLeave(options) {
        const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
        const unsettled = await Promise.race([settleSheets(this.model), patience]);
        const kept = unsettled?.length || storesOf(this.model).flatMap((s) => s.unsaved).length;
        if (kept) {
            this.env.services.notification.add(
                _t("%s rows are not sent. They are kept in this browser and offered when you come back.", kept),
                { type: "warning" }
            );
        }
        return super.beforeLeave(options);
    }
}

/**
 * Always read from the server: what a browser remembers of an earlier visit may be older
 * than what the user has written since, and a change is based on what is seen.
 */
class SheetModel extends RelationalModel {
    static withCache = false;
}

/** What every form with a sheet is made of. */
export const sheetFormView = {
    ...formView,
    Controller: SheetFormController,
    Model: SheetModel,
};

registry.category("views").add("cds_sheet_form", sheetFormView);
