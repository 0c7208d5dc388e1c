import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = (code) => `tr.o_cds_item[data-code="${code}"]`;
const panel = (code) => `.o_cds_text_panel[data-code="${code}"]`;
const text = (code, name) => `${panel(code)} textarea[name=${name}]:not([readonly])`;

tours.add("cds_panel_texts", {
    steps: () => [
        {
            content: "open the texts of an item",
            trigger: `${row("1.3.1")} button[name=texts]`,
            run: "click",
        },
        {
            content: "the cursor is in the first of them",
            trigger: `${panel("1.3.1")} textarea[name=status_quo]:focus`,
        },
        {
            content: "type strengths",
            trigger: text("1.3.1", "strengths"),
            run: "edit Đủ máy tính",
        },
        {
            content: "go on with the keyboard, from within the text",
            trigger: `${panel("1.3.1")} textarea[name=strengths]:focus`,
            run: "press Alt+ArrowDown",
        },
        {
            content: "the cursor is in the same text of the next item",
            trigger: `${panel("1.3.2")} textarea[name=strengths]:focus:value()`,
        },
        {
            content: "whose row is marked",
            trigger: `${row("1.3.2")}.o_cds_shown`,
        },
        {
            content: "type weaknesses",
            trigger: text("1.3.2", "weaknesses"),
            run: "edit Thiếu phần mềm",
        },
        {
            content: "go back by the button",
            trigger: `${panel("1.3.2")} button[name=previous]`,
            run: "click",
        },
        {
            content: "what was typed there is there, and saved",
            trigger: `${panel("1.3.1")}:has(.o_cds_save_saved) textarea[name=strengths]:value(Đủ máy tính)`,
        },
        {
            content: "the history has what somebody changed, and nothing else",
            trigger: `${panel("1.3.1")} .o_cds_history summary:contains((1))`,
            run: "click",
        },
        {
            content: "from what to what",
            trigger: `${panel("1.3.1")} .o_cds_history li:contains(0 → 4)`,
        },
        {
            content: "type a plan and leave with the cursor in it",
            trigger: text("1.3.1", "plan"),
            run: "edit Mua thêm",
        },
        {
            content: "by the breadcrumb",
            trigger: ".o_back_button a, .breadcrumb-item a, .o_back_button",
            run: "click",
        },
        { content: "come back", trigger: ".o_data_row td[name=institution_id]", run: "click" },
        {
            content: "open it again",
            trigger: `${row("1.3.1")} button[name=texts].o_cds_has_texts`,
            run: "click",
        },
        {
            content: "nothing is lost",
            trigger: `${panel("1.3.1")} textarea[name=plan]:value(Mua thêm)`,
        },
        {
            content: "Escape closes the panel",
            trigger: `${panel("1.3.1")} textarea:focus`,
            run: "press Escape",
        },
        {
            content: "the cursor is back in the row",
            trigger: `.o_form_view:not(:has(.o_cds_text_panel)) ${row("1.3.1")} button[name=texts]:focus`,
        },
    ],
});

tours.add("cds_panel_telephone", {
    steps: () => [
        {
            content: "open the texts of an item",
            trigger: `${row("1.3.1")} button[name=texts]`,
            run: "click",
        },
        {
            content: "they fill the screen",
            trigger: text("1.3.1", "status_quo"),
            run() {
                const rect = document.querySelector(".o_cds_text_panel").getBoundingClientRect();
                if (rect.x || rect.y || rect.width < innerWidth || rect.height < innerHeight) {
                    throw new Error(`not the whole screen: ${JSON.stringify(rect)}`);
                }
                const close = document.querySelector(".o_cds_text_panel [name=close]");
                const { x, y, width, height } = close.getBoundingClientRect();
                if (!close.contains(document.elementFromPoint(x + width / 2, y + height / 2))) {
                    throw new Error("something covers the way out");
                }
            },
        },
        {
            content: "type",
            trigger: text("1.3.1", "status_quo"),
            run: "edit Gõ trên điện thoại",
        },
        { content: "the next", trigger: `${panel("1.3.1")} button[name=next]`, run: "click" },
        {
            content: "close",
            trigger: `${panel("1.3.2")} button[name=close]`,
            run: "click",
        },
        {
            content: "it is saved",
            trigger: `.o_form_view:not(:has(.o_cds_text_panel)) ${row("1.3.1")}.o_cds_row_saved`,
        },
    ],
});

tours.add("cds_assign", {
    steps: () => [
        {
            content: "points that are being typed elsewhere",
            trigger: `${row("1.4")} input[name=points]:not([readonly])`,
            run: "edit 3,5",
        },
        {
            content: "choose a criterion",
            trigger: ".o_cds_heading:contains(1.3) .o_cds_assigned input",
            run: "click",
        },
        {
            content: "all its items are chosen",
            trigger: ".o_cds_assign_bar strong:contains(5)",
        },
        {
            content: "but for one",
            trigger: `${row("1.3.5")} .o_cds_assigned input:checked`,
            run: "click",
        },
        {
            content: "and another of elsewhere",
            trigger: `${row("1.6.1")} .o_cds_assigned input:not(:checked)`,
            run: "click",
        },
        {
            content: "choose a person",
            trigger: ".o_cds_assign_bar select[name=assignee]",
            run: "selectByLabel Nguyễn Thị Phương Thảo Nguyên",
        },
        {
            content: "give",
            trigger: ".o_cds_assign_bar button[name=assign]:enabled",
            run: "click",
        },
        {
            content: "the rows say whose they are",
            trigger: `${row("1.3.4")} .o_cds_assigned_names:contains(Nguyễn Thị Phương)`,
        },
        {
            content: "nothing is chosen any more",
            trigger: `.o_form_view:not(:has(.o_cds_assign_bar)) ${row("1.3.5")} .o_cds_assigned_names:contains(–)`,
        },
        {
            content: "what was typed meanwhile is saved",
            trigger: `${row("1.4")}.o_cds_item_done input[name=points]:value("3,5")`,
        },
    ],
});

tours.add("cds_assign_not", {
    steps: () => [
        {
            content: "others see whose an item is, and give nothing",
            trigger: `${row("1.3.1")} .o_cds_assigned_names:contains(Nguyễn)`,
        },
        {
            content: "there is nothing to choose",
            trigger: ".o_cds_sheet:not(:has(.o_cds_assigned input))",
        },
    ],
});
