import { onWillStart, toRaw, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { AssignBar } from "../assign/assign_bar";
import { EvidenceChip } from "../evidence_panel/evidence_chip";
import { EvidencePanel } from "../evidence_panel/evidence_panel";
import { staleRecords, useEvidenceStore } from "../evidence_panel/evidence_store";
import { SheetRenderer } from "../sheet/sheet";
import { TextPanel } from "../text_panel/text_panel";

const TEXTS = ["status_quo", "strengths", "weaknesses", "plan", "self_note"];
/** In which hands a text is open. */
const TEXT_HANDS = { self_note: ["self"] };
const FIGURES = ["numerator", "denominator", "quantity"];
const HANDS = ["self", "council", "external", "final"];
/** What a save answers with: all of the row that may follow, and the sums. */
const FOLLOWING = [
    ...FIGURES,
    ...TEXTS,
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
    static components = { AssignBar, EvidenceChip, EvidencePanel, TextPanel };
    static parts = {
        head: "cds_assessment.ScoreSheetRenderer.Head",
        heading: "cds_assessment.ScoreSheetRenderer.Heading",
        item: "cds_assessment.ScoreSheetRenderer.Item",
        beside: "cds_assessment.ScoreSheetRenderer.Beside",
        beneath: "cds_assessment.ScoreSheetRenderer.Beneath",
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
        this.orm = useService("orm");
        this.state = useState({ dragged: null, shownId: null });
        this.assigning = useState({ isCouncil: false, ids: new Set(), people: null });
        onWillStart(async () => {
            this.assigning.isCouncil = await user.hasGroup("cds_assessment.group_council");
        });
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
        return this.hasLastPoints ? 8 : 7;
    }

    /** A first dossier has no year before it, and keeps the width for the names. */
    get hasLastPoints() {
        return this.props.list.records.some((record) => record.data.last_points);
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
        if (TEXTS.includes(name)) {
            return this.getTextCell(record, name);
        }
        return FIGURES.includes(name) ? this.getFigureCell(record, name) : {};
    }

    getTextCell(record, name) {
        const hands = TEXT_HANDS[name] || ["self", "council"];
        return {
            name,
            kind: "text",
            label: this.texts[name],
            text: this.value(record, name) || "",
            isOpen: this.isOpenRow(record) && hands.includes(this.hand),
        };
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
        return {
            note: _t("Reason for the change"),
            status_quo: _t("Status Quo"),
            strengths: _t("Strengths"),
            weaknesses: _t("Weaknesses"),
            plan: _t("Improvement Plan"),
            self_note: _t("Note"),
        };
    }

    metText(isMet) {
        return isMet === null ? "–" : isMet ? _t("Met") : _t("Not met");
    }

    closedText(record) {
        if (record.data.owner_names) {
            return this.ownerText(record);
        }
        return this.isOpen && record.data.measure === "choice"
            ? _t("is chosen in the item's own window")
            : super.closedText(record);
    }

    describe(record, values) {
        const given =
            record.data.measure === "yes_no"
                ? this.metText(values[this.metField])
                : this.format(values[this.pointsField]);
        const figures = FIGURES.filter((name) => values[name]).map((n) => this.format(values[n]));
        // of the long texts only what is not as it was loaded
        const texts = TEXTS.filter(
            (name) => name in values && (values[name] || "") !== (record.data[name] || "")
        ).map((name) => `${this.texts[name]}: ${values[name] || "–"}`);
        return [
            this.hand === "self" && values.status === "todo" ? "–" : given,
            figures.join(" / "),
            values[this.noteField],
            ...texts,
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

    // --- the texts of an item, beside the table ---

    get panelTexts() {
        return TEXTS;
    }

    get shownRecord() {
        return this.answerRows.find((record) => record.resId === this.state.shownId);
    }

    get isBeside() {
        return Boolean(this.shownRecord);
    }

    get place() {
        const at = this.answerRows.indexOf(this.shownRecord);
        return `${at + 1}/${this.answerRows.length}`;
    }

    show(record) {
        this.state.shownId = record.resId;
    }

    /** Show an item further down or up, and bring its row into sight. */
    showNeighbour(step) {
        const records = this.answerRows;
        const record = records[records.indexOf(this.shownRecord) + step];
        if (record) {
            this.show(record);
            this.rowElement(record)?.scrollIntoView({ block: "center" });
        }
    }

    /** Close the panel; the cursor goes back to the button of its row. */
    hide() {
        const row = this.rowElement(this.shownRecord);
        this.state.shownId = null;
        row?.querySelector("button[name=texts]")?.focus();
    }

    rowElement(record) {
        return this.root.el.querySelector(`.o_cds_item[data-row="${record.resId}"]`);
    }

    /** Whether any of the texts is written. */
    hasTexts(record) {
        return TEXTS.some((name) => this.value(record, name));
    }

    // --- who fills in what ---

    /** Items are given out while the school scores, by council and head. */
    get canAssign() {
        return this.assigning.isCouncil && this.isOpen && this.hand === "self";
    }

    /** The rows below a heading. */
    recordsBelow(heading) {
        const rows = this.rows;
        const below = rows.slice(rows.findIndex(({ key }) => key === heading.key) + 1);
        const end = below.findIndex(({ depth }) => depth <= heading.depth);
        return below
            .slice(0, end < 0 ? undefined : end)
            .flatMap(({ record }) => record || []);
    }

    isChosen(records) {
        const { ids } = this.assigning;
        return records.length > 0 && records.every(({ resId }) => ids.has(resId));
    }

    async onChoose(records, ev) {
        const { ids } = this.assigning;
        for (const { resId } of records) {
            ev.target.checked ? ids.add(resId) : ids.delete(resId);
        }
        if (!this.assigning.people) {
            const [dossier] = await this.orm.webRead(
                "cds.assessment",
                [this.props.parent.resId],
                { specification: { assignable_user_ids: { fields: { display_name: {} } } } }
            );
            this.assigning.people = dossier.assignable_user_ids.map((person) => ({
                id: person.id,
                name: person.display_name,
            }));
        }
    }

    /** Give the chosen items to people; each of them is told by the server. */
    async assign(userIds) {
        const { ids } = this.assigning;
        await this.orm.call("cds.assessment.line", "action_assign", [[...ids], userIds], {
            replace: true,
        });
        ids.clear();
        await this.store.flush();
        await this.props.parent.load();
    }

    // --- the item's own window ---

    /** What has no cell: choices, figures taken anew. A window that saves by itself. */
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
