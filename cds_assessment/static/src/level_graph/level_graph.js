import { onWillStart } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

// By the number of the level; the workbook has the same (report/summary/levels.py).
const NO_LEVEL = "#B8BEC5";
export const LEVEL_COLORS = ["#C0504D", "#E6B422", "#4E9F50", "#2E75B6", "#7F6000"];

/** A graph in which a level has the same colour wherever it stands. */
export class LevelGraphRenderer extends GraphRenderer {
    setup() {
        super.setup();
        const orm = useService("orm");
        this.numbers = {};
        onWillStart(async () => {
            const levels = await orm.searchRead("cds.level", [], ["display_name", "number"]);
            for (const level of levels) {
                this.numbers[level.display_name] = level.number;
            }
        });
    }

    /** The colour of a level, grey for what has none; nothing where none are shown. */
    colorOf(label) {
        const number = this.numbers[label];
        if (number) {
            return LEVEL_COLORS[(number - 1) % LEVEL_COLORS.length];
        }
        const { groupBy } = this.model.metaData;
        return groupBy.at(-1)?.fieldName.endsWith("level_id") && NO_LEVEL;
    }

    getBarChartData() {
        const data = super.getBarChartData();
        for (const dataset of data.datasets) {
            dataset.backgroundColor = this.colorOf(dataset.label) || dataset.backgroundColor;
        }
        return data;
    }

    getPieChartData() {
        const data = super.getPieChartData();
        for (const dataset of data.datasets) {
            dataset.backgroundColor = dataset.backgroundColor.map(
                (color, index) => this.colorOf(data.labels[index]) || color
            );
        }
        return data;
    }
}

registry.category("views").add("cds_level_graph", {
    ...graphView,
    Renderer: LevelGraphRenderer,
});
