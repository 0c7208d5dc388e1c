import { registry } from "@web/core/registry";

/**
 * A grey button says why it is grey where there is no mouse to rest on it: a tap shows
 * the reason. What is grey stands in an element of this class with the reason as data.
 */
const GREY = ".o_cds_grey";

registry.category("services").add("cds_grey", {
    dependencies: ["notification"],
    start(env, { notification }) {
        document.addEventListener("click", (ev) => {
            const reason = ev.target.closest?.(GREY)?.dataset.reason;
            if (reason) {
                notification.add(reason, { type: "warning" });
            }
        });
    },
});
