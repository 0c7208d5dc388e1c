import { Component, useEffect, useRef } from "@odoo/owl";

/**
 * A text field of several lines that nobody writes over while one types in it.
 *
 * A screen is drawn a moment after it is computed: a value that was bound as an attribute
 * takes back what was typed in between, which an input method for Vietnamese does in
 * bursts. So the value is set only where the cursor is elsewhere.
 */
export class TypedText extends Component {
    static template = "cds_assessment.TypedText";
    static props = {
        value: String,
        readonly: Boolean,
        label: { type: String, optional: true },
        id: { type: String, optional: true },
        name: { type: String, optional: true },
        /** What a parent finds it by. */
        cell: { type: String, optional: true },
        rows: { type: Number, optional: true },
        isNarrow: { type: Boolean, optional: true },
        onInput: Function,
        onChange: { type: Function, optional: true },
        onBlur: { type: Function, optional: true },
        onKeydown: { type: Function, optional: true },
        onPaste: { type: Function, optional: true },
    };
    static defaultProps = {
        rows: 1,
        onChange: () => {},
        onBlur: () => {},
        onKeydown: () => {},
        onPaste: () => {},
    };

    setup() {
        this.text = useRef("text");
        useEffect(() => {
            const { el } = this.text;
            if (el !== document.activeElement && el.value !== this.props.value) {
                el.value = this.props.value;
            }
        });
    }
}
