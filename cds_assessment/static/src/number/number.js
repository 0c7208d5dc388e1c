import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";

/**
 * What a typed number means: exactly one number, or the reason why it is none.
 *
 * Comma and point are both decimal marks, and both group thousands, as people in Vietnam
 * write them. What can be read two ways is refused: a number is never read as another
 * one in silence. `tools/number_reading.py` reads by the same rules on the server;
 * `tests/number_cases.json` holds both to one table.
 */

// What a column of twelve digits, two of them decimals, can hold.
export const LARGEST = 9999999999.99;
const LONGEST = 40; // letters; no number that people type is longer

const BLANK = /[ \u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const LOOK_ALIKES = "０１２３４５６７８９，．－＋−";
const LOOKED_LIKE = "0123456789,.-+-";
const SIGNED = /^([+-]?) *([^]*)$/;
const DIGITS = /^[0-9]+$/;
const GROUPED = /^[1-9][0-9]{0,2}([ .,])[0-9]{3}(?:\1[0-9]{3})*$/;
const DECIMAL = /^(.*)([.,])([0-9]*)$/;

/** Take away what is not seen, and write look-alikes as what they look like. */
function clean(text) {
    const letters = [...text.replace(INVISIBLE, "")].map((letter) => {
        const place = LOOK_ALIKES.indexOf(letter);
        return place < 0 ? letter : LOOKED_LIKE[place];
    });
    // a line's end within is no blank: "20" above "640" is no 20640
    return letters
        .join("")
        .replace(BLANK, " ")
        .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

/** Read every mark as one of thousands: "1.034", "1 034"; null if it is not so. */
function readGrouped(body) {
    return GROUPED.test(body) ? body.replace(/[ .,]/g, "") : null;
}

/** Read the last mark as the decimal one: "7,5", "1.034,5"; null if it is not so. */
function readPlain(body) {
    if (DIGITS.test(body)) {
        return body;
    }
    const found = DECIMAL.exec(body);
    if (!found) {
        return null;
    }
    let [, whole, mark, fraction] = found;
    const group = GROUPED.exec(whole);
    if (group && group[1] !== mark) {
        whole = whole.replace(/[ .,]/g, "");
    }
    if (!/^[0-9]*$/.test(whole) || !(whole + fraction)) {
        return null;
    }
    return `${whole || 0}.${fraction}`;
}

/** The exact number of units of 10^-LONGEST in a number, for comparing without error. */
function units(number) {
    const [, sign, whole, fraction = ""] = /^(-?)([0-9]+)\.?([0-9]*)$/.exec(String(number));
    return BigInt(sign + whole + fraction.padEnd(LONGEST, "0"));
}

/** Hold a number, as digits with a point, against its limits. */
function check(digits, { minimum, maximum, step, decimals }) {
    const number = units(digits);
    if (minimum !== null && number < units(minimum)) {
        return { reason: "below" };
    }
    if (number > units(maximum)) {
        return { reason: "above" };
    }
    if (step && number % units(step)) {
        return { reason: "step" };
    }
    if (number % 10n ** BigInt(LONGEST - decimals)) {
        return { reason: decimals ? "decimals" : "whole" };
    }
    return { value: number ? Number(digits) : 0 };
}

function withDefaults(limits) {
    return { minimum: 0, maximum: LARGEST, step: null, decimals: 2, ...limits };
}

/**
 * Read what was typed.
 *
 * @param {string} text
 * @param {object} [limits]
 * @param {number|null} [limits.minimum] null where it may be as low as it likes
 * @param {number} [limits.maximum]
 * @param {number|null} [limits.step] it is a multiple of this
 * @param {number} [limits.decimals] how many it may have; 0 for what is counted
 * @returns {{value: number|null} | {reason: string}} null where nothing was typed;
 *   reasons: not_number, ambiguous, below, above, step, whole, decimals
 */
export function readNumber(text, limits = {}) {
    const full = withDefaults(limits);
    const seen = clean(text);
    if (!seen) {
        return { value: null };
    }
    const [, sign, body] = SIGNED.exec(seen);
    const grouped = readGrouped(body);
    let plain = readPlain(body);
    if (seen.length > LONGEST || (grouped === null && plain === null)) {
        return { reason: "not_number" };
    }
    if (grouped !== null && plain !== null) {
        if (full.decimals === 0) {
            plain = null;
        } else if (units(grouped) <= units(full.maximum)) {
            return { reason: "ambiguous" };
        }
    }
    const digits = plain === null ? grouped : plain;
    return check(sign === "-" ? `-${digits}` : digits, full);
}

/**
 * Say in words why what was typed is not the number that is wanted.
 *
 * @param {string} text what was typed
 * @param {string} reason as `readNumber` gives it
 * @param {object} [limits] as for `readNumber`
 * @returns {string} a sentence
 */
export function numberRefusal(text, reason, limits = {}) {
    const { minimum, maximum, step, decimals } = withDefaults(limits);
    const write = (number) => formatFloat(number, { digits: [16, 2], trailingZeros: false });
    const typed = text.trim().slice(0, LONGEST);
    return {
        not_number: () => _t("“%s” is not a number: type digits only.", typed),
        ambiguous: () =>
            _t(
                "“%s” can be read two ways: leave the mark of thousands out, or give at most two decimals.",
                typed
            ),
        below: () =>
            _t("%(number)s is below %(minimum)s.", { number: typed, minimum: write(minimum) }),
        above: () =>
            _t("%(number)s is above the maximum, %(maximum)s.", {
                number: typed,
                maximum: write(maximum),
            }),
        step: () =>
            _t("%(number)s is not a multiple of %(step)s.", { number: typed, step: write(step) }),
        whole: () => _t("%s is not a whole number.", typed),
        decimals: () =>
            _t("%(number)s has more than %(decimals)s decimals.", { number: typed, decimals }),
    }[reason]();
}
