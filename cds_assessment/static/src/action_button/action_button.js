import { Component } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { settleSheets, tellUnsettled } from "../sheet/sheet_form";

/**
 * A button for one action of the workflow. It is there in the states in which the action
 * is, for the side that takes it (`offered_actions`), and grey where the user cannot take
 * it (`refusals`): the reason is its tooltip, a tap shows it, and on a telephone it stands
 * beneath. What it asks before is answered by a button that names the act.
 */
export class ActionButton extends Component {
    static template = "cds_assessment.ActionButton";
    static props = {
        ...standardWidgetProps,
        action: String,
        label: String,
        confirm: { type: String, optional: true },
        primary: { type: Boolean, optional: true },
    };

    setup() {
        this.actionService = useService("action");
        this.dialog = useService("dialog");
    }

    get refusals() {
        return this.props.record.data.refusals || {};
    }

    get isThere() {
        const { data, resId } = this.props.record;
        return resId && (data.offered_actions || []).includes(this.props.action);
    }

    get reason() {
        return this.refusals[this.props.action];
    }

    onClick() {
        if (!this.props.confirm) {
            return this.run();
        }
        this.dialog.add(ConfirmationDialog, {
            title: this.props.label,
            body: this.props.confirm,
            confirmLabel: this.props.label,
            cancelLabel: _t("Back"),
            confirm: () => this.run(),
            cancel: () => {},
        });
    }

    async run() {
        const { record } = this.props;
        const unsettled = await settleSheets(record.model);
        if (unsettled.length) {
            return tellUnsettled(this.env, unsettled);
        }
        if (!(await record.save())) {
            return;
        }
        await this.actionService.doActionButton({
            type: "object",
            name: `action_${this.props.action}`,
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            onClose: () => record.load(),
        });
    }
}

registry.category("view_widgets").add("cds_action", {
    component: ActionButton,
    extractProps: ({ attrs }) => ({
        action: attrs.action,
        label: attrs.string,
        confirm: attrs.confirm,
        primary: attrs.primary === "1",
    }),
    fieldDependencies: [
        { name: "offered_actions", type: "json" },
        { name: "refusals", type: "json" },
    ],
});
