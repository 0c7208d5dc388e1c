import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MOST_CLICKS = 4;

let clicks = 0;

const points = 'tr[data-code="1.3.1"] input[name=points]';

tours.add("cds_first_item", {
    steps: () => [
        {
            content: "count every click from here on",
            trigger: ".o_navbar_apps_menu button",
            run() {
                document.addEventListener("click", () => clicks++, true);
            },
        },
        { content: "1", trigger: ".o_navbar_apps_menu button", run: "click" },
        {
            content: "2",
            trigger: '.o-dropdown--menu .o_app[data-menu-xmlid="cds_assessment.cds_assessment_menu_root"]',
            run: "click",
        },
        {
            content: "3",
            trigger: '.o_control_panel button:contains("Begin This School Year")',
            run: "click",
        },
        {
            content: "4: to type one clicks into the cell",
            trigger: `${points}:not([readonly])`,
            run: "edit 2.5 && press Tab",
        },
        {
            content: "no more than that",
            trigger: 'tr[data-code="1.3.1"].o_cds_item_done',
            run() {
                if (clicks > MOST_CLICKS) {
                    throw new Error(`it took ${clicks} clicks`);
                }
            },
        },
        { content: "saved", trigger: 'tr[data-code="1.3.1"] .o_cds_save_saved' },
    ],
});

tours.add("cds_menu_begun", {
    steps: () => [
        {
            content: "a grey button tells why when it is tapped",
            trigger: ".o_cds_grey[data-reason]:has(button[name=action_to_council])",
            run: "click",
        },
        {
            content: "in words",
            trigger: '.o_notification:contains("items are not done")',
        },
        {
            content: "open the menu of the form",
            trigger: ".o_cp_action_menus button",
            run: "click",
        },
        {
            content: "nothing that would be refused",
            trigger: ".o-dropdown--menu",
            run() {
                const text = document.querySelector(".o-dropdown--menu").textContent;
                if (/Duplicate|Delete/.test(text)) {
                    throw new Error(`offered: ${text}`);
                }
            },
        },
    ],
});
