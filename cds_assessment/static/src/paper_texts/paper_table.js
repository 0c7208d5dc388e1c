import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { TypedText } from "../typed_text/typed_text";
import { readPasted, square } from "./table_text";

/** The heading of a column that counts the rows. */
const NUMBERED = /^S?TT$/i;

/**
 * One table of a paper's text: its cells are typed, its rows and columns added, moved
 * and taken away. The first row has the headings.
 *
 * Enter goes to the cell below, and makes a row where there is none; Shift+Enter breaks
 * the line; what a spreadsheet copies is spread over the cells.
 */
export class PaperTable extends Component {
    static template = "cds_assessment.PaperTable";
    static components = { TypedText };
    static props = {
        rows: Array,
        readonly: Boolean,
        label: String,
        /** Takes the rows as they are by now, and whether they stay as they are shown. */
        onChange: Function,
        onLeave: Function,
    };

    setup() {
        this.root = useRef("root");
        /** The cell that the cursor goes to once it is drawn. */
        this.target = null;
        useEffect(() => {
            if (this.target) {
                this.focus(this.target);
                this.target = null;
            }
        });
    }

    focus(cell) {
        this.root.el.querySelector(`[data-cell="${cell}"]`)?.focus();
    }

    get labels() {
        return {
            addRow: _t("Row"),
            addColumn: _t("Column"),
            dropRow: _t("Remove the row"),
            dropColumn: _t("Remove the column"),
            up: _t("Move the row up"),
        };
    }

    cellLabel(row, column) {
        const heading = this.props.rows[0][column] || column + 1;
        return row ? _t("Row %(row)s, %(heading)s", { row, heading }) : String(heading);
    }

    /** In place: what is typed next, or done with the rows, has it before it is drawn. */
    onInput(row, column, ev) {
        this.props.rows[row][column] = ev.target.value;
        this.props.onChange(this.props.rows);
    }

    onKeydown(row, column, ev) {
        if (ev.key !== "Enter" || ev.shiftKey || ev.isComposing) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const below = `${row + 1}-${column}`;
        if (row + 1 === this.props.rows.length) {
            this.target = below;
            this.addRow(row);
        } else {
            // at once: what is typed next is typed there
            this.focus(below);
        }
    }

    onPaste(row, column, ev) {
        const pasted = readPasted(ev.clipboardData.getData("text/plain"));
        if (pasted.length === 1 && pasted[0].length === 1) {
            return;
        }
        ev.preventDefault();
        ev.target.value = pasted[0][0];
        const width = this.props.rows[0].length;
        const rows = this.copy();
        pasted.forEach((cells, down) => {
            rows[row + down] ||= Array(width).fill("");
            cells.forEach((cell, across) => (rows[row + down][column + across] = cell));
        });
        this.props.onChange(square(rows.map((cells) => Array.from(cells, (c) => c || ""))));
    }

    addRow(row) {
        const rows = this.copy();
        const cells = Array(rows[0].length).fill("");
        if (NUMBERED.test(rows[0][0]) && /^\d+$/.test(rows[row][0])) {
            cells[0] = String(Number(rows[row][0]) + 1);
        }
        rows.splice(row + 1, 0, cells);
        this.target ||= `${row + 1}-0`;
        this.props.onChange(rows);
    }

    dropRow(row) {
        this.props.onChange(this.copy().filter((_cells, index) => index !== row));
    }

    moveUp(row) {
        const rows = this.copy();
        rows.splice(row - 1, 0, ...rows.splice(row, 1));
        this.target = `${row - 1}-0`;
        this.props.onChange(rows);
    }

    addColumn() {
        const width = this.props.rows[0].length;
        this.target = `0-${width}`;
        this.props.onChange(this.copy().map((cells) => [...cells, ""]));
    }

    dropColumn(column) {
        const rows = this.copy().map((cells) =>
            cells.filter((_cell, index) => index !== column)
        );
        this.props.onChange(rows[0].length ? rows : []);
    }

    copy() {
        return this.props.rows.map((cells) => [...cells]);
    }
}
