import { Component, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { PaperPreview } from "./paper_preview";
import { PaperTable } from "./paper_table";
import { TypedText } from "../typed_text/typed_text";
import { readBlocks, writeBlocks } from "./table_text";

const MODEL = "cds.document.section";
const PAPERS = "cds.document";
/** What the form has people type of the paper's head, see `get_preview`. */
const HEAD = ["date", "place", "signer_title", "signer_name", "recipients", "own_bases"];
const NEW_TABLE = [
    ["TT", "", ""],
    ["1", "", ""],
];

/**
 * The texts of a paper, their tables as tables, beside the paper as A4.
 *
 * What is typed stands in `blocks` until its field is left, and is given to the form
 * then, or when the form asks for it: before it saves, or the page is left.
 */
export class PaperTexts extends Component {
    static template = "cds_assessment.PaperTexts";
    static components = { PaperPreview, PaperTable, TypedText };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isShown: !this.env.isSmall, version: 0 });
        /** Blocks and the text that they were read from, by id of the section. */
        this.read = new Map();
        this.typed = new Set();
        this.refresh = () => {};
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
            detail.proms.push(this.commitAll())
        );
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commitAll());
        onMounted(() => this.loadProposed());
        useRecordObserver((record) => {
            HEAD.forEach((name) => record.data[name]); // what is read is observed
            this.refresh();
        });
    }

    /** The head of the paper as it stands on the screen, as values for the server. */
    getHead() {
        const { data } = this.props.record;
        const head = Object.fromEntries(HEAD.map((name) => [name, data[name]]));
        return { ...head, date: head.date ? serializeDate(head.date) : false };
    }

    /** What nobody has edited is shown as the data says by now, and kept when issued. */
    async loadProposed() {
        if (this.props.readonly || !this.paperId) {
            return;
        }
        const proposed = await this.orm.call(PAPERS, "get_proposed_texts", [[this.paperId]]);
        for (const section of this.sections) {
            const text = proposed[section.data.code];
            if (text !== undefined && !this.isOwn(section)) {
                this.read.set(section.id, {
                    text: section.data.text || "",
                    blocks: readBlocks(text),
                });
            }
        }
        this.state.version++;
    }

    get sections() {
        return this.props.record.data[this.props.name].records;
    }

    get paperId() {
        return this.props.record.resId;
    }

    get previewLabel() {
        return this.state.isShown ? _t("Hide the preview") : _t("Preview");
    }

    /** The blocks of a section, read anew where the form has another text by now. */
    blocksOf(section) {
        const text = section.data.text || "";
        const known = this.read.get(section.id);
        if (!known || (known.text !== text && !this.typed.has(section.id))) {
            this.read.set(section.id, { text, blocks: readBlocks(text) });
            this.refresh();
        }
        return this.read.get(section.id).blocks;
    }

    /** A text that is empty is shown where one may write before or after a table. */
    isShown(blocks, index) {
        const isEdge = index === 0 || index === blocks.length - 1;
        return Boolean(blocks[index].text) || (isEdge && !this.props.readonly);
    }

    isOwn(section) {
        return section.data.is_edited || this.typed.has(section.id);
    }

    noteOf({ data }) {
        if (!data.is_own_wording || data.is_edited) {
            return "";
        }
        return data.own_numbers
            ? _t("In your own wording. Check these numbers, which no data stands behind: %s", data.own_numbers)
            : _t("In your own wording, with the data of this paper.");
    }

    /** The texts as they stand on the screen, by code. */
    getTexts() {
        const pairs = this.sections
            .filter((section) => this.isOwn(section))
            .map((section) => [section.data.code, writeBlocks(this.blocksOf(section))]);
        return Object.fromEntries(pairs);
    }

    setRefresh(refresh) {
        this.refresh = refresh;
    }

    // --- typing ---

    onInput(section, block, ev) {
        block.text = ev.target.value;
        this.note(section);
    }

    onTable(section, block, rows) {
        const { blocks } = this.read.get(section.id);
        if (rows.length) {
            block.rows = rows;
        } else {
            blocks.splice(blocks.indexOf(block), 1);
        }
        this.note(section);
        this.state.version++;
    }

    addTable(section) {
        const { blocks } = this.read.get(section.id);
        blocks.push({ rows: NEW_TABLE.map((cells) => [...cells]) }, { text: "" });
        this.note(section);
        this.state.version++;
    }

    note(section) {
        if (!this.typed.has(section.id)) {
            this.typed.add(section.id);
            this.state.version++;
        }
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
        this.refresh();
    }

    /** Give what was typed in a section to the form. */
    async commit(section) {
        if (!this.typed.delete(section.id)) {
            return;
        }
        const known = this.read.get(section.id);
        known.text = writeBlocks(known.blocks);
        if (known.text !== (section.data.text || "")) {
            await section.update({ text: known.text, is_edited: true });
        }
        if (!this.typed.has(section.id)) {
            // lines that have become a table, or ceased to be one
            known.blocks = readBlocks(known.text);
        }
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", this.typed.size > 0);
        this.state.version++;
    }

    commitAll() {
        return Promise.all(this.sections.map((section) => this.commit(section)));
    }

    // --- actions ---

    /** Save the form, then have the server do something with a section. */
    async act(section, action) {
        const { record } = this.props;
        if (await record.save()) {
            await this.orm.call(MODEL, action, [[section.resId]]);
            this.read.delete(section.id);
            await record.load();
            await this.loadProposed();
            this.refresh();
        }
    }
}

registry.category("fields").add("cds_paper_texts", {
    component: PaperTexts,
    supportedTypes: ["one2many"],
    useSubView: true,
});
