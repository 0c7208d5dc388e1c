import { Component, onMounted, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { HomeNumber } from "./home_number";
import { day, number } from "./home_words";

/** A school's home: steps, the one next step, gauges, lists of what is left. */
export class SchoolHome extends Component {
    static template = "cds_assessment.SchoolHome";
    static components = { HomeNumber };
    static props = { place: Object, school: Object, isBusy: Boolean };

    setup() {
        this.orm = useService("orm");
        this.day = day;
        this.number = number;
        this.state = useState({ warnings: null });
        // the check reads much: the page does not wait for it
        onMounted(() => this.props.school.approval && this.check());
    }

    async check() {
        const ids = [this.props.school.dossier.id];
        const { counts, findings } = await this.orm.silent.call(
            "cds.assessment",
            "get_check",
            [ids]
        );
        const shown = findings.filter(({ severity }) => severity !== "remark");
        this.state.warnings = { counts, findings: shown.slice(0, 5), all: shown.length };
    }

    get quarters() {
        return this.props.school.groups.filter((group) => group.quarter);
    }

    get hasLastYear() {
        return this.props.school.groups.some(({ last }) => last !== null);
    }

    bandStart(group, index) {
        return index ? group.bands[index - 1].until : 0;
    }
}
