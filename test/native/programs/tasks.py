"""Comes to rest in a known tree of asyncio tasks, then says what the tasks themselves know about it."""

import asyncio
import gc
import json
import os
import sys
import threading
import time

HERE = os.path.abspath(__file__)


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(3600).__await__()


async def nest(depth):
    if depth == 0:
        await asyncio.sleep(3600)
    await nest(depth - 1)


async def produce():
    await Awaitable()
    yield 1


async def consume():
    async for _ in produce():
        pass


async def gather_two():
    await asyncio.gather(named(nest(2), "g1"), named(nest(0), "g2"))


async def gather_gathered():
    await asyncio.gather(asyncio.gather(named(nest(0), "gg")))


async def group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(nest(0), name="tg1")
        tasks.create_task(nest(1), name="tg2")


async def hold(task):
    await task


async def shield(task):
    await asyncio.shield(task)


async def limit(task):
    await asyncio.wait_for(task, 3600)


async def wait(task):
    await asyncio.wait({task})


async def circle(tasks, other):
    await tasks[other]


def named(coroutine, name):
    return asyncio.get_running_loop().create_task(coroutine, name=name)


AWAITERS = {
    "gatherer": ["main"],
    "nester": ["main"],
    "consumer": ["main"],
    "waiter-1": ["main"],
    "waiter-2": ["main"],
    "shielder": ["main"],
    "limiter": ["main"],
    "waiting": ["main"],
    "g1": ["gatherer"],
    "g2": ["gatherer"],
    "gg": ["nester"],
    "shared": ["waiter-1", "waiter-2"],
    "shielded": ["shielder"],
    "limited": ["limiter"],
    "waited": ["waiting"],
    "circle-1": ["circle-2"],
    "circle-2": ["circle-1"],
}


async def main(ready):
    asyncio.current_task().set_name("main")
    shared = named(nest(1), "shared")
    circles = {}
    circles[1] = named(circle(circles, 2), "circle-1")
    circles[2] = named(circle(circles, 1), "circle-2")
    tops = [
        named(gather_two(), "gatherer"),
        named(gather_gathered(), "nester"),
        named(consume(), "consumer"),
        named(hold(shared), "waiter-1"),
        named(hold(shared), "waiter-2"),
        named(shield(named(nest(0), "shielded")), "shielder"),
        named(limit(named(nest(0), "limited")), "limiter"),
        named(wait(named(nest(0), "waited")), "waiting"),
    ]
    if hasattr(asyncio, "TaskGroup"):
        tops.append(named(group(), "grouper"))
        AWAITERS.update({"grouper": ["main"], "tg1": ["grouper"], "tg2": ["grouper"]})
    asyncio.get_running_loop().call_later(0.3, ready.set)
    await asyncio.gather(*tops)


def chain_of(task):
    """The suspended frames of a task, outermost first."""
    frames, awaited = [], task.get_coro()
    while awaited is not None:
        frame = next((getattr(awaited, f, None) for f in ("cr_frame", "gi_frame", "ag_frame") if hasattr(awaited, f)), None)
        if frame is not None:
            frames.append([frame.f_code.co_name, frame.f_lineno])
            following = (getattr(awaited, a, None) for a in ("cr_await", "gi_yieldfrom", "ag_await"))
            awaited = next((f for f in following if f is not None), None)
        else:
            awaited = next((o for o in gc.get_referents(awaited) if hasattr(o, "cr_frame") or hasattr(o, "ag_frame") or hasattr(o, "gi_frame")), None)
    return frames


def awaiters_of(task):
    if sys.version_info < (3, 14):
        return AWAITERS.get(task.get_name(), [])
    return sorted(awaiter.get_name() for awaiter in task._asyncio_awaited_by or ())


def tell(loop, ready):
    ready.wait()
    time.sleep(0.1)  # the loop waits for what is far away by now
    tasks = asyncio.all_tasks(loop)
    truth = {task.get_name(): {"frames": chain_of(task), "awaiters": awaiters_of(task)} for task in tasks}
    print(json.dumps(truth), flush=True)
    sys.stdin.readline()
    os._exit(0)


def run():
    if "uvloop" in sys.argv:
        sys.path.append(sys.argv[-1])
        import uvloop

        uvloop.install()
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    threading.Thread(target=tell, args=(loop, ready), daemon=True).start()
    loop.run_until_complete(main(ready))


run()
