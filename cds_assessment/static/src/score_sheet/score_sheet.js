import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/**
 * The items of an assessment under the headings of their criteria, answered in place.
 *
 * It takes the place of the list in a one2many: rows are the records of that list, so
 * saving, discarding and onchange are the form's own. Headings and their points come
 * from the parent's `score_board`, which follows every change.
 */
export class ScoreSheetRenderer extends Component {
    static template = "cds_assessment.ScoreSheetRenderer";
    static props = ["list", "board", "hand", "openRecord", "readonly", "*"];

    setup() {
        this.notification = useService("notification");
    }

    /** Headings and items in the order of the printed table. */
    get rows() {
        const records = new Map(
            this.props.list.records.map((record) => [record.data.criterion_id.id, record])
        );
        return (this.props.board?.nodes || []).map((node) => ({
            ...node,
            record: records.get(node.key),
        }));
    }

    get evidencePlaceholder() {
        return _t("Number, date, link");
    }

    get pointsField() {
        return `${this.props.hand}_points`;
    }

    format(number) {
        return formatFloat(number, { digits: [12, 2], trailingZeros: false });
    }

    pointsText(record) {
        const isTouched = this.props.hand !== "self" || record.data.status !== "todo";
        return isTouched ? this.format(record.data[this.pointsField]) : "";
    }

    figureText(record, name) {
        return record.data[name] ? this.format(record.data[name]) : "";
    }

    yesNoValue(record) {
        if (record.data.status === "todo") {
            return "";
        }
        return record.data.answer_yes ? "yes" : "no";
    }

    isCondition(record) {
        return record.data.is_mandatory && !record.data.max_points;
    }

    isComputed(record) {
        return ["yes_no", "choice"].includes(record.data.measure);
    }

    onPoints(record, ev) {
        const text = ev.target.value.trim();
        if (!text) {
            return record.update({ self_points: 0, status: "todo" });
        }
        const points = this.parse(text);
        const maximum = record.data.max_points;
        if (points === null || points < 0 || points > maximum) {
            ev.target.value = this.pointsText(record);
            return this.refuse(
                _t("%(code)s: type points from 0 to %(maximum)s.", {
                    code: record.data.code,
                    maximum: this.format(maximum),
                })
            );
        }
        ev.target.value = this.format(points);
        return record.update({ self_points: points, status: "done" });
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
        return record.update(changes);
    }

    onYesNo(record, ev) {
        return record.update({
            answer_yes: ev.target.value === "yes",
            status: ev.target.value ? "done" : "todo",
        });
    }

    onEvidence(record, ev) {
        const changes = { evidence_note: ev.target.value };
        if (record.data.status === "todo" && ev.target.value) {
            changes.status = "doing";
        }
        return record.update(changes);
    }

    /** Enter goes down the column, as in a workbook. */
    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.target.tagName === "TEXTAREA") {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const inputs = [...ev.currentTarget.querySelectorAll(".o_cds_points input")];
        inputs[inputs.indexOf(ev.target) + 1]?.focus();
    }

    onFocus(ev) {
        ev.target.select?.();
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
        return { ...super.rendererProps, board: data.score_board, hand: data.hand };
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
