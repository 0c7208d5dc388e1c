import { markRaw, reactive, toRaw } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError, rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { Kept } from "./kept";

const RETRY_AFTER = 5000;
const NOTES_AFTER = 200;
/** So many of the last things sent are known as our own. */
const MOST_SENT = 20;
const EXPIRED = "odoo.http.SessionExpiredException";
/** What waits for the connection, or for the user to log in again. */
const WAITING = ["offline", "expired"];
/** What the user has to look at before anything is sent. */
const HELD = ["refused", "conflict", "unsent"];

const isEqual = (one, other) => (one || false) === (other || false);

/**
 * The rows of a sheet: what is shown of them, and what is not on the server yet.
 *
 * A row is saved by a call of its own, guarded by the version that the change is based
 * on. What was typed stays until the server has it, whatever happens: it is kept in the
 * browser from the first letter on, sent again once there is a connection, and offered
 * at the next visit. What the server refuses stays to be mended; where a colleague was
 * quicker, the user chooses between the two. No row waits for a refused one.
 *
 * A row with something unsaved is in one of these states: `saving`, `offline`, `expired`
 * (the session), `refused`, `conflict`, `unsent` (from an earlier visit); then `saved`.
 */
export class SheetStore {
    /**
     * @param {Object} env whose services are not bound to a component: it outlives them
     * @param {Object} kind what the rows are, see `sheet.js`
     * @param {number} parentId the record that the rows belong to
     */
    constructor(env, kind, parentId) {
        this.orm = markRaw(env.services.orm.silent);
        this.bus = markRaw(env.bus);
        this.mail = markRaw(env.services["mail.store"]);
        this.kind = markRaw(kind);
        this.parentId = parentId;
        this.kept = markRaw(new Kept(kind.model, parentId));
        /** By id of row: `changes` not saved, `problems` by cell, `state`, `message` … */
        this.rows = {};
        /** Texts typed and not read yet, by id of row and name of cell. */
        this.texts = markRaw({});
        this.records = markRaw(new Map());
        /** What the server answered last, by id: a form may have been read before. */
        this.latest = markRaw({});
        this.parent = null;
        this.reader = null;
        this.undoable = [];
        this.queue = markRaw({ tail: Promise.resolve(), waiting: new Map(), timer: null });
        /** Whether other pages of the form show what was before. */
        this.isStale = false;
        /** How many screens show it. */
        this.sheets = 0;
        /** Whether the browser could keep what it was given last. */
        this.isKept = true;
    }

    // --- what is shown ---

    value(record, name) {
        const changes = this.rows[record.resId]?.changes;
        return changes && name in changes ? changes[name] : record.data[name];
    }

    /** The text that stands in a cell as it was typed; undefined where it was read. */
    text(record, name) {
        return this.texts[record.resId]?.[name];
    }

    problem(record, name) {
        return this.rows[record.resId]?.problems[name];
    }

    hasChanges(record) {
        return Object.keys(this.rows[record.resId]?.changes || {}).length > 0;
    }

    state(record) {
        return this.stateOf(record.resId);
    }

    stateOf(id) {
        const row = this.rows[id];
        const hasProblem = row && Object.keys(row.problems).length;
        return row?.state === "unsent" || !hasProblem ? row?.state || "" : "refused";
    }

    /** What is wrong with a row, as one text. */
    message(record) {
        const { problems = {}, message } = this.rows[record.resId] || {};
        return [...Object.values(problems), message].filter(Boolean).join(" ");
    }

    /** What a colleague has written meanwhile. */
    theirs(record) {
        return this.rows[record.resId]?.theirs;
    }

    /** When what an earlier visit left was typed. */
    typedOn(record) {
        return this.rows[record.resId]?.on;
    }

    /** Whether something was typed that the server does not have. */
    isUnsaved(id) {
        const row = this.rows[id];
        return Boolean(row && (Object.keys(row.changes).length || this.hasTexts(id)));
    }

    hasTexts(id) {
        return Object.keys(this.texts[id] || {}).length > 0;
    }

    get unsaved() {
        return Object.keys(this.rows)
            .map(Number)
            .filter((id) => this.isUnsaved(id));
    }

    /** Those of them that are not on their way. */
    get stuck() {
        return this.unsaved.filter((id) => this.stateOf(id) !== "saving");
    }

    /** Those that an earlier visit left. */
    get offered() {
        return this.unsaved.filter((id) => this.stateOf(id) === "unsent");
    }

    // --- records ---

