import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Where signed scans are dropped, many at once: each goes to the dialog's `add_file`,
 * one after the other, and the dialog shows what became of it.
 */
export class ScanDrop extends Component {
    static template = "cds_assessment.ScanDrop";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({ isOver: false, sent: 0, total: 0 });
    }

    get sendingText() {
        const { sent, total } = this.state;
        return total ? _t("Reading %(sent)s of %(total)s…", { sent: sent + 1, total }) : "";
    }

    onDrop(ev) {
        this.state.isOver = false;
        this.take([...ev.dataTransfer.files]);
    }

    onChoose(ev) {
        const files = [...ev.target.files];
        ev.target.value = ""; // the same ones may be chosen again
        this.take(files);
    }

    async take(files) {
        const { record } = this.props;
        if (this.state.total || !files.length || !(await record.save())) {
            return;
        }
        Object.assign(this.state, { sent: 0, total: files.length });
        try {
            for (const file of files) {
                await this.send(file);
                this.state.sent++;
            }
        } finally {
            this.state.total = 0;
            await record.load();
        }
    }

    async send(file) {
        try {
            const url = await getDataURLFromFile(file);
            const args = [[this.props.record.resId], file.name, url.split(",")[1] || ""];
            await this.orm.call(this.props.record.resModel, "add_file", args);
        } catch (error) {
            this.notification.add(
                _t("“%(name)s” did not arrive: %(reason)s", {
                    name: file.name,
                    reason: error.data?.message || error.message || "",
                }),
                { type: "danger", sticky: true }
            );
        }
    }
}

registry.category("view_widgets").add("cds_scan_drop", { component: ScanDrop });
