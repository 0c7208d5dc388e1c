import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { SheetRenderer } from "../sheet/sheet";

/**
 * The figures of a school year under the headings of their sections, typed in place.
 *
 * An empty cell is a figure that is not known, which is another thing than 0.
 */
export class FigureSheetRenderer extends SheetRenderer {
    static parts = {
        head: "cds_assessment.FigureSheetRenderer.Head",
        heading: "cds_assessment.FigureSheetRenderer.Heading",
        item: "cds_assessment.FigureSheetRenderer.Item",
    };
    static kind = {
        model: "cds.profile.value",
        parentField: "profile_id",
        specification: {
            value: {},
            is_known: {},
            source: {},
            source_note: {},
            stamp: {},
            profile_id: { fields: { known_count: {}, total_count: {} } },
        },
        follows: [],
        isTold: true,
    };

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

    get tableClass() {
        return "o_cds_figure_sheet";
    }

    get columnCount() {
        return 5;
    }

    get sources() {
        return new Map(this.props.list.fields.source.selection);
    }

    rowLabel(record) {
        return record.data.name;
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

    // --- cells ---

    getAnswerName() {
        return "value";
    }

    getCell(record) {
        const { name, unit, is_whole: isWhole } = record.data;
        return {
            name: "value",
            kind: "number",
            label: [name, unit].filter(Boolean).join(", "),
            limits: { decimals: isWhole ? 0 : 2 },
            text: this.value(record, "is_known") ? this.format(this.value(record, "value")) : "",
            isOpen: !this.props.readonly,
        };
    }

    getChanges(_record, _name, value) {
        return { value: value || 0, is_known: value !== null };
    }

    describe(_record, values) {
        return values.is_known ? this.format(values.value) : _t("not known");
    }
}

export class FigureSheetField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: FigureSheetRenderer };

    get rendererProps() {
        return { ...super.rendererProps, parent: this.props.record };
    }
}

registry.category("fields").add("cds_figure_sheet", {
    ...x2ManyField,
    component: FigureSheetField,
    supportedTypes: ["one2many"],
});