    /**
     * Take the records as they were loaded, and what earlier visits left of them.
     *
     * @param {Object} parent the record that the rows belong to
     * @param {Object[]} records the rows
     */
    renew(parent, records) {
        const isFirst = !this.parent;
        this.parent = parent;
        this.isStale = false;
        this.records.clear();
        for (const record of records) {
            this.records.set(record.resId, record);
            const latest = this.latest[record.resId];
            if (latest && latest.stamp > record.data.stamp) {
                record._applyValues(latest);
            }
        }
        for (const id of Object.keys(this.rows).map(Number)) {
            if (!this.isUnsaved(id)) {
                delete this.rows[id];
            }
        }
        if (isFirst) {
            this.recall();
        }
    }

    /** Offer what an earlier visit left; what has come through meanwhile is forgotten. */
    recall() {
        for (const [key, entry] of Object.entries(this.kept.read())) {
            const id = Number(key);
            const record = this.records.get(id);
            if (!record || !entry) {
                continue;
            }
            this.rows[id] = this.blank({ ...entry, state: "unsent" });
            this.texts[id] = { ...entry.texts };
            if (this.hasCome(record)) {
                this.forget(id);
            }
        }
    }

    /** Whether all that a row waits to send is on the server as it is. */
    hasCome(record) {
        const wanted = { ...this.rows[record.resId].changes };
        for (const [name, text] of Object.entries(this.texts[record.resId] || {})) {
            const { changes } = this.reader(record, name, text);
            if (!changes) {
                return false;
            }
            Object.assign(wanted, changes);
        }
        return Object.entries(wanted).every(([name, value]) =>
            isEqual(record.data[name], value)
        );
    }

    blank(entry = {}) {
        return {
            changes: entry.changes || {},
            base: entry.base || {},
            stamp: entry.stamp,
            on: entry.on,
            sent: entry.sent || [],
            problems: {},
            state: entry.state || "",
            message: "",
            theirs: null,
        };
    }

    rowOf(record) {
        const id = record.resId;
        if (!this.rows[id]) {
            this.rows[id] = this.blank();
        }
        const row = this.rows[id];
        if (!this.isUnsaved(id)) {
            // the version that the change is based on, also if the form loads anew
            row.stamp = record.data.stamp;
            row.base = {};
        }
        return row;
    }

    /** Keep in the browser what a row has not sent, or nothing of it. */
    keep(id) {
        if (!this.isUnsaved(id)) {
            this.kept.delete(id);
            return;
        }
        const { changes, base, stamp, on, sent } = this.rows[id];
        const entry = { changes, base, stamp, sent, texts: this.texts[id] || {} };
        this.isKept = this.kept.set(id, { ...entry, on: on || new Date().toISOString() });
    }

    forget(id) {
        delete this.texts[id];
        delete this.rows[id];
        this.kept.delete(id);
    }

    onStorage(ev) {
        const id = this.kept.sentElsewhere(ev);
        if (id && this.rows[id]?.state === "unsent") {
            this.forget(id);
        }
    }

    // --- typing ---

    /** Keep a text while it is being typed. Nothing is drawn anew for a letter. */
    type(record, name, text) {
        const id = record.resId;
        const row = this.rowOf(record);
        if (["saved", "unsent"].includes(row.state)) {
            row.state = "";
        }
        this.texts[id] = { ...this.texts[id], [name]: text };
        this.keep(id);
    }

    /** Take a cell's text back: what stood there before stands there again. */
    untype(record, name) {
        const id = record.resId;
        delete this.texts[id]?.[name];
        delete this.rows[id]?.problems[name];
        this.keep(id);
    }

    /** Read the text of a cell: it becomes a change that is saved, or a problem. */
    commit(record, name) {
        const text = this.text(record, name);
        if (text === undefined || this.rows[record.resId].state === "unsent") {
            return;
        }
        const { changes, problem } = this.reader(record, name, text);
        const row = this.rowOf(record);
        if (problem) {
            row.problems[name] = problem;
            return;
        }
        delete row.problems[name];
        return this.change(record, changes, name);
    }

    /**
     * Read all texts, as before leaving.
     *
     * @param {boolean} [isQuiet] leave alone what is no answer yet
     */
    commitAll(isQuiet) {
        for (const id of Object.keys(this.texts).map(Number)) {
            const record = this.records.get(id);
            for (const [name, text] of Object.entries(record ? this.texts[id] : {})) {
                if (!isQuiet || this.reader(record, name, text).changes) {
                    this.commit(record, name);
                }
            }
        }
    }

    /**
     * Take a change, and save it.
     *
     * @param {Object} record the row
     * @param {Object} changes value by field
     * @param {string} [name] of the cell whose text they come from
     * @param {boolean} [isUndo] whether this takes a change back
     */
    change(record, changes, name, isUndo) {
        const id = record.resId;
        const row = this.rowOf(record);
        const before = {};
        for (const field of Object.keys(changes)) {
            before[field] = this.value(record, field);
        }
        if (name) {
            delete this.texts[id]?.[name];
        }
        const isSame = Object.keys(changes).every((f) => isEqual(before[f], changes[f]));
        if (isSame && row.state !== "unsent") {
            this.keep(id);
            return;
        }
        if (!isUndo) {
            this.undoable.push({ id, before });
        }
        for (const [field, value] of Object.entries(changes)) {
            if (!(field in row.base)) {
                row.base[field] = record.data[field];
            }
            row.changes[field] = value;
        }
        row.on = new Date().toISOString();
        this.keep(id);
        return this.save(id);
    }

