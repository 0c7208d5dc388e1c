import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { HomeNumber } from "./home_number";
import { number } from "./home_words";

// From red over yellow to green, as levels are coloured everywhere.
const STEPS = [40, 50, 60, 70, 80];

/** An authority's home: late schools, progress, teams, levels, weak criteria. */
export class AuthorityHome extends Component {
    static template = "cds_assessment.AuthorityHome";
    static components = { HomeNumber };
    static props = { place: Object, authority: Object, isBusy: Boolean, choose: Function };

    setup() {
        this.number = number;
        const hands = this.props.authority.levels || [];
        this.state = useState({ hand: hands.at(-1)?.hand, chosen: new Set() });
    }

    onCampaign(ev) {
        this.props.choose({ campaign_id: Number(ev.target.value) });
    }

    /** Schools to be reminded: those that are chosen, else all. */
    onChosen(id, ev) {
        this.state.chosen[ev.target.checked ? "add" : "delete"](id);
    }

    get remindLabel() {
        const { size } = this.state.chosen;
        return size
            ? _t("Remind %s chosen schools now", size)
            : this.props.authority.late.remind.label;
    }

    async remind() {
        const { remind } = this.props.authority.late;
        await this.env.press({ ...remind, more: [[...this.state.chosen]] });
        this.state.chosen.clear();
    }

    get levels() {
        const hands = this.props.authority.levels;
        return hands.find(({ hand }) => hand === this.state.hand) || hands.at(-1);
    }

    get weakest() {
        const rows = [...this.props.authority.criteria.rows];
        return rows.sort((one, other) => one.percent - other.percent)[0];
    }

    /** How wide a bar is, beside the widest. */
    width(row) {
        const most = Math.max(...this.props.authority.funnel.map(({ count }) => count), 1);
        return (100 * row.count) / most;
    }

    heat(percent) {
        return STEPS.filter((step) => percent >= step).length;
    }

    difference({ count, last }) {
        return count > last ? `+${count - last}` : `−${last - count}`;
    }
}
