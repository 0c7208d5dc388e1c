import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const KILOBYTE = 1024;

/** A number of bytes as people say it: 812 bytes, 20 KB, 1,4 MB. */
export function formatSize(bytes) {
    if (!bytes) {
        return "";
    }
    if (bytes < KILOBYTE) {
        return _t("%s bytes", bytes);
    }
    const isMega = bytes >= KILOBYTE * KILOBYTE;
    const number = bytes / (isMega ? KILOBYTE * KILOBYTE : KILOBYTE);
    const digits = isMega && number < 100 ? 1 : 0;
    return `${formatFloat(number, { digits: [12, digits] })} ${isMega ? "MB" : "KB"}`;
}

export class SizeField extends Component {
    static template = "cds_assessment.SizeField";
    static props = { ...standardFieldProps };

    get text() {
        return formatSize(this.props.record.data[this.props.name]);
    }
}

registry.category("fields").add("cds_size", {
    component: SizeField,
    supportedTypes: ["integer", "float"],
});
registry.category("formatters").add("cds_size", formatSize);
