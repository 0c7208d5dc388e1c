import { registry } from "@web/core/registry";
import { focusCell } from "../sheet/sheet_keys";

const FRAMES = 60;

function nextFrame() {
    return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Wait until something is drawn; nothing, if it never is. */
async function waitFor(find, frames = FRAMES) {
    for (let frame = 0; frame < frames; frame++) {
        const found = find();
        if (found) {
            return found;
        }
        await nextFrame();
    }
}

/**
 * Bring a place of the open form into sight, on whichever page of the notebook it is.
 *
 * @param {string} item code of an item in a dossier's table, or empty
 * @param {string} field name of a field, or empty
 */
export async function reveal(item, field) {
    const form = await waitFor(() => document.querySelector(".o_form_view"));
    const selectors = [
        item && `tr[data-code="${CSS.escape(item)}"]`,
        field && `.o_field_widget[name="${CSS.escape(field)}"]`,
    ].filter(Boolean);
    const find = () =>
        selectors.map((selector) => form?.querySelector(selector)).find(Boolean);
    let place = await waitFor(find, 10);
    const pages = form?.querySelectorAll(".o_notebook_headers .nav-link") || [];
    for (let index = 0; !place && selectors.length && index < pages.length; index++) {
        pages[index].click();
        place = await waitFor(find, 10);
    }
    if (!place) {
        return;
    }
    place.scrollIntoView({ block: "center" });
    place.classList.add("o_cds_revealed");
    if (place.matches("[data-row]")) {
        focusCell(place);
    } else {
        place.querySelector("input, textarea, select")?.focus({ preventScroll: true });
    }
}

/** Open a dossier at one of its items. */
async function openItem(env, { params }) {
    await env.services.action.doAction(params.action);
    await reveal(params.item);
}

registry.category("actions").add("cds_assessment.open_item", openItem);
