const ANSWER = "[data-answer][data-open]";

/** The element of a row that answers it and can be filled in. */
function answersOf(table) {
    return [...table.querySelectorAll(ANSWER)];
}

/** Put the cursor into a row: into its answer, or into whatever it has. */
export function focusCell(row) {
    const cell = row?.querySelector(ANSWER) || row?.querySelector("[data-cell], button");
    const target = cell?.matches("input, textarea, button")
        ? cell
        : cell?.querySelector("[tabindex='0']");
    target?.focus();
}

/** The answer some rows further down (or up), skipping rows that are closed. */
function neighbour(table, cell, step) {
    const answers = answersOf(table);
    const at = answers.indexOf(cell.closest(ANSWER));
    if (at >= 0) {
        return answers[at + step];
    }
    // from another cell: the answer of the next row, whatever that cell's row has
    const row = cell.closest("[data-row]");
    const isBeyond = (answer) => {
        const place = row.compareDocumentPosition(answer.closest("[data-row]"));
        const wanted =
            step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
        return place & wanted;
    };
    const beyond = answers.filter(isBeyond);
    return step > 0 ? beyond[0] : beyond.at(-1);
}

/** Which way a key leads: 1 down, -1 up, 0 nowhere. */
function stepOf(ev, isAnswer) {
    switch (ev.key) {
        case "Enter":
            return ev.shiftKey ? -1 : 1;
        case "ArrowDown":
            return 1;
        case "ArrowUp":
            return -1;
        case "Tab":
            return isAnswer ? (ev.shiftKey ? -1 : 1) : 0;
    }
    return 0;
}

/** Left and right lead out of an answer to whatever else its row has. */
function sideOf(ev) {
    const { selectionStart, selectionEnd, value = "" } = ev.target;
    const isWhole = selectionStart === 0 && selectionEnd === value.length;
    if (ev.key === "ArrowLeft" && (isWhole || (selectionStart === 0 && selectionEnd === 0))) {
        return -1;
    }
    return ev.key === "ArrowRight" && (isWhole || selectionStart === value.length) ? 1 : 0;
}

function moveAside(ev, side) {
    const row = ev.target.closest("[data-row]");
    const stops = [
        ...row.querySelectorAll("input:not([readonly]), textarea:not([readonly]), button:enabled"),
    ].filter((stop) => stop.tabIndex >= 0 && stop.offsetParent);
    const next = stops[stops.indexOf(ev.target) + side];
    if (next) {
        ev.preventDefault();
        next.focus();
    }
}

/** Keys within the two buttons of a cell that is met or not. */
function onMetKey(sheet, record, cell, ev) {
    const key = ev.key.toLowerCase();
    const choice = { d: true, "đ": true, x: true, 1: true, k: false, n: false, 0: false }[key];
    if (["ArrowLeft", "ArrowRight"].includes(ev.key)) {
        ev.preventDefault();
        sheet.choose(record, cell, sheet.metValue(record, cell) !== true);
    } else if (choice !== undefined && !ev.ctrlKey && !ev.metaKey && !ev.altKey) {
        ev.preventDefault();
        sheet.choose(record, cell, choice);
    } else if (["Delete", "Backspace"].includes(ev.key)) {
        ev.preventDefault();
        sheet.choose(record, cell, null);
    }
}

function undo(sheet, table) {
    const record = sheet.store.undo();
    if (record) {
        focusCell(table.querySelector(`[data-row="${record.resId}"]`));
    }
}

/**
 * The keys of a sheet, as in a workbook.
 *
 * Enter and the arrows lead to the next answer, Tab as well (one stop a row); left and
 * right to what else a row has; Escape and Ctrl+Z take back.
 *
 * @param {SheetRenderer} sheet
 * @param {KeyboardEvent} ev
 */
export function onCellKey(sheet, ev) {
    const element = ev.target.closest("[data-cell]");
    const record = element && sheet.findRecord(element);
    if (!record || ev.isComposing) {
        return;
    }
    const table = ev.currentTarget;
    const cell = sheet.getCell(record, element.dataset.cell);
    const hasText = sheet.store.text(record, cell.name) !== undefined;
    if ((ev.ctrlKey || ev.metaKey) && ev.key.toLowerCase() === "z" && !ev.shiftKey) {
        // within a text that is being typed the browser takes back
        if (!hasText) {
            ev.preventDefault();
            undo(sheet, table);
        }
        return;
    }
    if (cell.kind === "text") {
        return;
    }
    if (ev.key === "Escape" && hasText) {
        ev.preventDefault();
        ev.stopPropagation();
        sheet.typing = null;
        sheet.store.untype(record, cell.name);
        ev.target.value = cell.text;
        return;
    }
    const step = stepOf(ev, Boolean(element.closest(ANSWER)));
    if (!step) {
        const side = cell.kind === "number" && sideOf(ev);
        return side ? moveAside(ev, side) : cell.kind === "met" && onMetKey(sheet, record, cell, ev);
    }
    const next = neighbour(table, element, step);
    if (!next && ev.key === "Tab") {
        return; // out of the sheet
    }
    ev.preventDefault();
    ev.stopPropagation();
    if (next) {
        focusCell(next.closest("[data-row]"));
    } else {
        sheet.commit(record, cell);
        ev.target.select?.();
    }
}
