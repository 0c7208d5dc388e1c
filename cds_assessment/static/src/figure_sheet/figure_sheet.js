import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/**
 * The figures of a school year under the headings of their sections, typed in place.
 *
 * Tab and Enter go down the one column that is filled in. An empty cell is a figure that
 * is not known, which is another thing than 0.
 */
export class FigureSheetRenderer extends Component {
    static template = "cds_assessment.FigureSheetRenderer";
    static props = ["list", "readonly", "*"];

    setup() {
        this.notification = useService("notification");
    }

    /** Headings and figures in the order of the catalogue. */
    get rows() {
        const labels = new Map(this.props.list.fields.section.selection);
        const rows = [];
        let section;
        for (const record of this.props.list.records) {
            if (record.data.section !== section) {
                section = record.data.section;
                rows.push({ key: section, heading: labels.get(section) });
            }
            rows.push({ key: record.id, record });
        }
        return rows;
    }

    get sources() {
        return new Map(this.props.list.fields.source.selection);
    }

    format(number) {
        return formatFloat(number, { digits: [12, 2], trailingZeros: false });
    }

    valueText(record) {
        return record.data.is_known ? this.format(record.data.value) : "";
    }

    previousText(record) {
        const { previous_known, previous_value } = record.data;
        return previous_known ? this.format(previous_value) : "–";
    }

    sourceText(record) {
        if (!record.data.is_known || record.data.source === "typed") {
            return "";
        }
        const source = this.sources.get(record.data.source);
        return [source, record.data.source_note].filter(Boolean).join(": ");
    }

    onValue(record, ev) {
        const text = ev.target.value.trim();
        if (!text) {
            return record.update({ value: 0, is_known: false });
        }
        const value = this.parse(text);
        if (value === null || value < 0) {
            ev.target.value = this.valueText(record);
            this.notification.add(
                _t("%s: type a number of 0 or more.", record.data.name),
                { type: "warning" }
            );
            return;
        }
        ev.target.value = this.format(value);
        return record.update({ value, is_known: true });
    }

    /** Enter and the arrows go along the column, as in a workbook. */
    onKeydown(ev) {
        const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (!step) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const inputs = [...ev.currentTarget.querySelectorAll("input")];
        inputs[inputs.indexOf(ev.target) + step]?.focus();
    }

    onFocus(ev) {
        ev.target.select();
    }

    parse(text) {
        try {
            return parseFloat(text);
        } catch {
            return null;
        }
    }
}

export class FigureSheetField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: FigureSheetRenderer };
}

registry.category("fields").add("cds_figure_sheet", {
    ...x2ManyField,
    component: FigureSheetField,
    supportedTypes: ["one2many"],
});
