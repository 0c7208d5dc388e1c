import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const input = "[name=score_step] input";

tours.add("cds_number_field", {
    steps: () => [
        {
            content: "what is no number stays, and the reason stands beneath",
            trigger: input,
            run: "edit nửa điểm && press Tab",
        },
        {
            content: "typed text and reason",
            trigger: "[name=score_step] .o_cds_refusal:contains(nửa điểm)",
            run() {
                if (document.querySelector(input).value !== "nửa điểm") {
                    throw new Error("what was typed is gone");
                }
            },
        },
        { content: "two readings", trigger: input, run: "edit 1.034 && press Tab" },
        {
            content: "are one too many",
            trigger: "[name=score_step] .o_cds_refusal:contains(1.034)",
        },
        {
            content: "a point is a decimal mark",
            trigger: input,
            run: "edit 0.25 && press Tab",
        },
        {
            content: "as the language writes it",
            trigger: "[name=score_step]:not(:has(.o_cds_refusal))",
            run() {
                if (document.querySelector(input).value !== "0,25") {
                    throw new Error(`shown as ${document.querySelector(input).value}`);
                }
            },
        },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        { content: "saved", trigger: ".o_form_saved" },
    ],
});
