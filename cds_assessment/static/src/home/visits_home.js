import { Component } from "@odoo/owl";
import { HomeNumber } from "./home_number";
import { day } from "./home_words";

/** The visits of a team member: one tap leads to the sheet. */
export class VisitsHome extends Component {
    static template = "cds_assessment.VisitsHome";
    static components = { HomeNumber };
    static props = { visits: Object };

    setup() {
        this.day = day;
    }
}
