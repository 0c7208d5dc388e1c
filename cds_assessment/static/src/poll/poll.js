import { Component, onWillUnmount, useEffect, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const INTERVAL = 2000;

/** Read the record again every other second, for as long as one of its fields is set. */
export class Poll extends Component {
    static template = xml`<t/>`;
    static props = { ...standardWidgetProps, field: String };

    setup() {
        this.timer = null;
        useEffect(
            (isUnderWay) => {
                if (isUnderWay) {
                    this.wait();
                }
                return () => clearTimeout(this.timer);
            },
            () => [this.props.record.data[this.props.field], this.props.record.resId]
        );
        onWillUnmount(() => {
            this.isGone = true;
        });
    }

    /** Wait first, then load: a slow server is not asked twice at once. */
    wait() {
        this.timer = setTimeout(async () => {
            try {
                await this.props.record.load();
            } catch {
                // a lost connection is told elsewhere; the next try may find it again
            }
            if (!this.isGone && this.props.record.data[this.props.field]) {
                this.wait();
            }
        }, INTERVAL);
    }
}

registry.category("view_widgets").add("cds_poll", {
    component: Poll,
    extractProps: ({ attrs }) => ({ field: attrs.field }),
});
