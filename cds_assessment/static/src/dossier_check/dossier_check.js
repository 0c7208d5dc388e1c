import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { reveal } from "./reveal";

/**
 * What the check before sending finds, each finding with a button that leads to where it
 * is put right. It runs anew whenever one comes back, so nothing shown is stale.
 */
export class DossierCheck extends Component {
    static template = "cds_assessment.DossierCheck";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ check: null, isRunning: false });
        onWillStart(() => this.run());
    }

    get resId() {
        const { context, params } = this.props.action;
        return context?.active_id || params?.active_id;
    }

    get severities() {
        return [
            { key: "blocking", label: _t("must be corrected"), style: "danger" },
            { key: "warning", label: _t("warnings"), style: "warning" },
            { key: "remark", label: _t("remarks"), style: "info" },
        ];
    }

    findings(severity) {
        return this.state.check.findings.filter(
            (finding) => finding.severity === severity
        );
    }

    async run() {
        if (!this.resId) {
            return;
        }
        this.state.isRunning = true;
        try {
            this.state.check = await this.orm.call("cds.assessment", "get_check", [
                [this.resId],
            ]);
        } finally {
            this.state.isRunning = false;
        }
    }

    /** Make what is missing, or put it right, and show it. */
    async mend(finding) {
        const action = await this.orm.call(finding.model, finding.action, [[finding.res_id]]);
        if (action) {
            await this.action.doAction(action);
        } else {
            await this.run();
        }
    }

    async open(finding) {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: finding.model,
            res_id: finding.res_id,
            views: [[false, "form"]],
        });
        await reveal(finding.item, finding.field);
    }
}

registry.category("actions").add("cds_assessment.check", DossierCheck);
