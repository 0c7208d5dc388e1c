/**
 * The texts of papers as blocks: lines of cells divided by "|" are a table, the first of
 * them its headings. Within a cell `\|` is a bar and `\n` a line break. Papers read them
 * by the same rules (`report/papers/text.py`).
 */

const BAR = /(?<!\\)\|/;

/**
 * @param {string} text
 * @returns {Object[]} blocks in order, `{ text }` or `{ rows }` of as many cells each;
 *  the first and the last of them are texts, so that one can write before and after
 */
export function readBlocks(text) {
    const blocks = [];
    let lines = [];
    let rows = [];
    const endTable = () => {
        if (rows.length) {
            blocks.push({ rows: square(rows) });
            rows = [];
        }
    };
    for (const line of text.split(/\r\n|\r|\n/)) {
        if (line.trim().startsWith("|")) {
            if (lines.length || !blocks.length) {
                blocks.push({ text: lines.join("\n") });
                lines = [];
            }
            rows.push(readCells(line.trim()));
        } else {
            endTable();
            lines.push(line);
        }
    }
    endTable();
    blocks.push({ text: lines.join("\n") });
    return blocks;
}

/** The text of blocks: what {@link readBlocks} reads. */
export function writeBlocks(blocks) {
    const last = blocks.length - 1;
    return blocks
        .map((block) => (block.rows ? block.rows.map(writeCells).join("\n") : block.text))
        .filter((text, index) => text || (index > 0 && index < last))
        .join("\n");
}

/** Rows of cells of what a spreadsheet copies: lines, cells between tabs. */
export function readPasted(text) {
    return text
        .replace(/\r?\n$/, "")
        .split(/\r?\n/)
        .map((line) => line.split("\t"));
}

/** Rows of one width: what is missing is empty. */
export function square(rows) {
    const width = Math.max(1, ...rows.map((row) => row.length));
    return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

function readCells(line) {
    let inner = line.slice(1);
    if (inner.endsWith("|") && !inner.endsWith("\\|")) {
        inner = inner.slice(0, -1);
    }
    return inner
        .split(BAR)
        .map((cell) => cell.trim().replace(/\\([|n])/g, (_, c) => (c === "n" ? "\n" : c)));
}

function writeCells(row) {
    const cells = row.map((cell) =>
        cell.trim().replaceAll("|", "\\|").replaceAll("\n", "\\n")
    );
    return `| ${cells.join(" | ")} |`;
}
