import { _t } from "@web/core/l10n/translation";

const TIME = /^([0-9]{1,2})(?:\s*(?::|h|g|giờ)\s*([0-9]{2})?)?$/i;

/**
 * Read a time of day: "8", "8:30", "8h30", "8 giờ 30". A point or a comma is refused: half
 * past eight and eight and three tenths are both written so.
 *
 * @param {string} text
 * @returns {{value: number} | {refusal: string}} hours, as a time is stored, or why not
 */
export function readTime(text) {
    const found = TIME.exec(text.trim().normalize("NFC"));
    const [hours, minutes] = [Number(found?.[1]), Number(found?.[2] || 0)];
    if (!found || hours > 23 || minutes > 59) {
        return { refusal: _t("“%s” is not a time: type it like 8:30.", text.trim()) };
    }
    return { value: hours + minutes / 60 };
}
