import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const press = (trigger, content, tooltipPosition = "bottom") => ({
    trigger,
    content,
    tooltipPosition,
    run: "click",
});
const menu = (name) => `[data-menu-xmlid="cds_assessment.${name}"]`;

// What a newcomer is shown from the home page: where one begins, not all that there is.

tours.add("cds_newcomer_secretary", {
    steps: () => [
        press(
            ".o_cds_home button[name=next_step]",
            _t("The next step of your school is always this button."),
            "left"
        ),
        press(
            ".o_cds_sheet .o_cds_item input[inputmode=decimal]",
            _t("Type the points, with comma or point; Enter goes down. All is kept at once.")
        ),
        press(
            ".o_cds_sheet .o_cds_evidence_button",
            _t("Drop a file on a row, or press here: it proves the points."),
            "left"
        ),
        press(
            ".o_cds_form_menu > button, .o_statusbar_buttons .dropdown-toggle",
            _t("Papers, workbook, check and the whole dossier as one file are in here.")
        ),
    ],
});

tours.add("cds_newcomer_officer", {
    steps: () => [
        press(menu("cds_campaign_menu_root"), _t("Schools, accounts and campaigns are in here.")),
        press(menu("cds_institution_menu_mine"), _t("Your schools: one by one, or all from Excel.")),
        press(
            ".o_control_panel button:contains(Excel)",
            _t("Choose the list that your office keeps, as it is: nothing is written before you have seen it.")
        ),
        press(menu("cds_campaign_menu_root"), _t("Once the schools are there, begin a campaign.")),
        press(menu("cds_campaign_menu"), _t("The campaign makes the dossiers and tells the schools.")),
    ],
});

tours.add("cds_newcomer_team", {
    steps: () => [
        press(
            ".o_cds_visits .btn-primary",
            _t("The school that you visit next: press to score."),
            "left"
        ),
        press(
            ".o_cds_review .o_cds_sheet input[inputmode=decimal]",
            _t("Your points beside the school's; where they differ, a note says why.")
        ),
        press(
            ".o_cds_review button[data-filter=todo]",
            _t("What is left to score. Without a network go on: it is sent later.")
        ),
    ],
});
