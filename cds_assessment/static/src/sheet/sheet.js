import {
    Component,
    onMounted,
    onPatched,
    onWillDestroy,
    onWillStart,
    onWillUpdateProps,
    toRaw,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { numberRefusal, readNumber } from "../number/number";
import { PasteDialog } from "./paste_dialog";
import { focusCell, onCellKey } from "./sheet_keys";
import { getStore } from "./sheet_store";

/**
 * A sheet: rows that are answered in place, in a form, each saved by itself.
 *
 * It takes the place of the list in a one2many. Scoring, external review and the year's
 * figures are sheets; each says what its rows are (`kind`), what their cells are
 * (`getCell`), and what a cell's text means (`read`). All else is here, and in the store.
 *
 * `kind` has `model` of the rows, `parentField` (from row to form), `specification` (what
 * a save answers with: the row, and the sums in the form), `follows` (fields that follow
 * from others, and so stand in nobody's way) and `isTold` (the chatter tells changes).
 *
 * A cell has a `name`, a `kind` (`number`, `met` or `text`), a `label`, `value` and `text`
 * as they are shown, the `limits` of a number, and whether it is open (`isOpen`). One
 * cell of a row is its answer (`getAnswerName`).
 */
export class SheetRenderer extends Component {
    static template = "cds_assessment.SheetRenderer";
    static components = {};
    /** The templates of the table's parts. */
    static parts = {};
    static kind = null;
    static props = ["list", "parent", "readonly", "*"];

    setup() {
        this.root = useRef("root");
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.sheet = useState({ store: null });
        onWillStart(() => this.connect(this.props));
        onWillUpdateProps((nextProps) => {
            // a list of its own comes with each loading of the form
            if (toRaw(nextProps.list) !== toRaw(this.props.list)) {
                this.connect(nextProps);
                this.onReload();
            }
        });
        onMounted(() => this.showTexts());
        onPatched(() => this.showTexts());
        useBus(this.props.list.model.bus, "NEED_LOCAL_CHANGES", (ev) =>
            ev.detail.proms.push(this.store.flush())
        );
        useExternalListener(window, "online", () => this.store.retry());
        useExternalListener(window, "storage", (ev) => this.store.onStorage(ev));
        useExternalListener(window, "pagehide", () => this.store.sendUrgently());
        useExternalListener(window, "beforeunload", (ev) => this.onBeforeUnload(ev));
        useExternalListener(document, "visibilitychange", () => this.onVisibility());
        onWillDestroy(() => {
            this.store.commitAll();
            this.store.sheets--;
        });
    }

    /** Find the store of the record whose rows these are. */
    connect({ list, parent }) {
        const store = getStore(this.env, this.constructor.kind, parent);
        if (this.store) {
            this.store.sheets--;
        }
        store.sheets++;
        store.reader = (record, name, text) => this.read(record, name, text);
        // what an earlier visit left is read by this sheet's own cells
        this.sheet.store = store;
        store.renew(parent, list.records);
    }

    get store() {
        return this.sheet.store;
    }

    /** The list was loaded anew. */
    onReload() {}

    onVisibility() {
        if (document.visibilityState === "hidden") {
            this.store.commitAll(true);
        }
    }

    /** Ask before the page goes only where the browser keeps nothing. */
    onBeforeUnload(ev) {
        if (this.store.isKept === false && this.store.unsaved.length) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
        }
    }

    // --- to be said by each sheet ---

    /** Headings and rows, in order; a row has a `record`. */
    get rows() {
        return [];
    }

    /** Whether something stands beside the table (`parts.beside`). */
    get isBeside() {
        return false;
    }

    /** The name of the cell that answers a row; empty where it is answered elsewhere. */
    getAnswerName(_record) {
        return "";
    }

    /** Describe a cell of a row. */
    getCell(_record, _name) {
        return {};
    }

    /** What a number or a choice changes in its row. */
    getChanges(_record, name, value) {
        return { [name]: value };
    }

    /** What people wrote in a row, as one text: beside that of a colleague. */
    describe(_record, _values) {
        return "";
    }

    // --- cells ---

    get parts() {
        return this.constructor.parts;
    }

    get tableClass() {
        return "";
    }

    get answerRows() {
        return this.rows.filter(({ record }) => record).map(({ record }) => record);
    }

    value(record, name) {
        return this.store.value(record, name);
    }

    format(number) {
        return formatFloat(number, { digits: [12, 2], trailingZeros: false });
    }

    /**
     * Put the texts into the cells, once all is drawn.
     *
     * Not by the template: it is drawn a moment after it was made, and a letter that is
     * typed meanwhile would be lost.
     */
    showTexts() {
        for (const input of this.root.el?.querySelectorAll("[data-cell]") || []) {
            const record = this.findRecord(input);
            if (!record || input.value === undefined) {
                continue;
            }
            const text = this.cellText(record, this.getCell(record, input.dataset.cell));
            // what is being typed stays, also where it was read on the way
            if (input.value !== text && input !== this.typing) {
                input.value = text;
                if (input === document.activeElement) {
                    input.select();
                }
            }
        }
    }

    /** What stands in a cell: what was typed, or what it is. */
    cellText(record, cell) {
        return this.store.text(record, cell.name) ?? cell.text;
    }

    noticeId(record) {
        return `cds_notice_${record.resModel.replaceAll(".", "_")}_${record.resId}`;
    }

    /** The chosen side of a cell that is met or not; null where none is. */
    metValue(record, cell) {
        const text = this.store.text(record, cell.name);
        return text === undefined ? cell.value : readMet(text);
    }

    onInput(record, cell, ev) {
        this.typing = ev.target;
        this.store.type(record, cell.name, ev.target.value);
    }

    onFocus(ev) {
        ev.target.select?.();
    }

    commit(record, cell) {
        this.typing = null;
        this.store.commit(record, cell.name);
        this.showTexts();
    }

    /** One of the two buttons was pressed. */
    choose(record, cell, isMet) {
        return this.store.change(record, this.getChanges(record, cell.name, isMet));
    }

    /**
     * What the text of a cell means.
     *
     * @returns {{changes: Object} | {problem: string}}
     */
    read(record, name, text) {
        const cell = this.getCell(record, name);
        if (cell.kind === "text") {
            return { changes: this.getChanges(record, name, text.trim() || false) };
        }
        if (cell.kind === "met") {
            const isMet = readMet(text);
            return isMet === undefined
                ? { problem: _t("“%s” is neither met nor not met.", text) }
                : { changes: this.getChanges(record, name, isMet) };
        }
        const { value, reason } = readNumber(text, cell.limits);
        return reason
            ? { problem: numberRefusal(text, reason, cell.limits) }
            : { changes: this.getChanges(record, name, value) };
    }

    onKeydown(ev) {
        onCellKey(this, ev);
    }

    onPaste(ev) {
        this.onPasteText(ev);
    }

    // Files are for the sheets that take some.
    onDragOver() {}
    onDragLeave() {}
    onDrop() {}

    findRecord(element) {
        const id = Number(element.closest("[data-row]")?.dataset.row);
        return this.props.list.records.find((record) => record.resId === id);
    }

    // --- a column from a workbook ---

    /** A column fills downwards; first it is shown what becomes of it. */
    onPasteText(ev) {
        const input = ev.target.closest("[data-cell]");
        const text = ev.clipboardData.getData("text/plain");
        const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
        if (!input || input.tagName === "TEXTAREA" || lines.length < 2) {
            return;
        }
        ev.preventDefault();
        const record = this.findRecord(input);
        const fills = this.planFill(record, input.dataset.cell, lines);
        this.dialog.add(PasteDialog, {
            fills,
            onFill: () => {
                for (const fill of fills.filter((fill) => fill.changes)) {
                    this.store.change(fill.record, fill.changes, fill.name);
                }
            },
        });
    }

    /** Say for each line of a column which cell it fills, or why it fills none. */
    planFill(record, name, lines) {
        const isAnswer = this.getAnswerName(record) === name;
        const records = this.answerRows;
        const rows = records.slice(records.indexOf(record)).filter(
            (row) => isAnswer || this.getCell(row, name).name
        );
        return lines.map((line, index) => {
            const row = rows[index];
            const text = line.split("\t")[0].trim();
            return { text, record: row, ...this.planCell(row, isAnswer ? null : name, text) };
        });
    }

    planCell(record, column, text) {
        if (!record) {
            return { label: "", problem: _t("there is no row left for it") };
        }
        const name = column || this.getAnswerName(record);
        const cell = this.getCell(record, name);
        const label = this.rowLabel(record);
        if (!text) {
            return { label, note: _t("stays as it is") };
        }
        if (!cell.isOpen) {
            return { label, problem: this.closedText(record) };
        }
        const { changes, problem } = this.read(record, name, text);
        const isSame =
            changes && Object.keys(changes).every((f) => changes[f] === this.value(record, f));
        return isSame ? { label, note: _t("stays as it is") } : { label, name, changes, problem };
    }

    /** What a row is called beside the table. */
    rowLabel(record) {
        return [record.data.code, record.data.name].join(" ");
    }

    /** Why a row is not filled in here. */
    closedText(_record) {
        return _t("cannot be filled in here");
    }

    // --- how a row stands ---

    stateText(record) {
        return {
            saving: _t("saving…"),
            saved: _t("saved"),
            offline: _t("not sent"),
            expired: _t("not sent"),
            unsent: _t("not sent"),
            refused: _t("not saved"),
            conflict: _t("not saved"),
        }[this.store.state(record)];
    }

    /** What a row says beneath it, if it has to say something. */
    noticeText(record) {
        switch (this.store.state(record)) {
            case "offline":
                return _t("No connection: it is kept here and sent again by itself.");
            case "expired":
                return _t(
                    "Your session has ended: log in again in another tab. It is kept here and sent then."
                );
            case "unsent":
                return this.unsentText(record);
            case "refused":
            case "conflict":
                return this.store.message(record);
        }
        return "";
    }

    unsentText(record) {
        const typed = this.store.typedOn(record);
        const time = typed && formatDateTime(deserializeDateTime(typed.slice(0, 19).replace("T", " ")));
        return _t("Typed on %(time)s and not sent: %(typed)s", {
            time,
            typed: this.describeUnsent(record),
        });
    }

    describeUnsent(record) {
        const texts = Object.values(this.store.texts[record.resId] || {});
        const changes = this.store.rows[record.resId].changes;
        return [this.describe(record, { ...record.data, ...changes }), ...texts]
            .filter(Boolean)
            .join(" · ");
    }

    theirText(record) {
        return this.describe(record, this.store.theirs(record));
    }

    mineText(record) {
        return this.describe(record, { ...record.data, ...this.store.rows[record.resId].changes });
    }

    get stuckText() {
        const count = this.store.stuck.length - this.store.offered.length;
        return count && _t("%s rows are not saved yet.", count);
    }

    get offeredText() {
        const count = this.store.offered.length;
        return count && _t("%s rows of an earlier visit are not sent.", count);
    }

    sendOffered() {
        this.store.offered.forEach((id) => this.store.resend(id));
    }

    dropOffered() {
        const ids = this.store.offered;
        this.dialog.add(ConfirmationDialog, {
            title: _t("Drop what was not sent?"),
            body: ids
                .map((id) => this.store.records.get(id))
                .map((record) => `${this.rowLabel(record)}: ${this.describeUnsent(record)}`)
                .join("\n"),
            confirmLabel: _t("Drop"),
            confirm: () => ids.forEach((id) => this.store.drop(id)),
            cancel: () => {},
        });
    }

    /** Bring the next row into sight that is not sent or not saved. */
    showNext() {
        const ids = this.answerRows.map((r) => r.resId).filter((id) => this.store.stuck.includes(id));
        const at = ids.indexOf(this.shown);
        this.shown = ids[at + 1] ?? ids[0];
        const row = this.root.el.querySelector(`[data-row="${this.shown}"]`);
        row?.scrollIntoView({ block: "center" });
        focusCell(row);
    }

    retry() {
        return this.store.retry();
    }
}

const MET = ["đạt", "dat", "có", "co", "x", "yes", "y", "1", "met", "true"];
const NOT_MET = ["không đạt", "khong dat", "không", "khong", "k", "no", "n", "0", "not met", "false"];

/** Read "Đạt", "x", "0" …: true or false, null where nothing stands; undefined: neither. */
export function readMet(text) {
    const word = text.normalize("NFC").trim().toLowerCase();
    if (!word) {
        return null;
    }
    return MET.includes(word) ? true : NOT_MET.includes(word) ? false : undefined;
}
