"""Sits in one C function after the other. For each, prints how a stack ends, and goes on at a line of input."""
import gc
import hashlib
import json
import socket
import sys
import threading
import time
import zlib

BLOCK = bytes(4 << 20)
NUMBERS = list(range(300_000, 0, -1))
SHORT = 0.02
LOCK = threading.Lock()
LOCK.acquire()
gc.disable()
NEAR, FAR = socket.socketpair()
NEAR.settimeout(SHORT)
isOver = False


def module_function():
    while not isOver:
        time.sleep(SHORT)


def positional_method():
    while not isOver:
        LOCK.acquire(True, SHORT)


def keyword_method():
    while not isOver:
        LOCK.acquire(blocking=True, timeout=SHORT)


def unpacked():
    arguments = (SHORT,)
    while not isOver:
        time.sleep(*arguments)


def unpacked_with_keywords():
    keywords = {"blocking": True, "timeout": SHORT}
    while not isOver:
        LOCK.acquire(**keywords)


def bound_in_variable():
    acquire = LOCK.acquire
    while not isOver:
        acquire(True, SHORT)


def without_gil():
    while not isOver:
        hashlib.sha256(BLOCK)


def without_gil_too():
    while not isOver:
        zlib.compress(BLOCK, 1)


def with_gil():
    while not isOver:
        sum(NUMBERS)


def a_type():
    while not isOver:
        list(NUMBERS)


def inherited_method():
    while not isOver:
        try:
            NEAR.recv(1)
        except TimeoutError:
            pass
        except socket.timeout:
            pass


def deep_in_an_expression():
    while not isOver:
        [1, {2: (3, *[4, 5])}, "%s %s" % (6, time.sleep(SHORT)), f"{7}{8}"]


def while_handling():
    while not isOver:
        try:
            raise ValueError
        except ValueError as error:
            for _ in (error, None):
                time.sleep(SHORT)


def in_blocks():
    with LOCK_OF_ITS_OWN:
        while not isOver:
            for number in (1, 2):
                try:
                    time.sleep(SHORT) if number == 1 else None
                finally:
                    number = None


def yields():
    while not isOver:
        yield time.sleep(SHORT)


def in_generator():
    for _ in yields():
        pass


def waits_as_key(_):
    time.sleep(SHORT)
    return 0


def calls_back():
    while not isOver:
        sorted([1], key=waits_as_key)


EXECUTED = compile("while not isOver:\n    time.sleep(SHORT)", "executed", "exec")


def executes():
    exec(EXECUTED, globals())


class Callable:
    def __call__(self):
        while not isOver:
            pass


def python_only():
    while not isOver:
        Callable()()


LOCK_OF_ITS_OWN = threading.Lock()
acquire = "_thread.lock.acquire"
# How a stack may end, from the function of each case on.
CASES = {
    module_function: ["module_function", "time.sleep"],
    positional_method: ["positional_method", acquire],
    keyword_method: ["keyword_method", acquire],
    unpacked: ["unpacked", "time.sleep"],
    unpacked_with_keywords: ["unpacked_with_keywords", acquire],
    bound_in_variable: ["bound_in_variable", acquire],
    without_gil: ["without_gil", f"{hashlib.sha256.__module__}.{hashlib.sha256.__name__}"],
    without_gil_too: ["without_gil_too", "zlib.compress"],
    with_gil: ["with_gil", "sum"],
    a_type: ["a_type", "list"],
    inherited_method: ["inherited_method", "_socket.socket.recv"],
    deep_in_an_expression: ["deep_in_an_expression", "time.sleep"],
    while_handling: ["while_handling", "time.sleep"],
    in_blocks: ["in_blocks", "time.sleep"],
    # C lies between before the loop is specialised.
    in_generator: ["in_generator", "(<native> )?yields", "time.sleep"],
    calls_back: ["calls_back", "sorted", "waits_as_key", "time.sleep"],
    executes: ["executes", "exec", "<module>", "time.sleep"],
    python_only: ["python_only", "<native>", "Callable.__call__"],
}
if sys.version_info < (3, 11):
    # Code objects have no qualified names there, and C between Python functions shows only when its name is known.
    CASES[python_only] = ["python_only", "__call__"]


def goes_on():
    global isOver
    for _ in sys.stdin:
        isOver = True


threading.Thread(target=goes_on, daemon=True).start()
for case, stack in CASES.items():
    isOver = False
    print(json.dumps(stack), flush=True)
    case()
print("null", flush=True)
