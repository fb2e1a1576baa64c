"""Tasks that compute and sleep in turn, for ever: `python busyTasks.py [uvloop FOLDER]`."""

import asyncio
import sys
import time


def spin(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


async def compute():
    spin(0.02)
    await asyncio.sleep(0.02)


async def work():
    while True:
        await compute()


async def main():
    print("running", flush=True)
    await asyncio.gather(asyncio.get_running_loop().create_task(work(), name="worker"))


if "uvloop" in sys.argv:
    sys.path.append(sys.argv[-1])
    import uvloop

    uvloop.install()
asyncio.run(main())
