import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** What becomes of a column that was pasted, before anything of it is written. */
export class PasteDialog extends Component {
    static template = "cds_assessment.PasteDialog";
    static components = { Dialog };
    static props = { close: Function, fills: Array, onFill: Function };

    get title() {
        return _t("Fill the column downwards");
    }

    get fitting() {
        return this.props.fills.filter((fill) => fill.changes);
    }

    get misfits() {
        return this.props.fills.filter((fill) => fill.problem);
    }

    get fillLabel() {
        return _t("Fill %s cells", this.fitting.length);
    }

    get misfitText() {
        return _t("%s do not fit and are left out:", this.misfits.length);
    }

    fill() {
        this.props.onFill();
        this.props.close();
    }
}
