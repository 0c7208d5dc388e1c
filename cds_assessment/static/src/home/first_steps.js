import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** What an administrator does first on an empty database, and a school to try it on. */
export class FirstSteps extends Component {
    static template = "cds_assessment.FirstSteps";
    static props = { first: Object, isBusy: Boolean };

    get nextStep() {
        return this.props.first.steps.find((step) => !step.is_done);
    }

    get texts() {
        return { remove: _t("The sample school goes with all that was tried on it.") };
    }

    sample(method) {
        const label = _t("Remove the Sample School");
        return { label, model: "cds.institution", method, ids: [] };
    }
}
