import { Component, onMounted, onWillStart, useState, useSubEnv } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { AuthorityHome } from "./authority_home";
import { FirstSteps } from "./first_steps";
import { SchoolHome } from "./school_home";
import { VisitsHome } from "./visits_home";

/**
 * The home page: what there is to do for whoever looks. The server says it all (see
 * `cds.home`): this opens lists, presses buttons and reads anew after each.
 */
export class Home extends Component {
    static template = "cds_assessment.Home";
    static components = { AuthorityHome, FirstSteps, Layout, SchoolHome, VisitsHome };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.tours = useService("tour_service");
        this.ui = useService("ui");
        this.display = { controlPanel: false };
        this.state = useState({ home: null, isBusy: false });
        // in the address too: kept by a reload, and sent to a colleague
        this.choice = {
            institution_id: Number(router.current.institution_id) || false,
            campaign_id: Number(router.current.campaign_id) || false,
        };
        useSubEnv({ openList: this.open.bind(this), press: this.press.bind(this) });
        onWillStart(() => this.load());
        // the web client has just written the address anew
        onMounted(() => this.keepChoice());
    }

    get isEmpty() {
        const { visits, school, authority, first } = this.state.home;
        return !visits && !school && !authority && !first;
    }

    async load() {
        this.state.home = await this.orm.call("cds.home", "get_home", [], this.choice);
    }

    /** Show a newcomer the first steps, and no other tour of Odoo's after it. */
    async startTour() {
        await this.tours.startTour(this.state.home.help.tour, {
            mode: "manual",
            redirect: false,
        });
        await this.orm.call("res.users", "switch_tour_enabled", [false]);
    }

    async choose(changes) {
        Object.assign(this.choice, changes);
        this.keepChoice();
        await this.load();
    }

    keepChoice() {
        const chosen = Object.entries(this.choice).filter(([, id]) => id);
        this.props.updateActionState?.(Object.fromEntries(chosen));
    }

    async onPlace(ev) {
        const institution_id = Number(ev.target.value);
        await this.choose({ institution_id, campaign_id: false });
    }

    /** Open what a number counts, or a row is about. */
    async open(action) {
        await this.action.doAction(action);
    }

    /** Press a button: it opens something, or does something and is shown anew. */
    async press(button, confirm = "") {
        if (!button.method) {
            return this.open(button);
        }
        if (!confirm) {
            return this.run(button);
        }
        this.dialog.add(ConfirmationDialog, {
            title: button.label,
            body: confirm,
            confirmLabel: button.label,
            confirm: () => this.run(button),
            cancelLabel: _t("Not Yet"),
            cancel: () => {},
        });
    }

    /** Call the method of a button, on its records, with more if it says so. */
    async run({ model, method, ids, more = [] }) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const args = ids.length ? [ids, ...more] : [];
            const result = await this.orm.call(model, method, args);
            if (result?.type) {
                await this.action.doAction(result, { onClose: () => this.load() });
            }
            if (!result?.type || result.tag === "display_notification") {
                await this.load();
            }
        } finally {
            this.state.isBusy = false;
        }
    }
}

registry.category("actions").add("cds_assessment.home", Home);
