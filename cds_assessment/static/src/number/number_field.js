import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
import { FloatTimeField, floatTimeField } from "@web/views/fields/float_time/float_time_field";
import { formatInteger } from "@web/views/fields/formatters";
import { useInputField } from "@web/views/fields/input_field_hook";
import { numberRefusal, readNumber } from "./number";
import { readTime } from "./time";

const LARGEST_INTEGER = 2147483647;

/**
 * The input of a number: what cannot be read stays as it was typed, with the reason
 * beneath it. The server puts it into our forms and lists, see `ir_ui_view.py`.
 */
export class NumberField extends FloatField {
    static template = "cds_assessment.NumberField";
    static props = {
        ...FloatField.props,
        minimum: { type: Number, optional: true },
    };

    setup() {
        super.setup();
        this.refusal = useState({ sentence: "" });
    }

    get field() {
        return this.props.record.fields[this.props.name];
    }

    get isInteger() {
        return this.field.type === "integer";
    }

    get limits() {
        const minimum = this.props.minimum ?? 0;
        if (this.isInteger) {
            return { minimum, maximum: LARGEST_INTEGER, decimals: 0 };
        }
        const [, decimals] = this.props.digits || this.field.digits || [16, 2];
        return { minimum, decimals };
    }

    /** An integer that is not known is an empty input. */
    get formattedValue() {
        if (!this.isInteger) {
            return super.formattedValue;
        }
        if (this.value === false || this.props.formatNumber === false) {
            return this.value === false ? "" : String(this.value);
        }
        return formatInteger(this.value);
    }

    parse(text) {
        const { value, reason } = readNumber(text, this.limits);
        this.refusal.sentence = reason ? numberRefusal(text, reason, this.limits) : "";
        if (reason) {
            throw new Error(this.refusal.sentence);
        }
        return value ?? 0;
    }

    onInput() {
        this.refusal.sentence = "";
    }

    /** A column is no number, and an input would write its lines into one. */
    onPaste(ev) {
        const text = ev.clipboardData.getData("text/plain").trim();
        if (/[\r\n\t]/.test(text)) {
            ev.preventDefault();
            this.refusal.sentence = numberRefusal(text, "not_number");
        }
    }
}

registry.category("fields").add("cds_number", {
    ...floatField,
    component: NumberField,
    displayName: _t("Number"),
    supportedTypes: ["float", "integer"],
    extractProps: (info) => ({
        ...floatField.extractProps(info),
        trailingZeros: false,
        minimum: info.options.minimum,
    }),
});

/** The input of a time of day, which stays as it was typed where it cannot be read. */
export class TimeField extends FloatTimeField {
    static template = "cds_assessment.TimeField";

    setup() {
        this.refusal = useState({ sentence: "" });
        useInputField({
            getValue: () => this.formattedValue,
            refName: "numpadDecimal",
            parse: (text) => this.parse(text),
        });
    }

    parse(text) {
        const { value, refusal } = text.trim() ? readTime(text) : { value: 0 };
        this.refusal.sentence = refusal || "";
        if (refusal) {
            throw new Error(refusal);
        }
        return value;
    }

    onInput() {
        this.refusal.sentence = "";
    }
}

registry.category("fields").add("cds_time", { ...floatTimeField, component: TimeField });
