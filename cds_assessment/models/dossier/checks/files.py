"""Are the files that are kept still there, and what they were?"""

import hashlib

from .registry import blocking, check

CHUNK = 1 << 20


@check("files_unreadable", is_slow=True)
def files_unreadable(dossier):
    """Each file can be read, and has the hash that it was kept with."""
    used = (use for use in dossier.uses if use.is_valid)
    for owner in (*used, *dossier.papers):
        for file in owner.files:
            digest = _digest(file)
            values = {"file": file.name, "owner": owner.name}
            if digest is None:
                sentence = dossier.env._(
                    "“%(owner)s”: the file “%(file)s” cannot be read any more.",
                    **values,
                )
                yield blocking(sentence, file.place)
            elif digest != file.sha256:
                sentence = dossier.env._(
                    "“%(owner)s”: the file “%(file)s” is not what it was when it was "
                    "kept (SHA-256).",
                    **values,
                )
                yield blocking(sentence, file.place)


def _digest(file):
    """Return a file's hash, read piece by piece; None where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with file.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
