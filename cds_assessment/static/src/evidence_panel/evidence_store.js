import { markRaw, status, useComponent, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { sendFile } from "./evidence_upload";

const LINE = "cds.assessment.line";
const USE = "cds.assessment.evidence";

/** How many refusals of earlier files a panel goes on showing. */
const KEPT_REFUSALS = 3;

/** Forms whose other pages show evidence as it was before it changed here. */
export const staleRecords = new WeakSet();

/**
 * The evidence of items as a screen shows it: one copy for the rows and their panels.
 *
 * Nothing here goes through the form's records, so what was typed but not saved stays.
 */
export class EvidenceStore {
    /**
     * @param {Object} services `orm`, `action`, `fileUpload`, `notification`
     * @param {Object} callbacks
     * @param {function(): number[]} callbacks.getLineIds gives the items of the rows
     * @param {function(): boolean} callbacks.isShown says whether there is still a screen
     * @param {function(): void} callbacks.onChange is called after each change
     */
    constructor(services, callbacks) {
        this.services = markRaw(services);
        this.callbacks = markRaw(callbacks);
        /** By id of line: `isOpen`, `pieces` (null until they are there), `uploads`. */
        this.lines = {};
        /** By id of line: chips that are newer than the record's. */
        this.chips = {};
    }

    get orm() {
        return this.services.orm;
    }

    // --- what is shown ---

    isOpen(lineId) {
        return Boolean(this.lines[lineId]?.isOpen);
    }

    /** Chips of a row: the record's, unless something changed since it was loaded. */
    chipsOf(lineId, loaded) {
        return this.chips[lineId] || loaded || [];
    }

    open(lineId) {
        if (this.isOpen(lineId)) {
            return;
        }
        const uploads = this.lines[lineId]?.uploads || [];
        this.lines[lineId] = { isOpen: true, pieces: null, uploads };
        return this.load(lineId);
    }

    close(lineId) {
        const { uploads } = this.lines[lineId];
        this.lines[lineId] = {
            isOpen: false,
            pieces: null,
            uploads: uploads.filter((upload) => upload.status === "sending"),
        };
    }

    async load(lineId) {
        this.setPieces(lineId, await this.orm.call(LINE, "get_evidence", [[lineId]]));
    }

    setPieces(lineId, pieces) {
        if (this.lines[lineId]) {
            this.lines[lineId].pieces = pieces;
        }
    }

    /** Load the panels that are open anew. */
    async reload(exceptId) {
        const ids = Object.keys(this.lines).map(Number);
        const open = ids.filter((id) => id !== exceptId && this.isOpen(id));
        await Promise.all(open.map((id) => this.load(id)));
    }

    /** After a change: other rows may show the same paper. */
    async refresh(exceptId) {
        this.callbacks.onChange();
        const ids = this.callbacks.getLineIds();
        const [rows] = await Promise.all([
            this.orm.read(LINE, ids, ["evidence_chips"]),
            this.reload(exceptId),
        ]);
        for (const row of rows) {
            this.chips[row.id] = row.evidence_chips || [];
        }
    }

    /** After the records were loaded: what the user may do can have changed as well. */
    renew() {
        this.chips = {};
        return this.reload();
    }

    // --- attaching ---

    search(lineId, term) {
        return this.orm.call(LINE, "search_store", [[lineId], term]);
    }

    attach(lineId, evidenceId) {
        return this.change(lineId, "attach_evidence", [evidenceId]);
    }

    /** Attach a link; what came of it is said as of a file. */
    async attachLink(lineId, url) {
        const answer = await this.orm.call(LINE, "attach_link", [[lineId], url]);
        this.beginUploads(lineId).push(answer.files[0]);
        this.setPieces(lineId, answer.evidence);
        await this.refresh(lineId);
    }

    detach(lineId, useId) {
        return this.change(lineId, "detach_evidence", [useId]);
    }

    async change(lineId, method, argument) {
        const pieces = await this.orm.call(LINE, method, [[lineId], argument]);
        this.setPieces(lineId, pieces);
        await this.refresh(lineId);
    }

    /** The messages of a line, but for those whose matter is settled. */
    beginUploads(lineId) {
        this.lines[lineId] ||= { isOpen: false, pieces: null, uploads: [] };
        const { uploads } = this.lines[lineId];
        const refused = uploads.filter((row) => row.status === "refused");
        const kept = new Set(refused.slice(-KEPT_REFUSALS));
        const left = uploads.filter((row) => row.status === "sending" || kept.has(row));
        uploads.splice(0, uploads.length, ...left);
        return uploads;
    }

    /** What is on its way to a line: `name` and `progress` of each. */
    sendingTo(lineId) {
        const uploads = this.lines[lineId]?.uploads || [];
        return uploads.filter((upload) => upload.status === "sending");
    }

    /**
     * Send files one after the other, each with its own progress and answer. The panel
     * stays as it is: where it is closed, the row shows what is on its way, and what is
     * not simply attached is said in a notification.
     */
    async send(lineId, files) {
        const uploads = this.beginUploads(lineId);
        const rows = files.map((file) => {
            uploads.push({ name: file.name, status: "sending", progress: 0, message: "" });
            return uploads.at(-1);
        });
        for (const [index, file] of files.entries()) {
            const row = rows[index];
            const answer = await sendFile(
                this.services.fileUpload,
                lineId,
                file,
                (progress) => (row.progress = progress)
            );
            Object.assign(row, answer.files[0], { name: file.name });
            if (answer.evidence) {
                this.setPieces(lineId, answer.evidence);
            }
            if (row.message && !this.isSeen(lineId)) {
                const type = row.status === "refused" ? "danger" : "info";
                this.services.notification.add(row.message, { type });
            }
        }
        await this.refresh(lineId);
    }

    isSeen(lineId) {
        return this.callbacks.isShown() && this.isOpen(lineId);
    }

    dismiss(lineId, upload) {
        const { uploads } = this.lines[lineId];
        uploads.splice(uploads.indexOf(upload), 1);
    }

    // --- judging and answering ---

    /** Take an action of a use; one that asks something more opens its dialog. */
    async act(useId, name) {
        const action = await this.orm.call(USE, `action_${name}`, [[useId]]);
        if (action) {
            await new Promise((resolve) =>
                this.services.action.doAction(action, { onClose: resolve })
            );
        }
        await this.refresh();
    }

    async reject(useId, note) {
        const [id] = await this.orm.create("cds.evidence.reject", [
            { use_id: useId, note },
        ]);
        await this.orm.call("cds.evidence.reject", "action_apply", [[id]]);
        await this.refresh();
    }
}

/**
 * Give a component the evidence of the items that it shows.
 *
 * @param {Object} callbacks `getLineIds` and `onChange` of `EvidenceStore`
 */
export function useEvidenceStore(callbacks) {
    const component = useComponent();
    const services = {
        orm: useService("orm"),
        action: useService("action"),
        fileUpload: useService("file_upload"),
        notification: useService("notification"),
    };
    const isShown = () => status(component) === "mounted";
    return useState(new EvidenceStore(services, { ...callbacks, isShown }));
}