    /** Take the last change back; gives its row, if there was one. */
    undo() {
        const last = this.undoable.pop();
        const record = last && this.records.get(last.id);
        if (record) {
            this.change(record, last.before, undefined, true);
        }
        return record;
    }

    // --- saving ---

    /**
     * Save what has changed in a row; what changes meanwhile is saved as well.
     *
     * One row after the other, so that sums answered last are sums of all.
     */
    save(id) {
        const { waiting } = this.queue;
        this.rows[id].state = "saving";
        if (!waiting.has(id)) {
            const turn = this.queue.tail.then(() => {
                waiting.delete(id);
                return this.saveRow(id);
            });
            waiting.set(id, turn);
            this.queue.tail = turn;
        }
        return waiting.get(id);
    }

    async saveRow(id) {
        const row = this.rows[id];
        while (row?.state === "saving" && Object.keys(row.changes).length) {
            const changes = { ...row.changes };
            try {
                this.take(id, await this.send(id, changes), changes);
                Object.assign(row, { state: "saving", message: "" });
            } catch (error) {
                await this.onError(id, error, changes);
                const isNewer = Object.entries(row.changes).some(
                    ([name, value]) => !(name in changes) || changes[name] !== value
                );
                if (row.state === "refused" && isNewer) {
                    row.state = "saving"; // what was missing may have come meanwhile
                }
            }
        }
        if (row?.state === "saving") {
            row.state = "saved";
        }
        this.keep(id);
        if (this.kind.isTold && !this.queue.waiting.size) {
            this.reloadNotes(this.parent.resModel, this.parent.resId);
        }
    }

    /** Show the notes anew: also the last one, which is written on. */
    reloadNotes(model, id) {
        const thread = this.mail.Thread.get({ model, id });
        if (thread?.status === "loading") {
            // what is on its way was read before
            browser.setTimeout(() => this.reloadNotes(model, id), NOTES_AFTER);
            return;
        }
        if (thread) {
            thread.isLoaded = false;
        }
        this.bus.trigger("MAIL:RELOAD-THREAD", { model, id });
    }

    /** Show a row as the server has it now; what is not saved stays. */
    async refresh(id) {
        this.take(id, await this.read(id), {});
    }

    /** Wait until nothing is on its way. */
    async flush() {
        this.commitAll();
        await this.retry();
        let tail;
        do {
            tail = this.queue.tail;
            await tail;
        } while (tail !== this.queue.tail);
    }

    /** Whose change it is: it is never saved in the name of another. */
    get context() {
        return { cds_typed_by: user.userId };
    }

    /** Remember all that is sent: any of it may come through although no answer does. */
    remember(id, changes) {
        const row = this.rows[id];
        row.sent = [...row.sent.slice(-MOST_SENT), { ...changes }];
        this.keep(id);
    }

    async send(id, changes) {
        this.remember(id, changes);
        const [answer] = await this.orm.webSave(
            this.kind.model,
            [id],
            { ...changes, base_stamp: this.rows[id].stamp },
            { specification: this.kind.specification, context: this.context }
        );
        return answer;
    }

    /** What the server has is shown from now on; what was typed meanwhile stays. */
    take(id, answer, changes) {
        const row = this.rows[id] || this.blank();
        const { [this.kind.parentField]: parent, id: _id, ...values } = answer;
        for (const [name, value] of Object.entries(changes)) {
            if (row.changes[name] === value) {
                delete row.changes[name];
            }
        }
        Object.assign(row, { stamp: values.stamp, base: {}, on: undefined, sent: [] });
        // no changes of the form: nothing has to be saved because of them
        this.latest[id] = values;
        this.records.get(id)?._applyValues(values);
        const { id: _parentId, ...sums } = parent;
        this.parent._applyValues(sums);
        this.isStale = true;
        this.keep(id);
    }

    async onError(id, error, changes) {
        const row = this.rows[id];
        if (error instanceof ConnectionLostError) {
            this.wait(row, "offline");
        } else if (!(error instanceof RPCError)) {
            row.state = "refused";
            throw error;
        } else if (error.exceptionName === EXPIRED) {
            this.wait(row, "expired");
        } else {
            row.message = error.data?.message || error.message;
            await this.judge(id, changes);
        }
    }

