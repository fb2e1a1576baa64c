"""Prints what each instruction of the interpreter that runs it does to the value stack, as rows of
effects_<major>_<minor>.inc. Needed of versions whose frames do not store their stack pointer while they run.

    python3.12 make_effects.py > effects_3_12.inc

A row is EFFECT(number, constant, per argument, bits, per bit, constant when it jumps, Jump, whether the next
instruction never follows, whether the argument is two bytes that add up). The effect is constant + per argument *
argument + per bit * how many of the bits are set in the argument.
"""

import dis
import opcode
import sys

ENDS = {"RETURN_VALUE", "RETURN_CONST", "RAISE_VARARGS", "RERAISE", "INTERPRETER_EXIT", "JUMP_FORWARD",
        "JUMP_ABSOLUTE", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT"}
# What the interpreter does where dis counts in another way: PRECALL leaves all to CALL; a generator begins
# with a value on its stack that nobody counts.
REAL = {"BUILD_SLICE": lambda argument: 1 - argument,  # 2 or 3
        "GEN_START": lambda argument: 0, "RETURN_GENERATOR": lambda argument: 1}
if "PRECALL" in opcode.opmap:
    REAL["PRECALL"] = lambda argument: 0
    REAL["CALL"] = lambda argument: -1 - argument


def effect_of(name, argument, jump):
    if name in REAL:
        return REAL[name](argument)
    number = opcode.opmap[name]
    return dis.stack_effect(number, argument if number >= opcode.HAVE_ARGUMENT else None, jump=jump)


def fit(name):
    """(constant, per argument, bits, per bit), checked over many arguments; None when it is of another form."""
    def effect(argument):
        return effect_of(name, argument, False)

    if opcode.opmap[name] < opcode.HAVE_ARGUMENT:
        return effect(0), 0, 0, 0
    linear = (effect(32) - effect(16)) // 16
    for bits, per_bit in [(0, 0)] + [(bits, sign) for bits in (1, 2, 4, 0b1111) for sign in (1, -1)]:
        if all(effect(n) == effect(0) + linear * n + per_bit * bin(n & bits).count("1") for n in range(64)):
            return effect(0), linear, bits, per_bit
    return None


def jump_kind(name):
    number = opcode.opmap[name]
    if number in opcode.hasjabs:
        return "kAbsolute"
    if number not in opcode.hasjrel:
        return "kNone"
    return "kBackward" if "BACKWARD" in name else "kForward"


def main():
    print(f"// Made by make_effects.py under CPython {sys.version_info[0]}.{sys.version_info[1]}; do not edit.")
    for number, name in sorted((number, name) for name, number in opcode.opmap.items() if number < 256):
        try:
            fitted = fit(name)
            jumping = effect_of(name, 0, True)
        except ValueError:
            continue
        if fitted is None or name.startswith("INSTRUMENTED_"):
            continue
        row = ", ".join(map(str, (number, *fitted, jumping, f"Jump::{jump_kind(name)}", str(name in ENDS).lower(),
                                   str(name == "UNPACK_EX").lower())))
        print(f"EFFECT({row})")


main()
