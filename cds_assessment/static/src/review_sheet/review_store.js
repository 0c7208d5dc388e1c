import { markRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const LINE = "cds.review.line";
/** What is written by people, and so may stand in another's way. */
const WRITTEN = ["points", "is_met", "note", "status", "school_reply"];
/** What a save answers with: the item, and the totals that follow from it. */
const ANSWER = Object.fromEntries(
    [...WRITTEN, "is_different", "stamp"].map((name) => [name, {}])
);
ANSWER.review_id = { fields: { score_board: {}, refusals: {} } };
const RETRY_AFTER = 5000;

/**
 * The items of a review as their sheet shows them: each is saved as soon as it changes.
 *
 * What was typed stays until the server has it, whatever happens: without a connection
 * it is sent again later; what the server refuses stays to be mended; and where a
 * colleague was quicker, the user chooses between the two.
 *
 * An item is in one of these states: `saving`, `saved`, `offline`, `refused`, `conflict`.
 */
export class ReviewStore {
    /**
     * @param {Object} orm the ORM service
     * @param {Object} callbacks
     * @param {function(Object): void} callbacks.onReview takes what follows for the whole
     *     review: totals, and why its actions cannot be taken
     * @param {function(): void} callbacks.onSettled is called after each attempt to save
     */
    constructor(orm, callbacks) {
        this.services = markRaw({ orm: orm.silent, ...callbacks });
        /** By id of item: `values` newer than the record's, `changes` not saved yet. */
        this.lines = {};
        this.pending = markRaw(new Map());
        this.timer = null;
    }

    // --- what is shown ---

    value(record, name) {
        const { changes = {}, values = {} } = this.lines[record.resId] || {};
        return changes[name] ?? values[name] ?? record.data[name];
    }

    hasChanges(record) {
        return Object.keys(this.lines[record.resId]?.changes || {}).length > 0;
    }

    state(record) {
        return this.lines[record.resId]?.state || "";
    }

    message(record) {
        return this.lines[record.resId]?.message || "";
    }

    /** What a colleague has written meanwhile. */
    theirs(record) {
        return this.lines[record.resId]?.theirs;
    }

    /** The ids of the items that the server does not have as they are shown. */
    get unsaved() {
        return Object.keys(this.lines)
            .map(Number)
            .filter((id) => Object.keys(this.lines[id].changes).length);
    }

    /** Those of them that are not on their way either. */
    get stuck() {
        return this.unsaved.filter((id) => this.lines[id].state !== "saving");
    }

    /** The records were loaded anew: only what is not saved is newer. */
    renew() {
        for (const id of Object.keys(this.lines)) {
            if (this.unsaved.includes(Number(id))) {
                this.lines[id].values = {};
            } else {
                delete this.lines[id];
            }
        }
    }

    // --- saving ---

    /** Take a change, and save it. */
    change(record, changes) {
        const id = record.resId;
        if (!this.lines[id]) {
            this.lines[id] = { values: {}, changes: {}, state: "", message: "" };
        }
        if (!this.hasChanges(record)) {
            // the version that the change is based on, also if the form loads anew
            this.lines[id].stamp = this.value(record, "stamp");
        }
        Object.assign(this.lines[id].changes, changes);
        return this.save(id);
    }

    /** Save what has changed; what changes meanwhile is saved as well. */
    save(id) {
        if (!this.pending.has(id)) {
            const saving = this.saveAll(id).finally(() => this.pending.delete(id));
            this.pending.set(id, saving);
        }
        return this.pending.get(id);
    }

    async saveAll(id) {
        const line = this.lines[id];
        while (line.state !== "conflict" && Object.keys(line.changes).length) {
            line.state = "saving";
            const changes = { ...line.changes };
            try {
                this.take(id, await this.send(id, changes), changes);
                line.state = "saved";
                line.message = "";
            } catch (error) {
                await this.onError(id, error, changes);
                break;
            }
        }
        this.services.onSettled();
    }

    /** Save all that can be saved, and wait for it. */
    async flush() {
        await Promise.all([this.retry(), ...this.pending.values()]);
    }

    async send(id, changes) {
        const [answer] = await this.services.orm.webSave(
            LINE,
            [id],
            { ...changes, base_stamp: this.lines[id].stamp },
            { specification: ANSWER }
        );
        return answer;
    }

    /** What the server has is shown from now on; what was typed meanwhile stays. */
    take(id, answer, changes) {
        const line = this.lines[id];
        const { review_id: review, ...values } = answer;
        for (const [name, value] of Object.entries(changes)) {
            if (line.changes[name] === value) {
                delete line.changes[name];
            }
        }
        line.values = values;
        line.stamp = values.stamp;
        this.services.onReview({
            score_board: review.score_board,
            refusals: review.refusals,
        });
    }

    async onError(id, error, changes) {
        const line = this.lines[id];
        if (error instanceof ConnectionLostError) {
            this.wait(line);
            return;
        }
        if (!(error instanceof RPCError)) {
            line.state = "refused";
            throw error;
        }
        line.message = error.data?.message || error.message;
        try {
            const now = await this.read(id);
            if (now.stamp === line.stamp) {
                line.state = "refused";
            } else if (this.isSame(now, changes)) {
                // it had come through, only the answer was lost
                this.take(id, now, changes);
                line.state = "saved";
                line.message = "";
            } else {
                line.state = "conflict";
                line.theirs = now;
            }
        } catch (readError) {
            if (readError instanceof ConnectionLostError) {
                this.wait(line);
            } else {
                line.state = "refused";
            }
        }
    }

    async read(id) {
        const [row] = await this.services.orm.call(LINE, "web_read", [[id]], {
            specification: ANSWER,
        });
        return row;
    }

    isSame(row, changes) {
        return Object.entries(changes).every(
            ([name, value]) => (row[name] || false) === (value || false)
        );
    }

    /** Without a connection: keep it, and try again. */
    wait(line) {
        line.state = "offline";
        if (!this.timer) {
            this.timer = browser.setTimeout(() => this.retry(), RETRY_AFTER);
        }
    }

    /** Send again what could not be sent. */
    async retry() {
        browser.clearTimeout(this.timer);
        this.timer = null;
        await Promise.all(
            this.unsaved
                .filter((id) => this.lines[id].state === "offline")
                .map((id) => this.save(id))
        );
    }

    stop() {
        browser.clearTimeout(this.timer);
    }

    // --- two people on one item ---

    keepMine(record) {
        const line = this.lines[record.resId];
        const { review_id: _review, ...values } = line.theirs;
        Object.assign(line, { values, stamp: values.stamp, theirs: null, state: "" });
        return this.save(record.resId);
    }

    takeTheirs(record) {
        const line = this.lines[record.resId];
        this.take(record.resId, line.theirs, {});
        Object.assign(line, { changes: {}, theirs: null, state: "", message: "" });
        this.services.onSettled();
    }
}
