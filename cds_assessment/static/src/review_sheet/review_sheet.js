import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { ScoreBoard } from "../score_board/score_board";
import { ScoreSheetField, ScoreSheetRenderer } from "../score_sheet/score_sheet";

/** What people write in a row, and what follows from it. */
const FOLLOWING = [
    "points",
    "is_met",
    "note",
    "status",
    "school_reply",
    "is_different",
    "stamp",
];

/**
 * The sheet of the external team: what the school gave beside what the team gives.
 *
 * It is made for a telephone on site. The school reads the same sheet once it was sent
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
    static kind = {
        model: "cds.review.line",
        parentField: "review_id",
        specification: {
            ...Object.fromEntries(FOLLOWING.map((name) => [name, {}])),
            review_id: { fields: { score_board: {}, refusals: {} } },
        },
        follows: ["status", "is_met"],
    };
    static props = [...ScoreSheetRenderer.props, "canScore", "canReply", "isShared"];

    setup() {
        super.setup();
        this.filter = useState({ name: "all", ids: null });
        this.noting = useState(new Set());
    }

    // --- what is shown ---

    get columnCount() {
        return 5;
    }

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
    chooseFilter(filter) {
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

    isTouched(record) {
        return this.value(record, "status") === "done";
    }

    /** The school's points, or whether it finds the condition met. */
    schoolText(record) {
        const { data } = record;
        return this.isCondition(record)
            ? this.metText(data.council_met)
            : this.format(data.council_points);
    }

    /** Whether the team gives something else; at once, for what is not saved yet. */
    isDifferent(record) {
        if (!this.isTouched(record)) {
            return false;
        }
        if (!this.store.hasChanges(record)) {
            return record.data.is_different;
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

    describe(record, values) {
        const { points, is_met: isMet, status, note, school_reply: reply } = values;
        const given = this.isCondition(record) ? this.metText(isMet) : this.format(points);
        return [status === "todo" ? "–" : given, note, reply].filter(Boolean).join(" · ");
    }

    // --- cells ---

    get pointsField() {
        return "points";
    }

    get metField() {
        return "is_met";
    }

    get noteField() {
        return "note";
    }

    isOpenRow() {
        return this.props.canScore;
    }

    get texts() {
        return {
            note: _t("Why do the points differ?"),
            remark: _t("Note of the team"),
            reply: _t("Reply of the school"),
            agreeAll: _t("What the team has scored already stays."),
        };
    }

    getCell(record, name) {
        return name === "school_reply" ? this.getReplyCell(record) : super.getCell(record, name);
    }

    getNoteCell(record) {
        const label = this.isDifferent(record) ? this.texts.note : this.texts.remark;
        return {
            ...super.getNoteCell(record),
            label: `${record.data.code}: ${label}`,
            placeholder: label,
            isNeeded: this.needsNote(record),
        };
    }

    getReplyCell(record) {
        return {
            name: "school_reply",
            kind: "text",
            label: `${record.data.code}: ${this.texts.reply}`,
            placeholder: this.texts.reply,
            text: this.value(record, "school_reply") || "",
            isOpen: this.props.canReply,
        };
    }

    getChanges(record, name, value) {
        return name === "school_reply"
            ? { school_reply: value }
            : super.getChanges(record, name, value);
    }

    getPointsChanges(points) {
        const status = points === null ? "todo" : "done";
        return { points: points || 0, is_met: points > 0, status };
    }

    getMetChanges(record, isMet) {
        return {
            points: isMet ? record.data.max_points : 0,
            is_met: Boolean(isMet),
            status: isMet === null ? "todo" : "done",
        };
    }

    /** The team finds what the school found. */
    agree(record) {
        return this.store.change(
            record,
            {
                points: record.data.council_points,
                is_met: record.data.council_met,
                status: "done",
            },
            "points"
        );
    }

    /** The items right below a heading that the team has not touched yet. */
    untouchedBelow(row) {
        if (!this.props.canScore) {
            return [];
        }
        const right = this.rows.filter(({ depth }) => depth === row.depth + 1);
        const records = new Set(right.map(({ record }) => record));
        return this.recordsBelow(row).filter((r) => records.has(r) && !this.isTouched(r));
    }

    /** Find what the school found for all of a criterion that is left; the rest stays. */
    agreeAll(row) {
        return Promise.all(this.untouchedBelow(row).map((r) => this.agree(r)));
    }

    agreeAllText(count) {
        return _t("%s items as the school", count);
    }

    isAgreed(record) {
        return this.isTouched(record) && !this.isDifferent(record);
    }

    addNote(record) {
        this.noting.add(record.resId);
    }
}

export class ReviewSheetField extends ScoreSheetField {
    static components = {
        ...ScoreSheetField.components,
        ListRenderer: ReviewSheetRenderer,
    };

    get rendererProps() {
        const { data } = this.props.record;
        return {
            ...super.rendererProps,
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
