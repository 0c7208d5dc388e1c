import { toRaw, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { EvidenceChip } from "../evidence_panel/evidence_chip";
import { EvidencePanel } from "../evidence_panel/evidence_panel";
import { staleRecords, useEvidenceStore } from "../evidence_panel/evidence_store";
import { SheetRenderer } from "../sheet/sheet";

const FIGURES = ["numerator", "denominator", "quantity"];
const HANDS = ["self", "council", "external", "final"];
/** What a save answers with: all of the row that may follow, and the sums. */
const FOLLOWING = [
    ...FIGURES,
    ...HANDS.flatMap((hand) => [`${hand}_points`, `${hand}_met`]),
    "answer_yes",
    "council_note",
    "final_note",
    "figure_origin",
    "is_figure_changed",
    "percentage",
    "stamp",
    "status",
];

/**
 * The items of an assessment under the headings of their criteria, answered in place.
 *
 * Headings and their points come from the parent's `score_board`, which each save answers
 * with.
 */
export class ScoreSheetRenderer extends SheetRenderer {
    static components = { EvidenceChip, EvidencePanel };
    static parts = {
        head: "cds_assessment.ScoreSheetRenderer.Head",
        heading: "cds_assessment.ScoreSheetRenderer.Heading",
        item: "cds_assessment.ScoreSheetRenderer.Item",
    };
    static kind = {
        model: "cds.assessment.line",
        parentField: "assessment_id",
        specification: {
            ...Object.fromEntries(FOLLOWING.map((name) => [name, {}])),
            assessment_id: { fields: { score_board: {}, refusals: {} } },
        },
        follows: ["status", ...HANDS.map((hand) => `${hand}_met`)],
    };
    static props = [...SheetRenderer.props, "board", "hand", "openHand"];

    setup() {
        super.setup();
        this.evidence = useEvidenceStore({
            getLineIds: () => this.props.list.records.map((r) => this.lineId(r)),
            onChange: () => this.props.onEvidence?.(),
        });
        this.state = useState({ dragged: null });
    }

    onReload() {
        this.evidence.renew();
    }

    /** The item of the assessment that a row is about. */
    lineId(record) {
        return record.resId;
    }

    /** Headings and items in the order of the printed table. */
    get rows() {
        const records = new Map(
            this.props.list.records.map((record) => [record.data.criterion_id.id, record])
        );
        return (this.board?.nodes || []).map((node) => ({
            ...node,
            record: records.get(node.key),
        }));
    }

    get board() {
        return this.props.board;
    }

    get columnCount() {
        return 6;
    }

    get hand() {
        return this.props.hand;
    }

    get pointsField() {
        return `${this.hand}_points`;
    }

    get metField() {
        return this.hand === "self" ? "answer_yes" : `${this.hand}_met`;
    }

    get noteField() {
        return `${this.hand}_note`;
    }

    /** Whether the hand that counts is the one that people fill in now. */
    get isOpen() {
        return !this.props.readonly && this.props.openHand === this.hand;
    }

    /** Whether a row is the user's to fill in. */
    isOpenRow(record) {
        return this.isOpen && !record.data.owner_names;
    }

    ownerText(record) {
        return _t("Given to %s", record.data.owner_names);
    }

    isTouched(record) {
        return this.hand !== "self" || this.value(record, "status") !== "todo";
    }

    /** Where the figures come from; in the colour of changes where one has changed. */
    originClass(record) {
        const colour = record.data.is_figure_changed ? "o_cds_changed" : "text-muted";
        return `o_cds_origin o_cds_hint ${colour}`;
    }

    isCondition(record) {
        return record.data.is_mandatory && !record.data.max_points;
    }

    // --- cells ---

    getAnswerName(record) {
        return { yes_no: "met", choice: "" }[record.data.measure] ?? "points";
    }

    getCell(record, name) {
        if (name === "points") {
            return this.getPointsCell(record);
        }
        if (name === "met") {
            return this.getMetCell(record);
        }
        if (name === "note") {
            return this.getNoteCell(record);
        }
        return FIGURES.includes(name) ? this.getFigureCell(record, name) : {};
    }

    getPointsCell(record) {
        const { max_points: maximum, score_step: step, code, name, measure } = record.data;
        const isComputed = this.hand === "self" && measure === "choice";
        const isTouched = this.isTouched(record);
        return {
            name: "points",
            kind: "number",
            label: _t("%(code)s %(name)s, at most %(maximum)s points", {
                code,
                name,
                maximum: this.format(maximum),
            }),
            limits: { maximum, step },
            text: isTouched ? this.format(this.value(record, this.pointsField)) : "",
            isOpen: this.isOpenRow(record) && !isComputed && measure !== "yes_no",
        };
    }

    getMetCell(record) {
        const value = this.isTouched(record) ? this.value(record, this.metField) : null;
        return {
            name: "met",
            kind: "met",
            label: `${record.data.code} ${record.data.name}`,
            value,
            text: this.metText(value),
            isOpen: this.isOpenRow(record),
        };
    }

    getNoteCell(record) {
        return {
            name: "note",
            kind: "text",
            label: `${record.data.code}: ${this.texts.note}`,
            placeholder: this.texts.note,
            text: this.value(record, this.noteField) || "",
            isOpen: this.isOpenRow(record),
        };
    }

    getFigureCell(record, name) {
        if (name === "quantity" ? record.data.measure !== "count" : record.data.measure !== "ratio") {
            return {};
        }
        const label = record.data[`${name}_label`] || record.data.unit || "";
        return {
            name,
            kind: "number",
            label: `${record.data.code}: ${label}`,
            title: label,
            text: this.value(record, name) ? this.format(this.value(record, name)) : "",
            // the school's own answer is a matter of the self-scoring
            isOpen: this.isOpenRow(record) && this.hand === "self",
        };
    }

    getChanges(record, name, value) {
        switch (name) {
            case "points":
                return this.getPointsChanges(value);
            case "met":
                return this.getMetChanges(record, value);
            case "note":
                return { [this.noteField]: value };
        }
        const isBegun = value && this.value(record, "status") === "todo";
        return { [name]: value || 0, ...(isBegun ? { status: "doing" } : {}) };
    }

    getPointsChanges(points) {
        if (this.hand !== "self") {
            return { [this.pointsField]: points || 0, [this.metField]: points > 0 };
        }
        return { self_points: points || 0, status: points === null ? "todo" : "done" };
    }

    getMetChanges(record, isMet) {
        if (this.hand === "self") {
            return { answer_yes: Boolean(isMet), status: isMet === null ? "todo" : "done" };
        }
        return {
            [this.metField]: Boolean(isMet),
            [this.pointsField]: isMet ? record.data.max_points : 0,
        };
    }

    get texts() {
        return { note: _t("Reason for the change") };
    }

    metText(isMet) {
        return isMet === null ? "–" : isMet ? _t("Met") : _t("Not met");
    }

    closedText(record) {
        if (record.data.owner_names) {
            return this.ownerText(record);
        }
        return record.data.measure === "choice"
            ? _t("is chosen in the item's own window")
            : super.closedText(record);
    }

    describe(record, values) {
        const given =
            record.data.measure === "yes_no"
                ? this.metText(values[this.metField])
                : this.format(values[this.pointsField]);
        const figures = FIGURES.filter((name) => values[name]).map((n) => this.format(values[n]));
        return [
            this.hand === "self" && values.status === "todo" ? "–" : given,
            figures.join(" / "),
            values[this.noteField],
        ]
            .filter(Boolean)
            .join(" · ");
    }

    /** What the hand before gave, where this one gave something else. */
    changeText(record) {
        const before = { council: "self", final: "external" }[this.hand];
        if (!before) {
            return "";
        }
        const { data } = record;
        const points = data[`${before}_points`];
        const met = data[`${before}_met`];
        if (
            points === this.value(record, this.pointsField) &&
            met === this.value(record, `${this.hand}_met`)
        ) {
            return "";
        }
        const text = this.isCondition(record) ? this.metText(met) : this.format(points);
        return _t("before: %s", text);
    }

    // --- evidence ---

    /** Whether the row has evidence to be looked at, or may get some. */
    hasEvidence(record) {
        const { resId, data } = record;
        return resId && (!data.evidence_refusal || this.chipsOf(record).length);
    }

    chipsOf(record) {
        return this.evidence.chipsOf(this.lineId(record), record.data.evidence_chips);
    }

    toggleEvidence(record) {
        const lineId = this.lineId(record);
        return this.evidence.isOpen(lineId)
            ? this.closeEvidence(record)
            : this.evidence.open(lineId);
    }

    /** Close the panel; the cursor goes back to the button that opened it. */
    closeEvidence(record) {
        const lineId = this.lineId(record);
        this.evidence.close(lineId);
        document.querySelector(`[aria-controls=cds_panel_${lineId}]`)?.focus();
    }

    /** The record of the row, or of the panel below it, that files are held over. */
    draggedRecord(ev) {
        const lineId = Number(ev.target.closest("[data-line]")?.dataset.line);
        return this.props.list.records.find((record) => this.lineId(record) === lineId);
    }

    /** Files may be dropped on a row; beside the rows the browser must not open them. */
    onDragOver(ev) {
        if (!ev.dataTransfer?.types.includes("Files")) {
            return;
        }
        ev.preventDefault();
        const record = this.draggedRecord(ev);
        const isOpen = record && !record.data.evidence_refusal;
        ev.dataTransfer.dropEffect = isOpen ? "copy" : "none";
        this.state.dragged = isOpen ? this.lineId(record) : null;
    }

    onDragLeave(ev) {
        if (!ev.currentTarget.contains(ev.relatedTarget)) {
            this.state.dragged = null;
        }
    }

    onDrop(ev) {
        const files = [...(ev.dataTransfer?.files || [])];
        if (!files.length) {
            return;
        }
        ev.preventDefault();
        this.state.dragged = null;
        this.takeFiles(this.draggedRecord(ev), files);
    }

    /** Files may be pasted into a row; the panel takes what is pasted into it. */
    onPaste(ev) {
        const files = [...ev.clipboardData.files];
        if (ev.target.closest(".o_cds_panel")) {
            return;
        }
        if (files.length) {
            ev.preventDefault();
            this.takeFiles(this.draggedRecord(ev), files);
        } else {
            super.onPaste(ev);
        }
    }

    takeFiles(record, files) {
        if (record?.data.evidence_refusal) {
            return this.refuse(record.data.evidence_refusal);
        }
        return record && this.evidence.send(this.lineId(record), files);
    }

    // --- the item's own window ---

    /** Notes, choice and history of an item, in a window that saves by itself. */
    async open(record) {
        await this.store.flush();
        this.dialog.add(FormViewDialog, {
            resModel: this.constructor.kind.model,
            resId: record.resId,
            title: this.rowLabel(record),
            readonly: this.props.readonly,
            canExpand: false,
            preventCreate: true,
            onRecordSaved: () => this.store.refresh(record.resId),
        });
    }

    refuse(message) {
        this.notification.add(message, { type: "warning" });
    }
}

export class ScoreSheetField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: ScoreSheetRenderer };

    get rendererProps() {
        const { data } = this.props.record;
        return {
            ...super.rendererProps,
            parent: this.props.record,
            board: data.score_board,
            hand: data.hand,
            openHand: data.open_hand,
            onEvidence: () => staleRecords.add(toRaw(this.props.record)),
        };
    }
}

registry.category("fields").add("cds_score_sheet", {
    ...x2ManyField,
    component: ScoreSheetField,
    supportedTypes: ["one2many"],
});
