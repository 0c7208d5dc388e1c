import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const cell = (code) => `tr[data-code="${code}"] input[name=value]`;

tours.add("cds_profile_typing", {
    steps: () => [
        {
            content: "last year's stands beside it",
            trigger: 'tr[data-code="pupils"]:contains(611)',
        },
        {
            content: "below 0 is refused at once",
            trigger: cell("classes"),
            run: "edit -3 && press Tab",
        },
        {
            content: "with a sentence beneath",
            trigger: '.o_cds_notice_refused[data-code="classes"]:contains("-3")',
        },
        {
            content: "type, and go down by Enter",
            trigger: cell("classes"),
            run: "edit 18 && press Enter",
        },
        {
            content: "the next figure is under the cursor",
            trigger: `${cell("pupils")}:focus`,
            run: "edit 1.625 && press Enter",
        },
        {
            content: "a nought is a figure",
            trigger: cell("staff_it"),
            run: "edit 0 && press Tab",
        },
        { content: "saved", trigger: 'tr[data-code="staff_it"] .o_cds_save_saved' },
        {
            content: "and told",
            trigger: '.o-mail-Message:contains("– → 1625")',
        },
    ],
});

tours.add("cds_profile_item", {
    steps: () => [
        {
            content: "the item says where its figures come from",
            trigger: 'tr[data-code="1.6.1"] .o_cds_origin:contains("Số liệu năm học: 28/29")',
        },
        {
            content: "another number",
            trigger: 'tr[data-code="1.6.1"] input[name=numerator]',
            run: "edit 20 && press Tab",
        },
        {
            content: "shows as such",
            trigger:
                'tr[data-code="1.6.1"] .o_cds_origin:contains("Khác số liệu năm học (28/29)")',
        },
        {
            content: "saved",
            trigger: 'tr[data-code="1.6.1"] .o_cds_save_saved',
        },
        {
            content: "to the figures",
            trigger: "button[name=action_open_profile]",
            run: "click",
        },
        {
            content: "which a contributor reads",
            trigger: `${cell("teachers")}:read-only`,
        },
    ],
});

tours.add("cds_profile_new", {
    steps: () => [
        { content: "new figures", trigger: ".o_list_button_add", run: "click" },
        {
            content: "school and school year are there already: one press",
            trigger: "button[special=save]",
            run: "click",
        },
        {
            content: "and the sheet is filled in",
            trigger: cell("classes"),
            run: "edit 18 && press Enter",
        },
        { content: "saved", trigger: 'tr[data-code="classes"] .o_cds_save_saved' },
    ],
});
