import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";
import { session } from "@web/session";

const PREFIX = "cds_assessment.sheet";

/**
 * What was typed into one sheet and is not on the server yet, kept in the browser.
 *
 * Each row has an entry of its own, so two tabs do not write over each other. The name of
 * an entry says whose it is: another user, or another database, never sees it.
 */
export class Kept {
    /**
     * @param {string} model of the rows
     * @param {number} parentId the record that the rows belong to
     */
    constructor(model, parentId) {
        this.prefix = `${[PREFIX, session.db, user.userId, model, parentId].join("|")}|`;
    }

    /** All that is kept, by id of row. */
    read() {
        const entries = {};
        for (const key of this.keys()) {
            try {
                entries[key.slice(this.prefix.length)] = JSON.parse(
                    browser.localStorage.getItem(key)
                );
            } catch {
                // not what we wrote
            }
        }
        return entries;
    }

    keys() {
        try {
            return Object.keys(browser.localStorage).filter((k) => k.startsWith(this.prefix));
        } catch {
            return [];
        }
    }

    /** Keep a row; says whether the browser could. */
    set(id, entry) {
        try {
            browser.localStorage.setItem(this.prefix + id, JSON.stringify(entry));
            return true;
        } catch {
            return false;
        }
    }

    delete(id) {
        try {
            browser.localStorage.removeItem(this.prefix + id);
        } catch {
            // a browser without storage keeps nothing either
        }
    }

    /** The row that another tab has sent or dropped, told by an event; else nothing. */
    sentElsewhere({ key, newValue }) {
        return newValue === null && key?.startsWith(this.prefix)
            ? Number(key.slice(this.prefix.length))
            : undefined;
    }
}
