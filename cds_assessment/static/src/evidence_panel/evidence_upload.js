import { _t } from "@web/core/l10n/translation";
import { DEFAULT_MAX_FILE_SIZE } from "@web/core/utils/files";
import { session } from "@web/session";

const ROUTE = "/cds_assessment/evidence/upload";
const MEGABYTE = 1024 * 1024;

/**
 * Send one file to an item.
 *
 * @param {Object} fileUpload the service of that name
 * @param {number} lineId
 * @param {File} file
 * @param {function(number): void} onProgress takes the part that is sent, 0 to 1
 * @returns {Promise<Object>} what the server answers; `files` has one entry also where
 *  the file did not arrive, with a sentence that says so
 */
export async function sendFile(fileUpload, lineId, file, onProgress) {
    const limit = session.max_file_upload_size || DEFAULT_MAX_FILE_SIZE;
    if (file.size > limit) {
        return refusal(
            _t("“%(name)s” is larger than %(limit)s MB.", {
                name: file.name,
                limit: Math.floor(limit / MEGABYTE),
            })
        );
    }
    const { xhr } = await fileUpload.upload(ROUTE, [file], {
        buildFormData: (data) => data.append("line_id", lineId),
        displayErrorNotification: false,
    });
    xhr.upload.addEventListener("progress", (ev) => onProgress(ev.loaded / ev.total));
    await new Promise((resolve) => xhr.addEventListener("loadend", resolve));
    return readAnswer(xhr, file);
}

/** The server answers with JSON, or with a page that says what was wrong. */
function readAnswer(xhr, file) {
    try {
        if (xhr.status === 200) {
            return JSON.parse(xhr.responseText);
        }
    } catch {
        // a page: the user is no longer logged in
    }
    const page = new DOMParser().parseFromString(xhr.responseText || "", "text/html");
    const isSentence = [403, 404, 422].includes(xhr.status);
    const sentence = isSentence && page.querySelector("p")?.textContent.trim();
    return refusal(
        sentence ||
            _t("“%s” did not arrive. Look at the connection, then try again.", file.name)
    );
}

function refusal(message) {
    return { files: [{ status: "refused", message }] };
}
