"""A reader of ZIPs that goes through them from the beginning, as Java's does.

It never looks at the directory at the end. An entry whose size stands behind its data
ends where the data says so itself: only deflated data does.
"""

import struct
import zlib

ENTRY, DESCRIPTOR, DIRECTORY = b"PK\x03\x04", b"PK\x07\x08", b"PK\x01\x02"
HAS_DESCRIPTOR, IS_UTF8 = 0x08, 0x800
STORED, DEFLATED = 0, 8
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10))}


def entries(content):
    """Give the entries of a ZIP in their order.

    :return: list of pairs, name and bytes
    :raise AssertionError: for what a strict reader, or Windows, refuses
    """
    found, at = [], 0
    while content[at : at + 4] == ENTRY:
        head = struct.unpack("<4s5H3I2H", content[at : at + 30])
        flags, method, crc, packed, size = head[2], head[3], *head[6:9]
        name_end = at + 30 + head[9]
        raw_name = content[at + 30 : name_end]
        start = name_end + head[10]
        if flags & HAS_DESCRIPTOR:
            assert method == DEFLATED, "stored, and its size stands behind it"
            data, used = _inflate(content[start:])
            crc, packed, size, at = _descriptor(content, start + used)
            assert packed == used
        else:
            raw = content[start : start + packed]
            data = raw if method == STORED else _inflate(raw)[0]
            at = start + packed
        assert size == len(data)
        assert crc == zlib.crc32(data)
        found.append((_name(raw_name, flags), data))
    assert content[at : at + 4] == DIRECTORY
    assert len({name.casefold() for name, _data in found}) == len(found)
    return found


def _inflate(raw):
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(raw)
    assert inflater.eof
    return data, len(raw) - len(inflater.unused_data)


def _descriptor(content, at):
    mark, crc, packed, size = struct.unpack("<4s3I", content[at : at + 16])
    assert mark == DESCRIPTOR
    return crc, packed, size, at + 16


def _name(raw, flags):
    assert raw.isascii() or flags & IS_UTF8, "which letters these are is not said"
    name = raw.decode()
    assert "\\" not in name
    for part in name.split("/"):
        assert part and part == part.rstrip(". "), name
        assert part.split(".")[0].lower() not in RESERVED, name
        assert not set('<>:"|?*') & set(part), name
        assert not any(ord(char) < 32 for char in part), name
    return name
