import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("cds_dossier_check", {
    steps: () => [
        { content: "what is rare", trigger: ".o_cds_header_more", run: "click" },
        {
            content: "check the dossier",
            trigger: ".o_cds_header_item button[name=action_check]",
            run: "click",
        },
        {
            content: "three points are not proved, for one reason",
            trigger: ".o_cds_check_counts [data-severity=blocking]:contains(1 phải sửa)",
        },
        {
            content: "go where one is put right",
            trigger: ".o_cds_finding[data-code=evidence_missing]:contains(1.2) button",
            run: "click",
        },
        {
            content: "the first of the items is in sight",
            trigger: 'tr[data-code="1.1"].o_cds_revealed',
        },
        {
            content: "come back",
            trigger: ".o_back_button, .breadcrumb-item:contains(Khám hồ sơ) a",
            run: "click",
        },
        {
            content: "check again",
            trigger: "button[name=check_again]",
            run: "click",
        },
        {
            content: "it is still there",
            trigger: ".o_cds_finding[data-code=evidence_missing]:contains(1.2)",
        },
    ],
});

tours.add("cds_dossier_check_page", {
    steps: () => [
        {
            content: "the check of the dossier in the address",
            trigger: ".o_cds_check_page h2",
        },
    ],
});
