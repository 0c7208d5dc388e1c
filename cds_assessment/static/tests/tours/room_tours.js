import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ROW = "tr.o_cds_item";
const rectOf = (selector) => document.querySelector(selector).getBoundingClientRect();
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

function check(isTrue, message) {
    if (!isTrue) {
        throw new Error(message);
    }
}

/** How many items are wholly in the window, below the totals. */
function countItems() {
    const from = rectOf(".o_cds_board").bottom;
    const rects = [...document.querySelectorAll(ROW)].map((row) => row.getBoundingClientRect());
    return rects.filter((rect) => rect.top >= from && rect.bottom <= window.innerHeight).length;
}

for (const count of [9, 10]) {
    tours.add(`cds_room_${count}`, {
        steps: () => [
            {
                content: `${count} items are in sight`,
                trigger: `${ROW}[data-code="1.3.1"]`,
                async run() {
                    await document.fonts.ready;
                    await frame();
                    const found = countItems();
                    check(
                        found >= count,
                        `${found} items of ${count} are in sight at ${window.innerWidth}x${window.innerHeight}`
                    );
                },
            },
        ],
    });
}

tours.add("cds_room_header", {
    steps: () => [
        {
            content: "scroll down",
            trigger: `${ROW}[data-code="2.3.1"], ${ROW}:last-child`,
            async run() {
                this.anchor.scrollIntoView({ block: "center" });
                await frame();
                await frame();
                const header = rectOf(".o_form_statusbar");
                const board = rectOf(".o_cds_board");
                check(header.height < 50, `the header is ${header.height} high: not one line`);
                check(
                    Math.abs(board.top - header.bottom) < 6,
                    `the totals are at ${board.top}, the header ends at ${header.bottom}`
                );
                for (const total of document.querySelectorAll(".o_cds_total_points")) {
                    const { x, y, width, height } = total.getBoundingClientRect();
                    const top = document.elementFromPoint(x + width / 2, y + height / 2);
                    check(total.contains(top), `the totals are covered by ${top?.outerHTML}`);
                }
                const buttons = [...document.querySelectorAll(".o_cds_header_buttons button")];
                const states = rectOf(".o_field_cds_stages .o_statusbar_status");
                for (const button of buttons) {
                    const rect = button.getBoundingClientRect();
                    check(rect.bottom <= header.bottom, `${button.innerText} leaves the header`);
                    check(rect.right <= states.left + 1, `${button.innerText} is under the states`);
                }
                check(states.height < 40, "the states wrap");
                const stages = [
                    ...document.querySelectorAll(".o_statusbar_status .o_arrow_button[data-value]"),
                ].filter((stage) => stage.offsetParent);
                check(stages.length === 5, `${stages.length} of five stages are to be read`);
                const [first] = stages
                    .toSorted((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
                    .map((stage) => stage.dataset.value);
                check(["draft", "submitted"].includes(first), `the stages begin with ${first}`);
                const right = rectOf(".o_form_statusbar").right - rectOf(".o_statusbar_status").right;
                check(right < 40, `the stages end ${right} before the right edge`);
                const primary = document.querySelectorAll(
                    ".o_cds_header_buttons > .o_widget .btn-primary"
                );
                check(primary.length <= 1, `${primary.length} primary actions`);
                const beside = document.querySelectorAll(
                    ".o_cds_header_buttons > :not(.dropdown-toggle, .o_widget:has(.btn-primary)) button"
                );
                check(!beside.length, `${beside[0]?.innerText} is beside the primary action`);
            },
        },
        {
            content: "what is printed or taken away is in one menu",
            trigger: ".o_cds_header_more",
            run: "click",
        },
        {
            content: "as is the end of the dossier",
            trigger:
                ".o_cds_header_item button[name=action_print_score_sheet], .o_cds_header_item button[name=action_download_workbook]",
        },
    ],
});

tours.add("cds_room_telephone", {
    steps: () => [
        {
            content: "the primary action is in sight",
            trigger: ".o_cds_header_buttons > .o_widget:has(button[name=action_submit].btn-primary)",
            run() {
                const { left, right } = this.anchor.getBoundingClientRect();
                check(left >= 0 && right <= window.innerWidth, "it is out of the screen");
            },
        },
        { content: "all else", trigger: ".o_cds_header_more", run: "click" },
        {
            content: "is in the menu, without a hole",
            trigger: ".o_cds_header_item:has(button[name=action_print_score_sheet])",
            run() {
                for (const item of document.querySelectorAll(".o_cds_header_item")) {
                    const { height } = item.getBoundingClientRect();
                    check(item.innerText.trim(), "an entry is empty");
                    check(height > 20 && height < 120, `${item.innerText}: ${height} high`);
                }
            },
        },
        {
            content: "what cannot be done looks so",
            trigger: ".o_cds_header_item:has(button[name=action_record_recognition]:disabled)",
            run() {
                const { opacity } = getComputedStyle(this.anchor.querySelector("button"));
                check(opacity < 0.8, "it looks like the others");
            },
        },
    ],
});

tours.add("cds_provisional_away", {
    steps: () => [
        {
            content: "the set is provisional",
            trigger: ".o_cds_provisional_notice:contains(Bộ chỉ số)",
        },
        {
            content: "no row says it again",
            trigger: `.o_cds_sheet ${ROW}[data-code="1.3.4"] .o_cds_name:not(:contains(phụ lục))`,
        },
        {
            content: "put it away",
            trigger: ".o_cds_provisional_notice .btn-close",
            run: "click",
        },
        {
            content: "it is away, for this set",
            trigger: ".o_form_view:not(:has(.o_cds_provisional_notice))",
            run() {
                const keys = Object.keys(localStorage);
                const kept = keys.filter((key) => key.startsWith("cds_assessment.provisional."));
                check(kept.length === 1, "the browser does not remember it");
            },
        },
        {
            content: "leave the dossier",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        { content: "come back", trigger: ".o_data_row td[name=institution_id]", run: "click" },
        {
            content: "it is still away",
            trigger: `.o_form_view:not(:has(.o_cds_provisional_notice)) ${ROW}`,
        },
    ],
});

tours.add("cds_provisional_none", {
    steps: () => [
        {
            content: "those who cannot compare are not told",
            trigger: `.o_form_view:not(:has(.o_cds_provisional_notice)) ${ROW}`,
        },
    ],
});
