import { Component, onWillUpdateProps, toRaw, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { EvidenceChip } from "../evidence_panel/evidence_chip";
import { EvidencePanel } from "../evidence_panel/evidence_panel";
import { staleRecords, useEvidenceStore } from "../evidence_panel/evidence_store";

/**
 * The items of an assessment under the headings of their criteria, answered in place.
 *
 * It takes the place of the list in a one2many: rows are the records of that list, so
 * saving, discarding and onchange are the form's own. Headings and their points come
 * from the parent's `score_board`, which follows every change.
 */
export class ScoreSheetRenderer extends Component {
    static template = "cds_assessment.ScoreSheetRenderer";
    static components = { EvidenceChip, EvidencePanel };
    /** The templates of the table's parts, for sheets that show other columns. */
    static parts = {
        head: "cds_assessment.ScoreSheetRenderer.Head",
        heading: "cds_assessment.ScoreSheetRenderer.Heading",
        item: "cds_assessment.ScoreSheetRenderer.Item",
    };
    static props = ["list", "board", "hand", "openHand", "openRecord", "readonly", "*"];

    setup() {
        this.notification = useService("notification");
        this.evidence = useEvidenceStore({
            getLineIds: () => this.props.list.records.map((r) => this.lineId(r)),
            onChange: () => this.props.onEvidence?.(),
        });
        this.state = useState({ dragged: null });
        onWillUpdateProps((nextProps) => {
            // a list of its own comes with each loading of the form
            if (toRaw(nextProps.list) !== toRaw(this.props.list)) {
                this.onReload();
            }
        });
    }

    /** The list was loaded anew. */
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

    get parts() {
        return this.constructor.parts;
    }

    get notePlaceholder() {
        return _t("Reason for the change");
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

    /** Whether the school's own answer (figures) may be changed now. */
    get isAnswerOpen() {
        return this.isOpen && this.hand === "self";
    }

    format(number) {
        return formatFloat(number, { digits: [12, 2], trailingZeros: false });
    }

    isTouched(record) {
        return this.hand !== "self" || record.data.status !== "todo";
    }

    pointsText(record) {
        return this.isTouched(record) ? this.format(record.data[this.pointsField]) : "";
    }

    figureText(record, name) {
        return record.data[name] ? this.format(record.data[name]) : "";
    }

    /** Where the figures come from; in the colour of changes where one has changed. */
    originClass(record) {
        const colour = record.data.is_figure_changed ? "o_cds_changed" : "text-muted";
        return `o_cds_origin o_cds_hint ${colour}`;
    }

    yesNoValue(record) {
        if (!this.isTouched(record)) {
            return "";
        }
        return record.data[this.metField] ? "yes" : "no";
    }

    isCondition(record) {
        return record.data.is_mandatory && !record.data.max_points;
    }

    /** Whether the points of an item follow from its answer. */
    isComputed(record) {
        const measures = this.hand === "self" ? ["yes_no", "choice"] : ["yes_no"];
        return measures.includes(record.data.measure);
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
        if (points === data[this.pointsField] && met === data[`${this.hand}_met`]) {
            return "";
        }
        const text = this.isCondition(record)
            ? met
                ? _t("met")
                : _t("not met")
            : this.format(points);
        return _t("before: %s", text);
    }

    /** Change a row, saying which version of it the change is based on. */
    update(record, changes) {
        return record.update({ base_stamp: record.data.stamp, ...changes });
    }

    onPoints(record, ev) {
        const text = ev.target.value.trim();
        if (!text && this.hand === "self") {
            return this.update(record, { self_points: 0, status: "todo" });
        }
        const points = this.typedPoints(record, ev);
        if (points === null) {
            return;
        }
        ev.target.value = this.format(points);
        const changes = { [this.pointsField]: points };
        if (this.hand === "self") {
            changes.status = "done";
        } else {
            changes[this.metField] = points > 0;
        }
        return this.update(record, changes);
    }

    /** The points that were typed; null, and it is said, where they are out of range. */
    typedPoints(record, ev) {
        const points = this.parse(ev.target.value.trim());
        const maximum = record.data.max_points;
        if (points !== null && points >= 0 && points <= maximum) {
            return points;
        }
        ev.target.value = this.pointsText(record);
        this.refuse(
            _t("%(code)s: type points from 0 to %(maximum)s.", {
                code: record.data.code,
                maximum: this.format(maximum),
            })
        );
        return null;
    }

    onFigure(record, name, ev) {
        const text = ev.target.value.trim();
        const figure = text ? this.parse(text) : 0;
        if (figure === null || figure < 0) {
            ev.target.value = this.figureText(record, name);
            return this.refuse(
                _t("%s: type a number of 0 or more.", record.data.code)
            );
        }
        const changes = { [name]: figure };
        if (record.data.status === "todo" && figure) {
            changes.status = "doing";
        }
        return this.update(record, changes);
    }

    onYesNo(record, ev) {
        const yes = ev.target.value === "yes";
        const changes = { [this.metField]: yes };
        if (this.hand === "self") {
            changes.status = ev.target.value ? "done" : "todo";
        } else {
            changes[this.pointsField] = yes ? record.data.max_points : 0;
        }
        return this.update(record, changes);
    }

    onNote(record, ev) {
        return this.update(record, { [this.noteField]: ev.target.value });
    }

    /** Enter goes down the column, as in a workbook. */
    onKeydown(ev) {
        const isCell = ev.target.matches(".o_cds_item input, .o_cds_item select");
        if (ev.key !== "Enter" || !isCell) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const inputs = [...ev.currentTarget.querySelectorAll("input[name=points]")];
        inputs[inputs.indexOf(ev.target) + 1]?.focus();
    }

    onFocus(ev) {
        ev.target.select?.();
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
        if (files.length && !ev.target.closest(".o_cds_panel")) {
            ev.preventDefault();
            this.takeFiles(this.draggedRecord(ev), files);
        }
    }

    takeFiles(record, files) {
        if (record?.data.evidence_refusal) {
            return this.refuse(record.data.evidence_refusal);
        }
        return record && this.evidence.send(this.lineId(record), files);
    }

    open(record) {
        this.props.openRecord(record);
    }

    parse(text) {
        try {
            return parseFloat(text);
        } catch {
            return null;
        }
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
            board: data.score_board,
            hand: data.hand,
            openHand: data.open_hand,
            onEvidence: () => staleRecords.add(toRaw(this.props.record)),
        };
    }

    /** Items open in a dialog of their own, for notes and description. */
    async openRecord(record) {
        return this._openRecord({
            record,
            mode: this.props.readonly ? "readonly" : "edit",
        });
    }
}

registry.category("fields").add("cds_score_sheet", {
    ...x2ManyField,
    component: ScoreSheetField,
    supportedTypes: ["one2many"],
});
