import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const MOST_CLICKS = 3; // and the one of the log-in

let clicks = 0;

const points = 'tr[data-code="1.3.1"] input[name=points]';

tours.add("cds_first_item", {
    steps: () => [
        {
            content: "the log-in leads home; count every click from here on",
            trigger: ".o_cds_home_page button[name=begin_year]",
            run() {
                document.addEventListener("click", () => clicks++, true);
            },
        },
        { content: "1", trigger: "button[name=begin_year]", run: "click" },
        {
            content: "2: to type one clicks into the cell",
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
