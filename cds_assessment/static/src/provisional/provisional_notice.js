import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Says once for a set that some of its items are still provisional, to those who can
 * compare them with the annex (the view gives it to them only).
 *
 * Put away, it stays away in this browser for this user, until there are more of them.
 */
export class ProvisionalNotice extends Component {
    static template = "cds_assessment.ProvisionalNotice";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.state = useState({ putAway: null });
    }

    get framework() {
        return this.props.record.data.framework_id;
    }

    get count() {
        return this.props.record.data.provisional_count;
    }

    get key() {
        return `cds_assessment.provisional.${user.userId}.${this.framework.id}`;
    }

    get isThere() {
        return (
            this.framework &&
            this.state.putAway !== this.framework.id &&
            this.count > Number(browser.localStorage.getItem(this.key))
        );
    }

    get text() {
        return _t(
            "%(count)s items of “%(set)s” are still to be compared with the annex of the decision.",
            { count: this.count, set: this.framework.display_name }
        );
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "cds.framework",
            res_id: this.framework.id,
            views: [[false, "form"]],
        });
    }

    putAway() {
        browser.localStorage.setItem(this.key, this.count);
        this.state.putAway = this.framework.id;
    }
}

registry.category("view_widgets").add("cds_provisional", {
    component: ProvisionalNotice,
    fieldDependencies: [
        { name: "framework_id", type: "many2one" },
        { name: "provisional_count", type: "integer" },
    ],
});
