import { registry } from "@web/core/registry";

const LEVEL = ".o_cds_total:first-child .badge";
// not before the form shows that scoring has begun
const POINTS = 'tr[data-code="1.5.1"] input[name=points]:not([readonly])';

registry.category("web_tour.tours").add("cds_assessment_score", {
    steps: () => [
        {
            content: "open the self-scoring",
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            content: "the group is at level 1",
            trigger: `${LEVEL}:contains("Mức độ 1")`,
        },
        {
            content: "points above the maximum are refused at once",
            trigger: POINTS,
            run: "edit 15,5 && press Tab",
        },
        {
            content: "with a sentence beneath",
            trigger: '.o_cds_notice_refused[data-code="1.5.1"]:contains("15,5")',
        },
        {
            content: "and what was typed stays, to be corrected",
            trigger: 'tr[data-code="1.5.1"] input[aria-invalid=true]:value("15,5")',
        },
        {
            content: "type points",
            trigger: POINTS,
            run: "edit 12,5 && press Tab",
        },
        {
            content: "the row saves itself",
            trigger: 'tr[data-code="1.5.1"] .o_cds_save_saved',
        },
        {
            content: "and the level follows, the form has nothing to save",
            trigger: `.o_form_view:not(:has(.o_form_button_save:visible)) ${LEVEL}:contains("Mức độ 2")`,
        },
        {
            content: "all items of 1.5.1 count as done",
            trigger: 'tr[data-code="1.5.1"].o_cds_item_done',
        },
        {
            content: "why this level",
            trigger: ".nav-link[name=explanation]",
            run: "click",
        },
        {
            content: "is explained in words",
            trigger: '.o_cds_why:contains("Từ 50 đến 75 điểm")',
        },
    ],
});
