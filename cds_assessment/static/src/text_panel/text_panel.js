import { Component, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { TypedText } from "../typed_text/typed_text";

const CHANGE = "cds.score.change";
const SHOWN = [
    "date",
    "user_id",
    "hand",
    "old_points",
    "new_points",
    "old_met",
    "new_met",
    "reason",
];
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * The texts of one item beside its sheet, and what else has no room in a row: what is
 * asked for, its note, the history of its points.
 *
 * It goes from item to item while the cursor stays in the same text: Alt+↓ and Alt+↑.
 * What is typed goes into the sheet's store, as in a cell of the row: it is kept while
 * typed and saved when the text is left.
 *
 * `sheet` is the sheet's renderer: `store`, `getCell`, `cellText`, `onInput`, `commit`,
 * `format`, `stateText`, `noticeText`, and the names of `panelTexts` in order.
 */
export class TextPanel extends Component {
    static template = "cds_assessment.TextPanel";
    static components = { TypedText };
    static props = {
        sheet: Object,
        record: Object,
        /** Which item of how many, as text. */
        place: String,
        onMove: Function,
        onClose: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ changes: [] });
        this.keepLast = new KeepLast();
        this.load(this.props.record);
        onWillUpdateProps(({ record }) => {
            if (record.resId !== this.props.record.resId) {
                this.load(record);
            }
        });
        // the first open text, or the one that the cursor was in
        this.focused = null;
        const focus = () => {
            const texts = [...this.root.el.querySelectorAll("textarea:not([readonly])")];
            const text = texts.find((el) => el.name === this.focused) || texts[0];
            // on a telephone the keyboard would cover half of it unasked
            const target = (!this.env.isSmall && text) || this.root.el;
            target.focus({ preventScroll: true });
            target.scrollIntoView({ block: "nearest" });
        };
        useEffect(focus, () => [this.props.record.resId]);
    }

    /** The history is read when the panel shows an item; the row has all else. */
    async load(record) {
        this.state.changes = [];
        const domain = [
            ["line_id", "=", record.resId],
            ["review_line_id", "=", false],
            ["is_taken_over", "=", false],
        ];
        this.state.changes = await this.keepLast.add(
            this.orm.searchRead(CHANGE, domain, SHOWN)
        );
    }

    get sheet() {
        return this.props.sheet;
    }

    get record() {
        return this.props.record;
    }

    /** The texts that are written, or may be. */
    get texts() {
        const cells = this.sheet.panelTexts.map((name) => ({
            ...this.sheet.getCell(this.record, name),
            id: `cds_text_${name}_${this.record.resId}`,
        }));
        return cells.filter(({ isOpen, text }) => isOpen || text);
    }

    get title() {
        return _t("Item %s", this.record.data.code);
    }

    get labels() {
        return {
            previous: _t("Previous item (Alt+↑)"),
            next: _t("Next item (Alt+↓)"),
            close: _t("Close (Esc)"),
        };
    }

    // --- history ---

    handLabel(change) {
        return {
            self: _t("Self"),
            council: _t("Council"),
            external: _t("External"),
            final: _t("Recognition"),
        }[change.hand];
    }

    changeText(change) {
        const isCondition = this.record.data.measure === "yes_no";
        const word = (points, met) =>
            isCondition ? (met ? _t("met") : _t("not met")) : this.sheet.format(points);
        const before = word(change.old_points, change.old_met);
        const after = word(change.new_points, change.new_met);
        return `${before} → ${after}`;
    }

    dayText(change) {
        return formatDate(deserializeDateTime(change.date));
    }

    // --- keys ---

    onFocusin(ev) {
        if (ev.target.tagName === "TEXTAREA") {
            this.focused = ev.target.name;
        }
    }

    onKeydown(ev) {
        const step = ev.altKey && STEPS[ev.key];
        if (step) {
            ev.preventDefault();
            ev.stopPropagation();
            this.move(step);
        } else if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onClose();
        }
    }

    /** What stands in the text is read before the panel shows another item. */
    move(step) {
        this.root.el.focus();
        this.props.onMove(step);
    }
}
