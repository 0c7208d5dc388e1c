import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Keep the field that holds the board in sight right below the form's header, however
 * high that is, and at the top of the screen where the header scrolls away.
 *
 * Styles find both places in `--cds-below-header` and `--cds-below-board`.
 */
function useStickyBelowHeader(root) {
    useEffect(
        (el) => {
            const form = el?.closest(".o_form_view");
            const header = form?.querySelector(".o_form_statusbar");
            if (!header) {
                return;
            }
            const place = () => {
                const isSticky = getComputedStyle(header).position === "sticky";
                const top = isSticky ? header.offsetHeight : 0;
                form.style.setProperty("--cds-below-header", `${top}px`);
                form.style.setProperty("--cds-below-board", `${top + el.offsetHeight}px`);
            };
            const observer = new ResizeObserver(place);
            observer.observe(header);
            observer.observe(el);
            return () => observer.disconnect();
        },
        () => [root.el]
    );
}

/**
 * Totals and levels of the groups, always in sight, and a numbered circle for each
 * criterion that leads to its rows. The data comes from `board_data` in Python.
 *
 * Where the board has another hand beside the one that counts, `besideLabel` names it.
 */
export class ScoreBoard extends Component {
    static template = "cds_assessment.ScoreBoard";
    static props = {
        board: Object,
        label: { type: String, optional: true },
        besideLabel: { type: String, optional: true },
    };

    setup() {
        this.root = useRef("root");
        useStickyBelowHeader(this.root);
    }

    get board() {
        return this.props.board;
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
        const form = this.root.el.closest(".o_form_view");
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

export class ScoreBoardField extends Component {
    static template = "cds_assessment.ScoreBoardField";
    static components = { ScoreBoard };
    static props = { ...standardFieldProps };

    get board() {
        return this.props.record.data[this.props.name] || { groups: [], steps: [] };
    }
}

registry.category("fields").add("cds_score_board", {
    component: ScoreBoardField,
    supportedTypes: ["json"],
});
