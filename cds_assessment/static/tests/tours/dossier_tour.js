import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("cds_dossier", {
    steps: () => [
        { content: "what is taken away", trigger: ".o_cds_header_more", run: "click" },
        {
            content: "ask for the dossier",
            trigger: "button[name=action_build_dossier]:enabled",
            run: "click",
        },
        {
            content: "it waits for the scheduler",
            trigger: ".o_form_view:has(.o_field_widget[name=progress]) .o_statusbar_status",
        },
        {
            content: "the page finds by itself that it is ready",
            trigger: "button[name=action_download]:enabled",
        },
    ],
});
