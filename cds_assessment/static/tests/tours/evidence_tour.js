import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
// a picture of one dot
const DOT =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

function picture(name) {
    const bytes = Uint8Array.from(atob(DOT), (char) => char.charCodeAt(0));
    return new File([bytes], name, { type: "image/png" });
}

function dataOf(files) {
    const data = new DataTransfer();
    files.forEach((file) => data.items.add(file));
    return data;
}

const row = (code) => `tr.o_cds_item[data-code="${code}"]`;
const panel = (code) => `${row(code)} + tr .o_cds_panel`;
const chip = (code, state, evidence) =>
    `${row(code)} .o_cds_chip_${state}[data-code="${evidence}"]`;
const open = (code) => ({
    content: `open the evidence of ${code}`,
    trigger: `${row(code)} .o_cds_evidence_button`,
    run: "click",
});
const drop = (content, trigger, files) => ({
    content,
    trigger,
    run() {
        const dataTransfer = dataOf(files());
        const options = { bubbles: true, cancelable: true, dataTransfer };
        const isTaken = !this.anchor.dispatchEvent(new DragEvent("dragover", options));
        if (!isTaken) {
            throw new Error("The row does not take files.");
        }
        this.anchor.dispatchEvent(new DragEvent("drop", options));
    },
});

tours.add("cds_evidence_contributor", {
    steps: () => [
        {
            content: "points that are typed",
            trigger: `${row("1.5.1")} input[name=points]:not([readonly])`,
            run: "edit 7 && press Tab",
        },
        open("1.3.1"),
        {
            content: "the cursor is in the panel, the row in sight",
            trigger: `${panel("1.3.1")}:focus`,
        },
        {
            content: "what is no link",
            trigger: `${panel("1.3.1")} input[name=url]`,
            run: "edit javascript:alert(1) && press Enter",
        },
        {
            content: "is refused with a sentence",
            trigger: `${panel("1.3.1")} .alert:contains(http)`,
        },
        {
            content: "a link",
            trigger: `${panel("1.3.1")} input[name=url]`,
            run: "edit https://example.com/plan && press Enter",
        },
        {
            content: "gets the first code of its criterion",
            trigger: chip("1.3.1", "submitted", "H1-1.3-01"),
        },
        {
            content: "who entered a paper does not accept it",
            trigger: `${panel("1.3.1")} .o_cds_piece[data-code="H1-1.3-01"] span[title] button[name=accept]:disabled`,
        },
        {
            content: "the same link again, without https",
            trigger: `${panel("1.3.1")} input[name=url]`,
            run: "edit example.com/plan && press Enter",
        },
        {
            content: "is the paper that is there, and that is said",
            trigger: `${panel("1.3.1")} .o_cds_upload_duplicate:contains(H1-1.3-01)`,
        },
        {
            content: "a link may be pasted anywhere in the panel",
            trigger: panel("1.3.1"),
            run() {
                this.anchor.focus();
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", " https://example.com/photos ");
                this.anchor.dispatchEvent(
                    new ClipboardEvent("paste", {
                        bubbles: true,
                        cancelable: true,
                        clipboardData,
                    })
                );
            },
        },
        {
            content: "it is attached",
            trigger: chip("1.3.1", "submitted", "H1-1.3-02"),
        },
        {
            content: "and taken away again",
            trigger: `${panel("1.3.1")} .o_cds_piece[data-code="H1-1.3-02"] button[name=detach]`,
            run: "click",
        },
        {
            content: "not before a question that names paper and item",
            trigger: '.modal-body:contains("H1-1.3-02"):contains("1.3.1")',
        },
        {
            content: "drop it",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "messages of what is settled do not pile up",
            trigger: `${panel("1.3.1")}:not(:has(.o_cds_upload_duplicate))`,
        },
        {
            content: "the row shows it no more",
            trigger: `${row("1.3.1")}:not(:has([data-code="H1-1.3-02"]))`,
        },
        {
            content: "Escape closes the panel",
            trigger: panel("1.3.1"),
            run: "press Escape",
        },
        {
            content: "the cursor goes back to the button",
            trigger: `${row("1.3.1")}:not(:has(+ .o_cds_panel_row)) .o_cds_evidence_button:focus`,
        },
        drop("drop two files on the row itself", row("1.3.1"), () => [
            picture("phong_may.png"),
            new File(["MZ"], "virus.pdf", { type: "application/pdf" }),
        ]),
        {
            content: "the good one is attached",
            trigger: chip("1.3.1", "submitted", "H1-1.3-03"),
        },
        {
            content: "the wrong one is refused with a sentence",
            trigger: ".o_notification:contains(virus.pdf)",
        },
        {
            content: "and the panel has stayed closed",
            trigger: `${row("1.3.1")}:not(:has(+ .o_cds_panel_row))`,
        },
        drop("the same file on another row", row("1.5.1"), () => [picture("anh.png")]),
        {
            content: "is the paper that is there, with its code",
            trigger: chip("1.5.1", "submitted", "H1-1.3-03"),
        },
        {
            content: "and that is said",
            trigger: ".o_notification:contains(phong may):contains(H1-1.3-03)",
        },
        open("1.5.1"),
        {
            content: "a file that is chosen",
            trigger: `${panel("1.5.1")} input[type=file]:not(:visible)`,
            run() {
                this.anchor.files = dataOf([
                    new File(["STT;Tên"], "danh_sach.csv", { type: "text/csv" }),
                ]).files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "is attached as well",
            trigger: chip("1.5.1", "submitted", "H1-1.5-01"),
        },
        open("1.3.1"),
        {
            content: "which still says what was refused",
            trigger: `${panel("1.3.1")} .o_cds_upload_refused:contains(virus.pdf)`,
        },
        {
            content: "the store is searched while typing",
            trigger: `${panel("1.3.1")} input[name=term]`,
            run: "edit danh sach",
        },
        {
            content: "what is found",
            trigger: `${panel("1.3.1")} .o_cds_found button:contains(danh sach):contains(H1-1.5-01)`,
            run: "click",
        },
        {
            content: "is attached with the code that it has",
            trigger: chip("1.3.1", "submitted", "H1-1.5-01"),
        },
        {
            content: "the points that were typed are still there",
            trigger: `.o_form_view:not(:has(.o_form_button_save:visible)) ${row("1.5.1")}:has(.o_cds_save_saved) input[name=points]:value(7)`,
        },
    ],
});

tours.add("cds_evidence_secretary", {
    steps: () => [
        open("1.3.1"),
        {
            content: "accept a paper",
            trigger: `${panel("1.3.1")} .o_cds_piece[data-code="H1-1.3-03"] button[name=accept]:enabled`,
            run: "click",
        },
        {
            content: "the row says so",
            trigger: chip("1.3.1", "accepted", "H1-1.3-03"),
        },
        {
            content: "and so does the other row",
            trigger: chip("1.5.1", "accepted", "H1-1.3-03"),
        },
        {
            content: "reject another",
            trigger: `${panel("1.3.1")} .o_cds_piece[data-code="H1-1.3-01"] button[name=reject]:enabled`,
            run: "click",
        },
        {
            content: "saying why",
            trigger: `${panel("1.3.1")} textarea[name=note]`,
            run: "edit Chưa có chữ ký",
        },
        {
            content: "reject",
            trigger: `${panel("1.3.1")} .o_cds_reject button[type=submit]`,
            run: "click",
        },
        {
            content: "the row says so",
            trigger: chip("1.3.1", "rejected", "H1-1.3-01"),
        },
        {
            content: "the panel says why",
            trigger: `${panel("1.3.1")} .o_cds_piece:contains(Chưa có chữ ký)`,
        },
        {
            content: "look at a picture",
            trigger: `${panel("1.3.1")} .o_cds_piece[data-code="H1-1.3-03"] .o_cds_files a`,
            run: "click",
        },
        {
            content: "in the viewer",
            trigger: ".o-FileViewer img",
        },
        {
            content: "and close it",
            trigger: ".o-FileViewer-headerButton[aria-label=Close], .o-FileViewer [title='Đóng (Esc)'], .o-FileViewer-headerButton .oi-close, .o-FileViewer-headerButton .fa-times",
            run: "click",
        },
        {
            content: "last year's paper waits to be answered",
            trigger: chip("1.6.1", "carried", "H1-1.6-01"),
        },
        open("1.6.1"),
        {
            content: "keep it",
            trigger: `${panel("1.6.1")} button[name=keep]:enabled`,
            run: "click",
        },
        {
            content: "it is to be accepted anew",
            trigger: chip("1.6.1", "submitted", "H1-1.6-01"),
        },
        {
            content: "the other page",
            trigger: ".o_notebook .nav-link[name=evidence]",
            run: "click",
        },
        {
            content: "shows what was changed in the rows",
            trigger: ".o_data_row.text-success td[name=code]:contains(H1-1.3-03)",
        },
    ],
});

tours.add("cds_evidence_reader", {
    steps: () => [
        {
            content: "look at the evidence",
            trigger: `${row("1.3.1")} .o_cds_evidence_button[title]`,
            run: "click",
        },
        {
            content: "of a confidential paper there is no content",
            trigger: `${panel("1.3.1")} .o_cds_piece:has(.fa-lock):not(:has(.o_cds_files a)):contains(lưu tại trường)`,
        },
        {
            content: "of others there is",
            trigger: `${panel("1.3.1")} .o_cds_piece:not(:has(.fa-lock)) .o_cds_files a`,
        },
        {
            content: "and nothing to be changed",
            trigger: `${panel("1.3.1")}:not(:has(.o_cds_panel_ways)):not(:has(.o_cds_piece_actions))`,
        },
    ],
});
