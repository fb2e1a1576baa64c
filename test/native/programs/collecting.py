"""Collects garbage all the time; what is collected runs a finalizer now and then. Says "ready" once."""
import gc
import threading
import time

gc.disable()
KEPT = [[[]] for _ in range(300_000)]
FINALIZE_S = 0.02


class Finalized:
    def __init__(self):
        self.itself = self

    def __del__(self):
        end = time.perf_counter() + FINALIZE_S
        while time.perf_counter() < end:
            pass


def collects():
    while True:
        Finalized()
        gc.collect()


threading.Thread(target=threading.Event().wait, name="waits", daemon=True).start()
print("ready", flush=True)
collects()
