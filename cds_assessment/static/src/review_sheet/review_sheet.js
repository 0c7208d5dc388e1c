import { onWillDestroy, useExternalListener, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { ScoreBoard } from "../score_board/score_board";
import { ScoreSheetField, ScoreSheetRenderer } from "../score_sheet/score_sheet";
import { ReviewStore } from "./review_store";

/**
 * The sheet of the external team: what the school gave beside what the team gives.
 *
 * It is made for a telephone on site: each item is saved as it is left, without the
 * form's own saving, see `ReviewStore`. The school reads the same sheet once it was sent
 * to it, and replies on it.
 */
export class ReviewSheetRenderer extends ScoreSheetRenderer {
    static template = "cds_assessment.ReviewSheetRenderer";
    static components = { ...ScoreSheetRenderer.components, ScoreBoard };
    static parts = {
        head: "cds_assessment.ReviewSheetRenderer.Head",
        heading: "cds_assessment.ReviewSheetRenderer.Heading",
        item: "cds_assessment.ReviewSheetRenderer.Item",
    };
    static props = [
        ...ScoreSheetRenderer.props,
        "review",
        "name",
        "canScore",
        "canReply",
        "isShared",
    ];

    setup() {
        super.setup();
        const orm = useService("orm");
        const callbacks = {
            // no change of the form: nothing to be saved comes of it
            onReview: (values) => this.props.review._applyValues(values),
            onSettled: () => this.onSettled(),
        };
        this.store = useState(new ReviewStore(orm, callbacks));
        this.filter = useState({ name: "all", ids: null });
        this.noting = useState(new Set());
        // the form asks before it saves, leaves, or takes an action
        useBus(this.props.list.model.bus, "NEED_LOCAL_CHANGES", (ev) =>
            ev.detail.proms.push(this.store.flush())
        );
        useExternalListener(window, "online", () => this.store.retry());
        onWillDestroy(() => this.store.stop());
    }

    // --- what is shown ---

    get labels() {
        return { team: _t("Team"), school: _t("School") };
    }

    get filters() {
        const names = [
            ["all", _t("All"), () => true],
            ["todo", _t("Not done"), (r) => this.value(r, "status") !== "done"],
            ["different", _t("Differs"), (r) => this.isDifferent(r)],
            ["mine", _t("Mine"), (r) => r.data.is_mine],
            ["replied", _t("Replied"), (r) => Boolean(this.value(r, "school_reply"))],
        ];
        const { records } = this.props.list;
        return names
            .map(([name, label, has]) => ({
                name,
                label,
                ids: records.filter(has).map((record) => record.resId),
            }))
            .filter(({ name, ids }) => ids.length || !["mine", "replied"].includes(name));
    }

    /** An item stays where it is while one works on it: the choice is made once. */
    choose(filter) {
        this.filter.name = filter.name;
        this.filter.ids = filter.name === "all" ? null : new Set(filter.ids);
    }

    /** Items that were chosen, and the headings above them. */
    get rows() {
        const rows = super.rows;
        if (!this.filter.ids) {
            return rows;
        }
        const above = new Set();
        const chosen = rows.reverse().filter(({ record, depth }) => {
            const isChosen = record
                ? this.filter.ids.has(record.resId)
                : above.delete(depth);
            if (isChosen) {
                above.add(depth - 1);
            }
            return isChosen;
        });
        return chosen.reverse();
    }

    lineId(record) {
        return record.data.line_id.id;
    }

    value(record, name) {
        return this.store.value(record, name);
    }

    isTouched(record) {
        return this.value(record, "status") === "done";
    }

    pointsText(record) {
        return this.isTouched(record) ? this.format(this.value(record, "points")) : "";
    }

    /** The school's points, or whether it finds the condition met. */
    schoolText(record) {
        const { data } = record;
        return this.isCondition(record)
            ? this.metText(data.council_met)
            : this.format(data.council_points);
    }

    metText(isMet) {
        return isMet ? _t("Met") : _t("Not met");
    }

    /** Whether the team gives something else; at once, for what is not saved yet. */
    isDifferent(record) {
        if (!this.isTouched(record)) {
            return false;
        }
        if (!this.store.hasChanges(record)) {
            return this.value(record, "is_different");
        }
        return this.isCondition(record)
            ? this.value(record, "is_met") !== record.data.council_met
            : this.value(record, "points") !== record.data.council_points;
    }

    needsNote(record) {
        return this.isDifferent(record) && !(this.value(record, "note") || "").trim();
    }

    hasNote(record) {
        return (
            this.isDifferent(record) ||
            this.value(record, "note") ||
            this.noting.has(record.resId)
        );
    }

    get texts() {
        return {
            note: _t("Why do the points differ?"),
            remark: _t("Note of the team"),
            reply: _t("Reply of the school"),
        };
    }

    stateText(record) {
        return {
            saving: _t("saving…"),
            saved: _t("saved"),
            offline: _t("not saved: no connection; it is sent again by itself"),
        }[this.store.state(record)];
    }

    theirText(record) {
        const { points, is_met: isMet, note, school_reply: reply } = this.store.theirs(record);
        const given = this.isCondition(record) ? this.metText(isMet) : this.format(points);
        return [given, note, reply].filter(Boolean).join(" · ");
    }

    get unsavedText() {
        const count = this.store.stuck.length;
        return count && _t("%s items are not saved yet.", count);
    }

    // --- what is changed ---

    change(record, changes) {
        return this.store.change(record, changes);
    }

    onPoints(record, ev) {
        if (!ev.target.value.trim()) {
            const cleared = { points: 0, is_met: false, status: "todo" };
            return this.change(record, cleared);
        }
        const points = this.typedPoints(record, ev);
        if (points === null) {
            return;
        }
        ev.target.value = this.format(points);
        return this.change(record, { points, is_met: points > 0, status: "done" });
    }

    setMet(record, isMet) {
        return this.change(record, {
            points: isMet ? record.data.max_points : 0,
            is_met: isMet,
            status: "done",
        });
    }

    /** The team finds what the school found. */
    agree(record) {
        return this.change(record, {
            points: record.data.council_points,
            is_met: record.data.council_met,
            status: "done",
        });
    }

    isAgreed(record) {
        return this.isTouched(record) && !this.isDifferent(record);
    }

    addNote(record) {
        this.noting.add(record.resId);
    }

    onNote(record, ev) {
        return this.change(record, { note: ev.target.value.trim() || false });
    }

    onReply(record, ev) {
        return this.change(record, { school_reply: ev.target.value.trim() || false });
    }

    retry() {
        return this.store.retry();
    }

    onReload() {
        super.onReload();
        this.store.renew();
    }

    /** The form is not left, and no action taken, before all is saved. */
    async onSettled() {
        const { review: record, name } = this.props;
        if (this.store.stuck.length) {
            await record.setInvalidField(name);
        } else if (record.isFieldInvalid(name)) {
            await record.resetFieldValidity(name);
            await record.save();
        }
    }
}

export class ReviewSheetField extends ScoreSheetField {
    static components = {
        ...ScoreSheetField.components,
        ListRenderer: ReviewSheetRenderer,
    };

    get rendererProps() {
        const { record, name } = this.props;
        const { data } = record;
        return {
            ...super.rendererProps,
            review: record,
            name,
            hand: "external",
            openHand: "external",
            canScore: data.can_score,
            canReply: data.can_reply,
            isShared: data.state !== "open",
        };
    }
}

registry.category("fields").add("cds_review_sheet", {
    ...registry.category("fields").get("cds_score_sheet"),
    component: ReviewSheetField,
});
