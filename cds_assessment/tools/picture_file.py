"""Pictures as people have them: photographs, and scans of several pages."""

import warnings

from PIL import Image, ImageOps, TiffImagePlugin, WebPImagePlugin

# Odoo loads few of Pillow's readers; these are for scanners' files, and for what
# people save from messengers and browsers.
TIFF = TiffImagePlugin.TiffImageFile.format
WEBP = WebPImagePlugin.WebPImageFile.format
FORMATS = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jfif": "JPEG",
    "gif": "GIF",
    "tif": TIFF,
    "tiff": TIFF,
    "webp": WEBP,
}
MOVING = "moving"  # a picture of which a page shows the first moment only
_MAY_MOVE = ("GIF", "PNG", WEBP)
_END_OF_JPEG = b"\xff\xd9"
# Above 178 million dots the library opens none, lest it fill the memory.
PictureTooFineError = Image.DecompressionBombError

# What the library finds odd in people's files is said to them, not in the log.
warnings.filterwarnings("ignore", module=r"PIL\.")

_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0
# The lightest of what scanners and cameras write: 8, 12, 16 bits.
_LIGHTEST = (255, 4095, 65535)


def open_picture(source, *endings):
    """Open a picture; its content is not read yet.

    :param source: a binary file
    :param endings: keys of ``FORMATS``; any of them if none is given
    :raise Exception: whatever a broken file makes the library stumble over
    """
    names = endings or FORMATS
    return Image.open(source, formats=sorted({FORMATS[name] for name in names}))


def check_picture(picture):
    """Read a picture, just opened, as far as it takes to know that its end is there.

    :raise Exception: whatever a broken file makes the library stumble over
    """
    if picture.format == WEBP:
        picture.load()
    elif picture.format != "JPEG":
        picture.verify()
    elif _END_OF_JPEG not in picture.fp.read():  # behind its head, by the library
        # the library would paint gray what is missing, as viewers do
        raise ValueError("A part of the picture is missing.")


def count_pages(picture):
    """Count the pages of a picture: a scan has one for each of its sheets."""
    return getattr(picture, "n_frames", 1) if picture.format == TIFF else 1


def find_remarks(picture):
    """Return what of a picture a page does not show.

    :return: tuple of ``MOVING``
    """
    is_moving = picture.format in _MAY_MOVE and getattr(picture, "n_frames", 1) > 1
    return (MOVING,) if is_moving else ()


def as_plain(picture, most):
    """Return a picture as paper shows it: upright, on white, eight bits a colour.

    :param picture: Pillow's
    :param most: width and height that it is made to fit
    :return: a picture of mode ``L`` or ``RGB``
    """
    picture = _as_eight_bits(picture)
    picture.thumbnail(most)
    return _on_white(ImageOps.exif_transpose(picture))


def _as_eight_bits(picture):
    """Scale gray of more than eight bits: the library would cut all above off."""
    if picture.mode == "1":
        return picture.convert("L")  # so that what is made smaller is not torn
    if not picture.mode.startswith(("I", "F")):
        return picture
    whole = picture if picture.mode in ("I", "F") else picture.convert("I")
    dark, light = whole.getextrema()
    top = next((most for most in _LIGHTEST if light <= most), light)
    if picture.mode == "F" and light <= 1:
        top = 1
    bottom = min(dark, 0)
    scale = 255 / ((top - bottom) or 1)
    gray = whole.point(lambda dot: dot * scale + -bottom * scale).convert("L")
    tags = getattr(picture, "tag_v2", {})
    is_negative = tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    return ImageOps.invert(gray) if is_negative else gray


def _on_white(picture):
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
