"""Rests in the main interpreter while a thread of it runs another interpreter, which says so and rests too."""
import threading
import time

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

INSIDE = """
import time


def rest_inside():
    print("resting", flush=True)
    time.sleep(3600)


rest_inside()
"""


def run_another():
    interpreters.run_string(interpreters.create(), INSIDE)


def rest_in_main():
    time.sleep(3600)


threading.Thread(target=run_another, daemon=True).start()
rest_in_main()
