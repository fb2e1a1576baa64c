"""Rests on top of many kinds of calls, one after the other, says what its own stack is, and goes on when stdin says so."""

import asyncio
import functools
import itertools
import json
import sys

WARM_UP_TURNS = 300  # enough for every call to be specialised


def place(frame):
    """Qualified name and source positions of where a frame stands; plain name and line before 3.11."""
    if not hasattr(frame.f_code, "co_positions"):
        return [frame.f_code.co_name, frame.f_lineno, frame.f_lineno, -1, -1]
    position = next(itertools.islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    return [frame.f_code.co_qualname, *position]


def rest():
    if not is_resting:
        return
    frame = sys._getframe(1)
    stack = []
    while frame is not None:
        stack.append(place(frame))
        frame = frame.f_back
    print(json.dumps(stack[::-1]), flush=True)
    sys.stdin.readline()


def defaults(a, b=1, *rest_args, c=2, **options):
    rest()


def defaults_of_one(a=1, **options):
    rest()


class Thing:
    def __init__(self):
        rest()

    def method(self, *args):
        rest()

    def keyword(self, *, a=1, **options):
        rest()

    @classmethod
    def make(cls, *args, **options):
        rest()

    @staticmethod
    def plain(*args, **options):
        rest()

    @property
    def prop(self):
        rest()

    def __getattr__(self, name):
        rest()

    def __getitem__(self, index):
        rest()

    def __add__(self, other):
        rest()
        return self

    def __enter__(self):
        rest()

    def __exit__(self, *error):
        rest()

    def __iter__(self):
        rest()
        return iter(())

    def __lt__(self, other):
        rest()
        return True

    def __bool__(self):
        rest()
        return True

    def __setitem__(self, index, value):
        rest()

    def __contains__(self, item):
        rest()
        return True


class Child(Thing):
    def __init__(self):
        super().__init__()

    def method(self, *args):
        return super().method(*args)


def generate():
    rest()
    yield 1
    rest()


def delegate():
    yield from generate()


async def deepest():
    rest()


async def wait():
    await deepest()


async def stream():
    rest()
    yield 1


async def consume():
    async for _ in stream():
        pass
    await asyncio.gather(wait())


def closure(cell):
    def inner():
        rest()
        return cell

    return inner


def calls():
    bound = Thing.method.__get__(object.__new__(Thing))
    thing = bound.__self__
    child = object.__new__(Child)
    bound_keyword = thing.keyword
    yield lambda: defaults(1)
    yield lambda: defaults(1, 2, 3, c=4, d=5)
    yield lambda: defaults(*(1, 2), **{"c": 3})
    yield lambda: Thing()
    yield lambda: Child()
    yield lambda: bound(1)
    yield lambda: Child.method(child, 1)
    yield lambda: thing.method(1, 2)
    yield lambda: Thing.make()
    yield lambda: thing.prop
    yield lambda: thing.missing
    yield lambda: thing[0]
    yield lambda: thing + thing
    yield lambda: [x for x in generate()]
    yield lambda: list(delegate())
    yield lambda: next(generate())
    yield lambda: loop.run_until_complete(consume())
    yield lambda: closure(1)()
    yield lambda: functools.partial(defaults, 1)()
    yield lambda: thing.keyword(a=2)
    yield lambda: bound_keyword(a=2, b=3)
    yield lambda: bound_keyword(**{"b": 3})
    yield lambda: [callee(1) for callee in (bound, defaults, Thing.make, Thing.plain, functools.partial(defaults))]
    yield lambda: [callee(a=1) for callee in (bound_keyword, Thing.make, Thing.plain, thing.keyword)]
    yield lambda: [callee(*(), **{"c": 1}) for callee in (bound_keyword, defaults_of_one, Thing.plain)]
    yield lambda: [next(iterator) for iterator in (generate(), delegate())]
    yield lambda: [list(make()) for make in (generate, delegate)]
    yield lambda: (lambda *args: defaults(*args))(1, 2)
    yield lambda: list(map(lambda _: rest(), [1]))
    yield lambda: exec("rest()", globals())
    yield lambda: [*thing]
    yield lambda: thing < thing
    yield lambda: not thing
    yield lambda: thing.__setitem__(0, 1)
    yield lambda: 1 in thing
    yield lambda: with_block(thing)
    yield lambda: {rest() for _ in range(1)}


def with_block(thing):
    with thing:
        pass


is_resting = False
loop = asyncio.new_event_loop()
for _ in range(WARM_UP_TURNS):
    for call in calls():
        call()
is_resting = True
for call in calls():
    call()
print("null", flush=True)
