import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// Each step writes and reads a whole inspection: slow machines get their time.
const patient = (steps) => steps.map((step) => ({ timeout: 60000, ...step }));
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
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
});
const open = (page) => ({
    content: `open the page ${page}`,
    trigger: `.o_notebook a[name=${page}]`,
    run: "click",
});
const save = [
    { content: "save", trigger: ".o_form_button_save", run: "click" },
    { content: "saved", trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))" },
];

tours.add("cds_inspection_plan", {
    steps: () =>
        patient([
        {
            content: "plan an inspection",
            trigger: "div[name=inspection_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "its topic",
            trigger: ".modal div[name=name] input",
            run: "edit Trường học điện tử",
        },
        {
            content: "its checklist",
            trigger: ".modal div[name=framework_id] input",
            run: "edit Trường học",
        },
        {
            content: "take it",
            trigger: ".ui-autocomplete > li > a:contains(Trường học điện tử)",
            run: "click",
        },
        {
            content: "add it to the plan",
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        {
            content: "it is listed",
            trigger: "div[name=inspection_ids] td:contains(Trường học điện tử)",
        },
        ...save,
        ]),
});

tours.add("cds_inspection_minutes", {
    steps: () =>
        patient([
        press("begin"),
        reached("Biên bản"),
        {
            content: "open a content of the checklist",
            trigger: "div[name=item_ids] .o_data_row td[name=name]:contains(Việc điều hành)",
            run: "click",
        },
        {
            content: "write what was found",
            trigger: ".modal div[name=findings] textarea",
            run: "edit - Kỹ năng nâng cao: {1}",
        },
        {
            content: "add a figure",
            trigger: ".modal div[name=figure_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "what is counted",
            trigger: ".modal .o_selected_row div[name=label] input",
            run: "edit Giáo viên",
        },
        {
            content: "how many",
            trigger: ".modal .o_selected_row div[name=numerator] input",
            run: "edit 8",
        },
        {
            content: "out of how many",
            trigger: ".modal .o_selected_row div[name=denominator] input",
            run: "edit 29 && press Tab",
        },
        {
            content: "the percentage is computed",
            trigger: ".modal td[name=text]:contains(27,59%), .modal div[name=text]:contains(27,59%)",
        },
        {
            content: "done with the content",
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        open("remarks"),
        {
            content: "strengths",
            trigger: "div[name=strengths] textarea",
            run: "edit Hồ sơ đầy đủ",
        },
        open("recommendations"),
        {
            content: "recommend",
            trigger: "div[name=improvement_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "what",
            trigger: ".o_selected_row div[name=name] input",
            run: "edit Kiểm tra mạng",
        },
        ...save,
        ]),
});

tours.add("cds_inspection_opinion", {
    steps: () =>
        patient([
        press("opine"),
        {
            content: "write the opinion",
            trigger: ".modal div[name=opinion] textarea",
            run: "edit Nhất trí",
        },
        {
            content: "save it",
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        { content: "closed", trigger: "body:not(:has(.modal))" },
        ]),
});

tours.add("cds_inspection_report", {
    steps: () => patient([press("report"), confirm, reached("Đã báo cáo")]),
});

tours.add("cds_inspection_conclude", {
    steps: () =>
        patient([
        press("conclude"),
        confirm,
        reached("Đã kết luận"),
        {
            content: "draft the papers",
            trigger: "button[name=action_make_papers]",
            run: "click",
        },
        {
            content: "open the notice",
            trigger: ".o_data_row td:contains(Thông báo kết quả)",
            run: "click",
        },
        {
            content: "see how it will be",
            trigger: "button[name=action_open_issue]:enabled",
            run: "click",
        },
        {
            content: "its page is shown",
            trigger: ".modal .o_field_pdf_viewer iframe",
        },
        {
            content: "issue it",
            trigger: ".modal footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "confirm it",
            trigger: ".modal:not(.o_inactive_modal):contains(không sửa được nữa) .btn-primary",
            run: "click",
        },
        reached("Đã ban hành"),
        ]),
});
