"""Builds a `precompiled_charsmap` as sentencepiece writes it: a double array from UTF-8 prefixes to places in a blob.

build({b"key": "value"}) returns the bytes: size of the array in bytes, its 32-bit units, the values ended by NUL each.
Units follow darts-clone: a child by byte c of a node with base b stands at b ^ c; a unit holds the byte (8 bits), whether a
value stands at its base (bit 8), and the distance to its base (from bit 10); a value has bit 31 set.
"""
import struct


def build(mapping):
    blob, places = b"", {}
    for value in mapping.values():
        if value not in places:
            places[value] = len(blob)
            blob += value.encode() + b"\0"
    tree = [{}, None]  # children, value
    for key, value in mapping.items():
        node = tree
        for byte in key:
            node = node[0].setdefault(byte, [{}, None])
        node[1] = places[value]
    units, bases = {0: 0}, set()

    def place(node, index):
        labels = sorted(node[0]) + ([0] if node[1] is not None else [])
        base = next(b for b in range(1, 1 << 20) if b not in bases and all(b ^ c not in units for c in labels))
        bases.add(base)
        units[index] |= (index ^ base) << 10 | (0x100 if node[1] is not None else 0)
        for c in labels:
            units[base ^ c] = c if c else 1 << 31 | node[1]
        for c, child in sorted(node[0].items()):
            place(child, base ^ c)

    place(tree, 0)
    size = max(units | {b: 0 for b in bases}) // 256 * 256 + 256
    array = [units.get(i, 0) for i in range(size)]
    # An empty unit must not look like a child of the node whose base is its index ^ label.
    for i in range(size):
        if i not in units:
            array[i] = next(c for c in range(1, 256) if i ^ c not in bases)
    return struct.pack(f"<I{size}I", size * 4, *array) + blob


if __name__ == "__main__":
    import sys

    with open(f"{sys.argv[1]}/first-bytes.charsmap", "wb") as file:
        file.write(build({bytes([b]): "!" for b in range(1, 256)}))
