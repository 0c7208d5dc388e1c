import { Component, onMounted, onWillStart, toRaw } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { EvidencePanel } from "./evidence_panel";
import { staleRecords, useEvidenceStore } from "./evidence_store";

/** The evidence of one item in its own form: to be looked at. */
export class EvidenceField extends Component {
    static template = "cds_assessment.EvidenceField";
    static components = { EvidencePanel };
    static props = { ...standardFieldProps };

    setup() {
        this.evidence = useEvidenceStore({ getLineIds: () => [], onChange: () => {} });
        onWillStart(() => this.lineId && this.evidence.open(this.lineId));
    }

    get lineId() {
        return this.props.record.resId;
    }
}

registry.category("fields").add("cds_evidence", {
    component: EvidenceField,
    supportedTypes: ["json"],
});

/** The list of a dossier's evidence; it looks again where the rows have changed it. */
export class EvidenceListField extends X2ManyField {
    setup() {
        super.setup();
        onMounted(() => this.renew());
    }

    /** What was typed and is not saved stays: the list is renewed when it is saved. */
    async renew() {
        const { record } = this.props;
        if (staleRecords.has(toRaw(record)) && !(await record.isDirty())) {
            staleRecords.delete(toRaw(record));
            await record.load();
        }
    }
}

registry.category("fields").add("cds_evidence_list", {
    ...x2ManyField,
    component: EvidenceListField,
    supportedTypes: ["one2many"],
});
