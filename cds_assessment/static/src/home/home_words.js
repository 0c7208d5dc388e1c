import { deserializeDate } from "@web/core/l10n/dates";
import { formatFloat } from "@web/core/utils/numbers";

/** Write a day as the papers do, 26/11/2026. */
export function day(text) {
    return text ? deserializeDate(text).toFormat("dd/MM/yyyy") : "";
}

/** Write a number with so many decimals, in the user's way. */
export function number(value, digits = 1) {
    return formatFloat(value, { digits: [16, digits] });
}
