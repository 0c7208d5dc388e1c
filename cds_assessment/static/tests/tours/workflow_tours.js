import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const press = (action) => ({
    content: `press ${action}`,
    trigger: `button[name=action_${action}]:enabled`,
    run: "click",
});
const confirm = {
    content: "confirm",
    trigger: ".modal-footer .btn-primary",
    run: "click",
};
const reached = (state) => ({
    content: `the state is ${state}`,
    // the bar folds where many buttons stand beside it
    trigger: `.o_form_view:has(.o_statusbar_status .o_arrow_button_current:contains(${state}))`,
});
const saved = (code) => ({
    content: `${code} is saved`,
    trigger: `tr[data-code="${code}"] .o_cds_save_saved`,
});

tours.add("cds_contributor", {
    steps: () => [
        {
            content: "open the item that waits",
            trigger: ".o_data_row td[name=criterion_id]:contains(1.3.1)",
            run: "click",
        },
        {
            content: "the cursor is in the item, type points",
            trigger: 'tr[data-code="1.3.1"].o_cds_revealed input[name=points]:focus',
            run: "edit 6 && press Tab",
        },
        { content: "done", trigger: 'tr[data-code="1.3.1"].o_cds_item_done' },
        saved("1.3.1"),
    ],
});

tours.add("cds_secretary", {
    steps: () => [
        press("to_council"),
        confirm,
        reached("Hội đồng rà soát"),
        {
            content: "the council changes points",
            trigger: 'tr[data-code="1.3.1"] input[name=points]',
            run: "edit 5 && press Tab",
        },
        {
            content: "and says why",
            trigger: 'tr[data-code="1.3.1"] textarea[name=note]',
            run: "edit Thiếu lịch dạy && press Tab",
        },
        press("conclude"),
        confirm,
        reached("Chờ phê duyệt"),
    ],
});

tours.add("cds_head", {
    steps: () => [
        {
            content: "open what waits for approval",
            trigger: ".o_data_row td[name=institution_id]",
            run: "click",
        },
        press("approve"),
        confirm,
        reached("Đã phê duyệt"),
        press("submit"),
        confirm,
        reached("Đã nộp"),
    ],
});

tours.add("cds_officer", {
    steps: () => [
        press("receive"),
        {
            content: "choose the team",
            trigger: ".modal .o_field_widget[name=team_id] input",
            run: "edit Team",
        },
        {
            content: "take it",
            trigger: ".ui-autocomplete > li > a:contains(Team)",
            run: "click",
        },
        {
            content: "receive",
            trigger: ".modal-footer button[name=action_apply]",
            run: "click",
        },
        reached("Đánh giá ngoài"),
    ],
});

tours.add("cds_reviewer", {
    steps: () => [
        {
            content: "open the review",
            trigger: ".o_data_row td[name=assessment_id]",
            run: "click",
        },
        {
            content: "give other points",
            trigger: 'tr[data-code="1.3.1"] input[name=points]',
            run: "edit 4 && press Tab",
        },
        {
            content: "say why",
            trigger: 'tr[data-code="1.3.1"].o_cds_differs textarea[name=note]',
            run: "edit Chưa đủ minh chứng && press Tab",
        },
        press("share"),
        confirm,
        reached("Chờ trường phản hồi"),
    ],
});

tours.add("cds_reviewer_close", {
    steps: () => [
        {
            content: "open the review",
            trigger: ".o_data_row td[name=assessment_id]",
            run: "click",
        },
        press("close"),
        confirm,
        reached("Đã đóng"),
    ],
});

tours.add("cds_authority_head", {
    steps: () => [
        press("recognise"),
        confirm,
        reached("Đã công nhận"),
    ],
});