    /** Find out what a refusal means: a mistake, or somebody who was quicker. */
    async judge(id, changes) {
        const row = this.rows[id];
        let now;
        try {
            now = await this.read(id);
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                this.wait(row, "offline");
            } else {
                row.state = "refused";
            }
            return;
        }
        const has = (values) =>
            Object.keys(changes)
                .filter((name) => !this.kind.follows.includes(name))
                .every((name) => isEqual(now[name], values[name]));
        if (now.stamp === row.stamp) {
            row.state = "refused";
        } else if (has(changes)) {
            // it had come through, only the answer was lost
            this.take(id, now, changes);
            row.message = "";
        } else if (
            [{}, ...row.sent, this.latest[id]].some((own) => has({ ...row.base, ...own }))
        ) {
            // others changed something else in the row, or it was we ourselves
            row.stamp = now.stamp;
            row.message = "";
        } else {
            Object.assign(row, { state: "conflict", theirs: now });
        }
    }

    async read(id) {
        const [row] = await this.orm.call(this.kind.model, "web_read", [[id]], {
            specification: this.kind.specification,
        });
        return row;
    }

    /** Without a connection, or a session: keep it, and try again. */
    wait(row, state) {
        row.state = state;
        if (!this.queue.timer) {
            this.queue.timer = browser.setTimeout(() => this.retry(), RETRY_AFTER);
        }
    }

    /** Send again what could not be sent. */
    async retry() {
        browser.clearTimeout(this.queue.timer);
        this.queue.timer = null;
        const ids = this.unsaved.filter((id) => WAITING.includes(this.rows[id].state));
        const hasExpired = ids.some((id) => this.rows[id].state === "expired");
        if (hasExpired && !(await this.isMyself())) {
            ids.forEach((id) => this.wait(this.rows[id], this.rows[id].state));
            return;
        }
        ids.forEach((id) => this.save(id));
    }

    /** Whether the one who is logged in now is the one who typed. */
    async isMyself() {
        try {
            const { uid, db } = await rpc("/web/session/get_session_info", {}, { silent: true });
            return uid === user.userId && db === session.db;
        } catch {
            return false;
        }
    }

    /** The page goes away: send what can be sent without waiting for an answer. */
    sendUrgently() {
        this.commitAll(true);
        for (const id of this.unsaved.filter((id) => !HELD.includes(this.stateOf(id)))) {
            const { changes, stamp } = this.rows[id];
            if (!Object.keys(changes).length) {
                continue;
            }
            this.remember(id, changes);
            const { model } = this.kind;
            const params = {
                model,
                method: "web_save",
                args: [[id], { ...changes, base_stamp: stamp }],
                kwargs: { context: { ...user.context, ...this.context }, specification: {} },
            };
            const body = JSON.stringify({ jsonrpc: "2.0", method: "call", params });
            navigator.sendBeacon(
                `/web/dataset/call_kw/${model}/web_save`,
                new Blob([body], { type: "application/json" })
            );
        }
    }

    // --- what the user decides ---

    /** Send a row that was refused, or that an earlier visit left. */
    resend(id) {
        const row = this.rows[id];
        row.state = "";
        for (const name of Object.keys(this.texts[id] || {})) {
            this.commit(this.records.get(id), name);
        }
        if (Object.keys(row.changes).length) {
            return this.save(id);
        }
    }

    /** Give up what was typed into a row: what the server has is shown again. */
    drop(id) {
        this.undoable = this.undoable.filter((entry) => entry.id !== id);
        this.forget(id);
    }

    keepMine(id) {
        const row = this.rows[id];
        const { stamp } = row.theirs;
        this.applyTheirs(id);
        Object.assign(row, { stamp, base: {}, theirs: null, message: "" });
        return this.save(id);
    }

    takeTheirs(id) {
        this.applyTheirs(id);
        this.drop(id);
    }

    applyTheirs(id) {
        const changes = { ...this.rows[id].changes };
        this.take(id, this.rows[id].theirs, {});
        this.rows[id].changes = changes;
    }
}

/** By model of rows and record: the store outlives the screen while it has to send. */
const stores = new Map();

/** The stores of the sheets of a form, whichever page of it is open. */
export function storesOf(model) {
    return [...stores.values()].filter(
        (store) =>
            store.parentId === model.root.resId &&
            toRaw(store.parent?.model) === toRaw(model)
    );
}

/**
 * Give the store of a sheet: one for each record, shared by all visits to it.
 *
 * @param {Object} env as for `SheetStore`
 * @param {Object} kind
 * @param {Object} parent the record that the rows belong to
 */
export function getStore(env, kind, parent) {
    const key = `${kind.model},${parent.resId}`;
    for (const [other, store] of stores) {
        if (other !== key && !store.sheets && !store.unsaved.length) {
            stores.delete(other);
        }
    }
    if (!stores.has(key)) {
        stores.set(key, reactive(new SheetStore(env, kind, parent.resId)));
    }
    return stores.get(key);
}
