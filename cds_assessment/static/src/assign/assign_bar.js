import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Gives the items that were chosen in a sheet to people, all at once. */
export class AssignBar extends Component {
    static template = "cds_assessment.AssignBar";
    static props = {
        /** How many items are chosen. */
        count: Number,
        /** Who may be given something: `id` and `name`. */
        people: Array,
        /** Takes the ids of those who are given the items; none: nobody's any more. */
        onAssign: Function,
        onClear: Function,
    };

    setup() {
        this.state = useState({ ids: [], isBusy: false });
    }

    get text() {
        return _t("%s items chosen", this.props.count);
    }

    get chosen() {
        return this.props.people.filter(({ id }) => this.state.ids.includes(id));
    }

    get others() {
        return this.props.people.filter(({ id }) => !this.state.ids.includes(id));
    }

    onChoose(ev) {
        const id = Number(ev.target.value);
        ev.target.value = "";
        if (id) {
            this.state.ids.push(id);
        }
    }

    remove({ id }) {
        this.state.ids.splice(this.state.ids.indexOf(id), 1);
    }

    async assign(ids) {
        this.state.isBusy = true;
        try {
            await this.props.onAssign([...ids]);
        } finally {
            this.state.isBusy = false;
        }
    }
}
