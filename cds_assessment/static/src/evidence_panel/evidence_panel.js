import {
    Component,
    onMounted,
    onPatched,
    onWillPatch,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { FileModel } from "@web/core/file_viewer/file_model";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { EvidenceChip } from "./evidence_chip";

const REFUSALS = ["UserError", "ValidationError", "AccessError", "MissingError"];
const LINK = /^https?:\/\/\S+$/i;
/** In each state of a use, what can be done with it, and how that is called. */
const ACTIONS = {
    carried: ["keep", "replace", "drop"],
    submitted: ["accept", "reject"],
    accepted: ["reject"],
    rejected: ["accept", "replace"],
};

/** A file of a piece of evidence, as the viewer of files takes it. */
class EvidenceFile extends FileModel {
    get urlRoute() {
        return this.previewUrl;
    }
}

/**
 * The evidence of one item beneath its row: what there is, and ways to bring more.
 *
 * What the user may not do is disabled with the server's reason, or not there at all
 * where nothing may change any more.
 */
export class EvidencePanel extends Component {
    static template = "cds_assessment.EvidencePanel";
    static components = { EvidenceChip };
    static props = {
        store: Object,
        lineId: Number,
        code: String,
        refusal: { type: String, optional: true },
        hint: { type: String, optional: true },
        isReadonly: { type: Boolean, optional: true },
        onClose: { type: Function, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
        this.fileViewer = useFileViewer();
        this.store = useState(this.props.store);
        this.state = useState({
            isBusy: false,
            message: "",
            term: "",
            found: null,
            rejecting: null,
        });
        this.keepLast = new KeepLast();
        this.searchSoon = useDebounced(this.search, 250);
        this.root = useRef("root");
        this.fileInput = useRef("fileInput");
        useExternalListener(document, "paste", this.onPaste);
        onMounted(() => {
            if (this.props.onClose) {
                this.root.el.focus({ preventScroll: true });
                this.root.el.scrollIntoView({ block: "nearest", behavior: "smooth" });
            }
        });
        // The cursor stays in the panel when the button goes that was pressed.
        let isInside = false;
        onWillPatch(() => {
            isInside = this.root.el.contains(document.activeElement);
        });
        onPatched(() => {
            if (isInside && document.activeElement === document.body) {
                this.root.el.focus({ preventScroll: true });
            }
        });
    }

    get line() {
        return this.store.lines[this.props.lineId] || { pieces: null, uploads: [] };
    }

    get isReadonly() {
        return Boolean(this.props.isReadonly || this.props.refusal);
    }

    get title() {
        return _t("Evidence of %s", this.props.code);
    }

    get texts() {
        return {
            search: _t("Name, number or issuer"),
            reject: _t("Why is it rejected?"),
        };
    }

    // --- pieces ---

    detailText(piece) {
        const day = piece.date && formatDate(deserializeDate(piece.date));
        return [piece.number, day, piece.issuer].filter(Boolean).join(" · ");
    }

    /** The other items that the paper proves as well. */
    otherLines(piece) {
        return piece.lines.filter((code) => code !== this.props.code).join(", ");
    }

    /** Whether the content stays at the school. */
    isKept(piece) {
        return piece.confidential && !piece.files.length;
    }

    actions(piece) {
        const labels = {
            accept: _t("Accept"),
            reject: _t("Reject"),
            keep: _t("Keep"),
            replace: _t("Replace"),
            drop: _t("Drop"),
        };
        return ACTIONS[piece.state].map((name) => ({
            name,
            label: labels[name],
            reason: piece.reasons[name],
            isPrimary: ["accept", "keep"].includes(name),
        }));
    }

    /** Where the browser shows a file that the viewer of files does not. */
    viewable(file) {
        return Object.assign(new EvidenceFile(), {
            name: file.name,
            mimetype: file.mimetype,
            previewUrl: file.preview_url,
            type: "binary",
        });
    }

    onFile(ev, piece, file) {
        const files = piece.files.filter((other) => other.kind === "file");
        const models = files.map((other) => this.viewable(other));
        const model = models[files.findIndex((other) => other.id === file.id)];
        if (model?.isViewable) {
            ev.preventDefault();
            this.fileViewer.open(model, models);
        }
    }

    onAction(piece, name) {
        if (name === "reject") {
            this.state.rejecting = piece.id;
            return;
        }
        const act = () => this.run(() => this.store.act(piece.id, name));
        if (name !== "drop") {
            return act();
        }
        return this.ask(
            _t(
                "The paper will prove nothing in this dossier, and its code is not given again. Drop it?"
            ),
            act
        );
    }

    /** Ask before something is dropped; the cursor comes back to the panel. */
    ask(body, confirm) {
        const question = {
            title: _t("Drop"),
            body,
            confirm,
            confirmLabel: _t("Drop"),
            cancel: () => {},
            cancelLabel: _t("Back"),
        };
        this.dialog.add(ConfirmationDialog, question, {
            onClose: () => this.root.el?.focus({ preventScroll: true }),
        });
    }

    async onReject(piece, ev) {
        const { note } = ev.target.elements;
        const isDone = await this.run(() => this.store.reject(piece.id, note.value));
        if (isDone) {
            this.state.rejecting = null;
        }
    }

    detach(piece) {
        const words = { code: piece.code, item: this.props.code };
        const question =
            piece.state === "accepted"
                ? _t("%(code)s has been accepted. Drop it from %(item)s?", words)
                : _t("Drop %(code)s from %(item)s? The paper stays in the store.", words);
        return this.ask(question, () =>
            this.run(() => this.store.detach(this.props.lineId, piece.id))
        );
    }

    // --- the store ---

    onSearch(ev) {
        this.state.term = ev.target.value;
        this.searchSoon();
    }

    async search() {
        const found = this.store.search(this.props.lineId, this.state.term);
        this.state.found = await this.keepLast.add(found);
    }

    onSearchFocus() {
        return this.state.found || this.search();
    }

    async attach(evidenceId) {
        await this.run(() => this.store.attach(this.props.lineId, evidenceId));
        await this.search();
    }

    // --- links and files ---

    async onLink(ev) {
        const { url } = ev.target.elements;
        if (url.value.trim() && (await this.attachLink(url.value))) {
            url.value = "";
        }
        url.focus();
    }

    attachLink(url) {
        return this.run(() => this.store.attachLink(this.props.lineId, url));
    }

    onChoose(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        return this.send(files);
    }

    send(files) {
        return files.length ? this.store.send(this.props.lineId, files) : undefined;
    }

    uploadIcon(upload) {
        return {
            sending: "fa-spinner fa-spin",
            ok: "fa-check text-success",
            duplicate: "fa-files-o text-info",
            refused: "fa-times-circle text-danger",
        }[upload.status];
    }

    uploadText(upload) {
        if (upload.status === "sending") {
            return String(_t("sending: %s", Math.round(100 * upload.progress) + "%"));
        }
        // a translated text is no plain string before it is shown
        return String(upload.message || _t("attached as %s", upload.code));
    }

    /** What is said of a file, with its name; codes are not broken at a hyphen. */
    uploadParts(upload) {
        const text = this.uploadText(upload);
        const parts = [];
        if (!text.includes(upload.name)) {
            parts.push({ text: `${upload.name} `, className: "fw-bold" });
        }
        const [before, after] = upload.code ? text.split(upload.code, 2) : [text];
        parts.push({ text: before });
        if (after !== undefined) {
            parts.push({ text: upload.code, className: "text-nowrap" }, { text: after });
        }
        return parts;
    }

    dismiss(upload) {
        this.store.dismiss(this.props.lineId, upload);
    }

    /** Files and links may be pasted wherever the cursor is in the panel. */
    onPaste(ev) {
        const active = document.activeElement;
        if (this.isReadonly || !this.root.el?.contains(active)) {
            return;
        }
        const files = [...ev.clipboardData.files];
        const text = ev.clipboardData.getData("text/plain").trim();
        if (files.length) {
            ev.preventDefault();
            return this.send(files);
        }
        const isText = active.matches("textarea, input[name=url]");
        if (!isText && LINK.test(text)) {
            ev.preventDefault();
            return this.attachLink(text);
        }
    }

    // --- all of it ---

    onKeydown(ev) {
        if (ev.key !== "Escape") {
            return;
        }
        if (this.state.rejecting) {
            ev.stopPropagation();
            this.state.rejecting = null;
            this.root.el.focus();
        } else if (this.props.onClose) {
            ev.stopPropagation();
            this.props.onClose();
        }
    }

    /**
     * Make a change; a refusal is said in the panel.
     *
     * @returns {Promise<boolean>} whether it was made; not while another is
     */
    async run(change) {
        if (this.state.isBusy) {
            return false;
        }
        this.state.isBusy = true;
        this.state.message = "";
        try {
            await change();
            return true;
        } catch (error) {
            const name = error instanceof RPCError && error.exceptionName;
            if (!name || !REFUSALS.includes(name.split(".").at(-1))) {
                throw error;
            }
            this.state.message = error.data.message;
            return false;
        } finally {
            this.state.isBusy = false;
        }
    }
}
