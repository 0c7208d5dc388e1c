"""ZIPs of files that are in memory, whose names no file system takes for one."""

import io
import zipfile

from .file_name import UniquePaths


def zip_groups(groups, texts=()):
    """Write a ZIP.

    :param groups: pairs of a safe name without ending, and the files that bear it:
        pairs of ending and bytes. Files of one group keep one name, so that it stays
        plain what belongs together; groups of one name are numbered.
    :param texts: pairs of a whole name and bytes, for what belongs to no group
    :return: bytes
    """
    output, paths = io.BytesIO(), UniquePaths()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts:
            archive.writestr(paths.take(name), content)
        for stem, files in groups:
            name = paths.add("", stem)
            for ending, content in files:
                archive.writestr(paths.take(f"{name}.{ending}"), content)
    return output.getvalue()
