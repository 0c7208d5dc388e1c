import { Component, onMounted, onWillUnmount, useRef } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const MODEL = "cds.document";
const PAUSE = 400;
/** A4 across, in the pixels of CSS. */
const ACROSS = { false: 794, true: 1123 };
const PAGE_STYLE = `
    html { background: #e9ecef; }
    body { padding: 12px !important; }
    .article {
        box-sizing: border-box; width: 210mm; min-height: 297mm; background: #fff;
        margin: 0 auto 12px !important; padding: 20mm 15mm 20mm 30mm;
        box-shadow: 0 1px 4px rgba(0, 0, 0, 0.3);
    }
    .article[data-cds-landscape] { width: 297mm; min-height: 210mm; }
    .annex { margin-top: 20mm; border-top: 1px dashed #adb5bd; padding-top: 10mm; }
    .article > .annex:first-child { margin-top: 0; border-top: 0; padding-top: 0; }
`;

/**
 * A paper as A4 beside its texts, drawn anew as they are typed.
 *
 * The pages are the server's own template, in a frame that runs no script. Where pages
 * end is known once it is printed: here each part is one long page.
 */
export class PaperPreview extends Component {
    static template = "cds_assessment.PaperPreview";
    static props = {
        paperId: Number,
        /** Gives the texts as they stand on the screen, by code. */
        getTexts: Function,
        /** Gives the fields of the paper's head as they stand on the screen. */
        getHead: Function,
        /** Gets a function that draws the paper anew. */
        setRefresh: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.frame = useRef("frame");
        this.keepLast = new KeepLast();
        this.isDrawn = false;
        const refresh = useDebounced(() => this.draw(), PAUSE);
        this.props.setRefresh(refresh);
        const observer = new ResizeObserver(() => this.fit());
        onMounted(() => {
            observer.observe(this.frame.el);
            this.draw();
        });
        onWillUnmount(() => observer.disconnect());
    }

    async draw() {
        const page = this.frame.el?.contentDocument;
        if (!page) {
            return;
        }
        const { paperId, getTexts, getHead } = this.props;
        const args = [[paperId], getTexts(), !this.isDrawn, getHead()];
        const { body, style } = await this.keepLast.add(
            this.orm.silent.call(MODEL, "get_preview", args)
        );
        if (style) {
            page.head.innerHTML = style;
            const own = page.createElement("style");
            own.textContent = PAGE_STYLE;
            page.head.append(own);
            this.isDrawn = true;
        }
        page.body.innerHTML = body;
        this.fit();
    }

    /** Show the page's whole width. */
    fit() {
        const frame = this.frame.el;
        const body = frame?.contentDocument?.body;
        if (body) {
            const isWide = Boolean(body.querySelector("[data-cds-landscape]"));
            body.style.zoom = Math.min(1, frame.clientWidth / (ACROSS[isWide] + 40));
        }
    }
}
