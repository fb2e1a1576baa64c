"""Prints the opcode table of the interpreter that runs it, as rows of opcodes_<major>_<minor>.inc.

    python3.14 make_opcodes.py > opcodes_3_14.inc

A row is OPCODE(number, name, number of the instruction it was specialised from, inline cache entries).
"""

import dis
import opcode
import sys


def numbered_names():
    if hasattr(dis, "_all_opmap"):
        names = {number: name for name, number in dis._all_opmap.items()}
    else:
        names = {number: name for name, number in opcode.opmap.items()}
    try:
        import _opcode_metadata
    except ImportError:
        return names
    names.update({number: name for name, number in _opcode_metadata._specialized_opmap.items()})
    names.update({number: name for name, number in _opcode_metadata.opmap.items()})
    return names


def base_names():
    bases = {}
    for base, forms in getattr(opcode, "_specializations", {}).items():
        for form in forms:
            bases[form] = base
    return bases


def cache_entries(name):
    entries = getattr(opcode, "_inline_cache_entries", {})
    if hasattr(entries, "get"):
        return entries.get(name, 0)
    return entries[opcode.opmap[name]] if name in opcode.opmap else 0


def main():
    names = {number: name for number, name in numbered_names().items() if number < 256 and not name.startswith("<")}
    numbers = {name: number for number, name in names.items()}
    specialised = base_names()
    print(f"// Made by make_opcodes.py under CPython {sys.version_info[0]}.{sys.version_info[1]}; do not edit.")
    for number in sorted(names):
        name = names[number]
        base = specialised.get(name, name)
        plain = name.replace("INSTRUMENTED_", "", 1)
        if plain != name and plain in numbers:
            base = plain
        print(f'OPCODE({number}, "{name}", {numbers[base]}, {cache_entries(base)})')


main()
