import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const item = (code) => `tr[data-code="${code}"]`;
const saved = (code) => ({
    content: `${code} is saved`,
    trigger: `${item(code)} .o_cds_save_saved`,
});
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
// a telephone shows the state alone, in a button that opens the others
const reached = (state) => ({
    content: `the state is ${state}`,
    trigger: `.o_arrow_button_current:visible:contains(${state}), .o_statusbar_status > .dropdown-toggle:visible:contains(${state})`,
});
const fits = {
    content: "nothing is wider than the screen",
    trigger: ".o_cds_review",
    run() {
        const { scrollWidth, clientWidth } = document.documentElement;
        const sheet = document.querySelector(".o_cds_sheet").getBoundingClientRect();
        if (scrollWidth > clientWidth || sheet.right > clientWidth) {
            throw new Error(`${scrollWidth} or ${sheet.right} of ${clientWidth}`);
        }
    },
};

const colleague = (does, changes) => ({
    content: `a colleague ${does}`,
    trigger: "button[name=action_share]:enabled",
    async run() {
        const row = document.querySelector(item("1.1"));
        const domain = [["line_id", "=", Number(row.dataset.line)]];
        const call = (method, args) =>
            rpc(`/web/dataset/call_kw/cds.review.line/${method}`, {
                model: "cds.review.line",
                method,
                args,
                kwargs: {},
            });
        const ids = await call("search", [domain]);
        await call("write", [ids, changes]);
    },
});

/** A request that never arrives, as without a connection. */
class LostRequest extends EventTarget {
    open() {}
    setRequestHeader() {}
    abort() {}
    send() {
        this.dispatchEvent(new Event("error"));
    }
}
const { XMLHttpRequest } = browser;

tours.add("cds_review_agree_all", {
    steps: () => [
        {
            content: "open the school to visit",
            trigger: ".o_kanban_record:contains(School)",
            run: "click",
        },
        {
            content: "one item is the team's own",
            trigger: `${item("1.1")} input[name=points][inputmode=decimal]`,
            run: "edit 12,5 && press Tab",
        },
        saved("1.1"),
        {
            content: "the rest of the criterion as the school, by one press",
            trigger: "button[name=agree_all]:contains(2)",
            run: "click",
        },
        saved("1.2"),
        saved("1.3"),
        {
            content: "nothing is left to press for",
            trigger: ".o_cds_sheet:not(:has(button[name=agree_all]))",
        },
        fits,
    ],
});

tours.add("cds_review_score", {
    steps: () => [
        {
            content: "open the school to visit",
            trigger: ".o_kanban_record:contains(School)",
            run: "click",
        },
        {
            content: "nothing is done, nothing can be sent",
            trigger: "button[name=action_share]:disabled",
        },
        fits,
        {
            content: "a condition by one press",
            trigger: `${item("1.3")} button[name=met]`,
            run: "click",
        },
        saved("1.3"),
        {
            content: "the same points as the school by one press",
            trigger: `${item("1.2")} button[name=agree]`,
            run: "click",
        },
        saved("1.2"),
        {
            content: "what is left",
            trigger: "button[data-filter=todo]:contains(1)",
            run: "click",
        },
        {
            content: "is one item",
            trigger: `.o_cds_sheet:not(:has(${item("1.2")})) ${item("1.1")}`,
        },
        {
            content: "the connection is lost",
            trigger: `${item("1.1")} input[name=points][inputmode=decimal]`,
            run() {
                browser.XMLHttpRequest = LostRequest;
            },
        },
        {
            content: "points typed meanwhile",
            trigger: `${item("1.1")} input[name=points]`,
            run: "edit 20 && press Tab",
        },
        {
            content: "are not saved, and differ",
            trigger: `${item("1.1")}.o_cds_differs .o_cds_save_offline`,
        },
        {
            content: "nothing can be sent now",
            trigger: ".o_cds_unsaved",
            run() {
                browser.XMLHttpRequest = XMLHttpRequest;
            },
        },
        {
            content: "with the connection again",
            trigger: ".o_cds_unsaved button",
            run: "click",
        },
        saved("1.1"),
        {
            content: "without the reason it is not sent",
            trigger: 'button[name=action_share][title*="1.1"]:disabled',
        },
        {
            content: "the reason is asked for",
            trigger: `${item("1.1")} textarea.o_cds_note_needed[name=note]`,
            run: "edit Phòng máy bị khóa && press Tab",
        },
        {
            content: "and is enough",
            trigger: `${item("1.1")} textarea[name=note]:not(.o_cds_note_needed)`,
        },
        colleague("writes beside it", { note: "Đồng nghiệp ghi" }),
        {
            content: "points typed in the same item",
            trigger: `${item("1.1")} input[name=points]`,
            run: "edit 22 && press Tab",
        },
        saved("1.1"),
        {
            content: "stand in nobody's way",
            trigger: `${item("1.1")} textarea[name=note]:value(Đồng nghiệp ghi)`,
        },
        colleague("is quicker", { points: 30 }),
        {
            content: "to the points that one types",
            trigger: `${item("1.1")} input[name=points]`,
            run: "edit 25 && press Tab",
        },
        {
            content: "one sees both, and chooses",
            trigger: `${item("1.1")}.o_cds_notice_conflict:contains(25):contains(30):contains(Đồng nghiệp ghi)`,
        },
        {
            content: "one's own points",
            trigger: `${item("1.1")} button[name=keep_mine]`,
            run: "click",
        },
        saved("1.1"),
        fits,
        press("share"),
        confirm,
        reached("Chờ trường phản hồi"),
    ],
});

tours.add("cds_review_reply", {
    steps: () => [
        {
            content: "the school types no points",
            trigger: `.o_cds_review:not(:has(input[name=points])) ${item("1.1")}:contains(Đồng nghiệp ghi)`,
        },
        fits,
        {
            content: "reply to an item",
            trigger: `${item("1.1")} textarea[name=school_reply]`,
            run: "edit Thứ sáu mở cửa && press Tab",
        },
        saved("1.1"),
        {
            content: "reply to the whole",
            trigger: ".o_field_widget[name=school_reply] textarea",
            run: "edit Cảm ơn đoàn && press Tab",
        },
        press("finish_reply"),
        confirm,
        { content: "finished", trigger: ".alert-success:contains(phản hồi xong)" },
        {
            content: "nothing can be written now",
            trigger: ".o_cds_review:not(:has(textarea))",
        },
    ],
});

tours.add("cds_review_close", {
    steps: () => [
        {
            content: "open the school",
            trigger: ".o_kanban_record:contains(School)",
            run: "click",
        },
        {
            content: "what the school replied to",
            trigger: "button[data-filter=replied]:contains(1)",
            run: "click",
        },
        {
            content: "is read",
            trigger: `${item("1.1")} .o_cds_school_reply:contains(Thứ sáu mở cửa)`,
        },
        {
            content: "and corrected",
            trigger: `${item("1.1")} input[name=points]`,
            run: "edit 28 && press Tab",
        },
        saved("1.1"),
        press("close"),
        confirm,
        reached("Đã đóng"),
    ],
});
