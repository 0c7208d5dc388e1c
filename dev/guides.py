"""The guides of ``docs/vi``: read, checked, and made into the pages of the add-on.

Runs in the host's environment: ``python -m dev.guides build`` writes the pages that the
home's "?" opens, ``python -m dev.guides check`` says what does not agree:

* a label in bold that no screen has, a picture or page that is not there;
* a page that was not made anew, a guide that is too long;
* a picture whose screen has changed since it was taken: its sources have another hash
  than ``pictures.lock.json`` says.
"""

import hashlib
import json
import re
import shutil
import sys
from html import escape

import polib
from markdown_it import MarkdownIt

from dev.paths import ADDON_DIR, ROOT, files_below

FOLDER = ROOT / "docs" / "vi"
IMAGES = ADDON_DIR / "static" / "guide"
LOCK = FOLDER / "pictures.lock.json"
CATALOGUE = ADDON_DIR / "i18n" / "vi.po"
# What Odoo itself says on its screens, and words that are stressed, not pressed.
ODOO_WORDS = {"Mới", "Thêm", "Cài đặt", "và"}
STRESSED = {"một nút", "cả tiêu chí"}
# The pictures of the store's page, by its own names: those of the guides.
STORE = {
    "school_home": "truong-trang-chinh",
    "score_sheet": "truong-bang-diem",
    "authority_home": "co-quan-trang-chinh",
    "review_sheet": "doan-phieu",
}
DESCRIPTION = ADDON_DIR / "static" / "description"
MOST_WORDS = 3000  # of a guide: ten pages with pictures
BOLD = re.compile(r"\*\*([^*]+)\*\*")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)")
STYLE_NAME = "guide.css"


def read_pictures():
    """Return the pictures that ``pictures.json`` lists, as dicts."""
    return json.loads((FOLDER / "pictures.json").read_text())


def read_guides():
    """Return the text of each guide by its name, the role's."""
    return {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.md"))}


def get_title(text):
    return text.partition("\n")[0].removeprefix("# ")


def render_page(name, guides):
    """Return a guide as a page that stands alone, with links to the others."""
    text = guides[name].replace("../../cds_assessment/static/guide/", "")
    text = re.sub(r"\]\(([a-z-]+)\.md\)", r"](\1.html)", text)
    # what is for servers is no page of the add-on
    text = re.sub(r"\[([^\]]+)\]\(\.\./[^)]+\)", r"\1", text)
    links = "".join(
        f'<a href="{other}.html">{escape(short_title(words))}</a>'
        for other, words in guides.items()
        if other != name
    )
    body = MarkdownIt().render(text)
    return (
        f'<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(get_title(text))}</title>\n"
        f'<link rel="stylesheet" href="{STYLE_NAME}">\n</head>\n'
        f"<body>\n<nav>{links}</nav>\n{body}</body>\n</html>\n"
    )


def short_title(text):
    return get_title(text).removeprefix("Hướng dẫn cho ").capitalize()


def hash_sources(picture):
    """Return the hash of the files that a picture's screen is made of."""
    paths = [ADDON_DIR / source for source in picture["sources"]]
    digest = hashlib.sha256()
    # by their place in the add-on: another clone lies elsewhere
    for path in sorted(files_below(paths)):
        digest.update(str(path.relative_to(ADDON_DIR)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def build():
    """Write all pages of the guides, and the pictures of the store's page."""
    guides = read_guides()
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name in guides:
        (IMAGES / f"{name}.html").write_text(render_page(name, guides))
    for name, picture in STORE.items():
        shutil.copyfile(IMAGES / f"{picture}.png", DESCRIPTION / f"{name}.png")


def lock_pictures():
    """Remember of what the screens of the pictures were made when they were taken."""
    hashes = {picture["name"]: hash_sources(picture) for picture in read_pictures()}
    LOCK.write_text(json.dumps(hashes, indent=1) + "\n")


def find_faults():
    """Yield what does not agree, a sentence each."""
    guides = read_guides()
    labels = {entry.msgstr for entry in polib.pofile(CATALOGUE)} | ODOO_WORDS | STRESSED
    shown = set()
    for name, text in guides.items():
        for label in BOLD.findall(text):
            if label not in labels:
                yield f"{name}.md: no screen says “{label}”"
        for link in PICTURE.findall(text) + LINK.findall(text):
            if not (FOLDER / link).resolve().exists():
                yield f"{name}.md: {link} is not there"
        pictures = PICTURE.findall(text)
        shown |= {link.rpartition("/")[2].removesuffix(".png") for link in pictures}
        if len(text.split()) > MOST_WORDS:
            yield f"{name}.md is longer than ten pages"
        page = IMAGES / f"{name}.html"
        if not page.exists() or page.read_text() != render_page(name, guides):
            yield f"{page.name} is not that of its guide: make docs"
    for name in re.findall(r'src="([^"]+)"', (DESCRIPTION / "index.html").read_text()):
        if not (DESCRIPTION / name).exists():
            yield f"index.html: {name} is not there: make docs"
    yield from find_stale_pictures(shown)


def find_stale_pictures(shown):
    """Yield which pictures are not those of their screens.

    :param shown: names of the pictures that guides show
    """
    locked = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    pictures = {picture["name"]: picture for picture in read_pictures()}
    for name in sorted(shown ^ set(pictures)):
        yield f"{name}.png: shown by no guide, or not in pictures.json"
    for name, picture in pictures.items():
        if locked.get(name) != hash_sources(picture):
            yield f"{name}.png: its screen has changed since it was taken: make docs"


def main(action):
    """Build or check; return the exit status."""
    if action == "build":
        build()
        return 0
    if action == "lock":
        lock_pictures()
        return 0
    faults = list(find_faults())
    for fault in faults:
        print(f"      {fault}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
