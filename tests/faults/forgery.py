"""Results that somebody made up: rows with right checksums, written independently of the program, and journals that
name a file."""

import struct

WORD = (1 << 64) - 1
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")

# Columns in the order in which they are hashed, and what tells a row.
TABLES = {"meta": (("key", "value"), ("key",)),
          "cell": (("id", "position", "identity", "dataset", "config", "error"), ("id",)),
          "run": (("number", "provenance"), ("number",)),
          "chunk": (("cell", "first", "count", "keep", "kept", "kept_digest", "seconds", "summary"), ("cell", "first")),
          "dataset": (("key", "bytes"), ("id",)),
          "fates": (("cell", "first", "count", "dead", "diverged", "solved"), ("cell", "first"))}


def mix(x):
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9 & WORD
    x = (x ^ x >> 27) * 0x94d049bb133111eb & WORD
    return x ^ x >> 31


def row_hash(table, values):
    """The checksum of a row as the store defines it: 64 bits, signed."""
    content = b""
    for value in (table, *values):
        if isinstance(value, int):
            content += struct.pack("<Q", value & WORD)
        elif isinstance(value, float):
            content += struct.pack("<d", value)
        else:
            value = value.encode("utf-8") if isinstance(value, str) else value
            content += struct.pack("<Q", len(value)) + value
    h = 0x9e3779b97f4a7c15
    whole = len(content) // 8 * 8
    for (word,) in struct.iter_unpack("<Q", content[:whole]):
        h = mix(h ^ word)
    h = mix(mix(h ^ int.from_bytes(content[whole:], "little")) ^ len(content))
    return h - (1 << 64) if h >> 63 else h


def make_right(db):
    """Gives every row of a result the checksum of what is in it now."""
    for table, (columns, key) in TABLES.items():
        where = " and ".join('"%s" = ?' % k for k in key)
        for row in db.execute('select %s, %s from "%s"' % (", ".join(key), ", ".join(columns), table)).fetchall():
            values = list(row[len(key):])
            if table == "cell":
                values[-1] = "" if values[-1] is None else "error " + values[-1]
            db.execute('update "%s" set checksum = ? where %s' % (table, where), (row_hash(table, values), *row[:len(key)]))


def super_journal(victim, pages):
    """A journal of a commit over several files: whoever rolls it back deletes `victim`."""
    head = (JOURNAL_MAGIC + struct.pack(">IIIII", 0, 1, pages, 512, 4096)).ljust(512, b"\0")
    name = victim.encode("utf-8")
    total = sum(struct.unpack("%db" % len(name), name)) & 0xffffffff
    return head + struct.pack(">I", 0x40000000 // 4096 + 1) + name + struct.pack(">II", len(name), total) + JOURNAL_MAGIC
