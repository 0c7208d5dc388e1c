import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Totals and levels of the groups, always in sight, and a numbered circle for each
 * criterion that leads to its rows. The data comes from `score_board_data` in Python.
 */
export class ScoreBoard extends Component {
    static template = "cds_assessment.ScoreBoard";
    static props = { ...standardFieldProps };

    get board() {
        return this.props.record.data[this.props.name] || { groups: [], steps: [] };
    }

    statusLabel(status) {
        return {
            todo: _t("not touched"),
            doing: _t("in progress"),
            done: _t("done"),
        }[status];
    }

    /** Start of a band in percent: where the one before it ends. */
    bandStart(group, index) {
        return index ? group.bands[index - 1].until : 0;
    }

    goTo(key) {
        const form = document.querySelector(".o_cds_assessment_form");
        form?.querySelector(".o_notebook .nav-link[name=scoring]")?.click();
        // the page of the notebook is drawn on the next frame
        requestAnimationFrame(() =>
            requestAnimationFrame(() =>
                form
                    ?.querySelector(`[data-criterion="${key}"]`)
                    ?.scrollIntoView({ behavior: "smooth", block: "center" })
            )
        );
    }
}

registry.category("fields").add("cds_score_board", {
    component: ScoreBoard,
    supportedTypes: ["json"],
});
