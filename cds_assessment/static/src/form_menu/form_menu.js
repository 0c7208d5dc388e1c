import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";
import { ListController } from "@web/views/list/list_controller";

/**
 * "Delete" is offered where it can be done. A record of ours that has a state is deleted
 * in its first one and in no other: the server refuses it, so nobody is asked.
 */
const isOurs = (model) => model.startsWith("cds.");

function isDeletable({ data, fields }) {
    const [first] = fields.state?.selection?.[0] || [];
    return !("state" in data) || data.state === first;
}

function guarded(items, model, records) {
    if (!isOurs(model) || !items.delete) {
        return items;
    }
    const { isAvailable } = items.delete;
    return {
        ...items,
        delete: {
            ...items.delete,
            isAvailable: () => isAvailable() && records().every(isDeletable),
        },
    };
}

/** What is deleted is gone: that is all there is to say. */
const question = () => ({
    title: _t("Delete?"),
    body: _t("What is deleted cannot be brought back."),
    confirmLabel: _t("Delete"),
});

patch(FormController.prototype, {
    getStaticActionMenuItems() {
        return guarded(super.getStaticActionMenuItems(), this.props.resModel, () => [
            this.model.root,
        ]);
    },
    get deleteConfirmationDialogProps() {
        const props = super.deleteConfirmationDialogProps;
        return isOurs(this.props.resModel) ? { ...props, ...question() } : props;
    },
});

patch(ListController.prototype, {
    getStaticActionMenuItems() {
        return guarded(
            super.getStaticActionMenuItems(),
            this.props.resModel,
            () => this.model.root.selection
        );
    },
    get deleteConfirmationDialogProps() {
        const props = super.deleteConfirmationDialogProps;
        return isOurs(this.props.resModel) ? { ...props, ...question() } : props;
    },
});
