"""Starts children in every way there is. Each says how it was started and its process id, and computes for 50 ms."""
import concurrent.futures
import json
import multiprocessing
import os
import subprocess
import sys
import time


def child_work(kind):
    os.write(1, (json.dumps([kind, os.getpid()]) + "\n").encode())
    end = time.process_time() + 0.12
    while time.process_time() < end:
        pass


def in_fork(work):
    """Forks; the child works and ends without going back."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child


def fork():
    os.waitpid(in_fork(lambda: child_work("fork")), 0)


def fork_and_exec():
    def work():
        child_work("fork before exec")
        os.execv(sys.executable, [sys.executable, __file__, "fork and exec"])

    os.waitpid(in_fork(work), 0)


def orphans():
    """A grandchild that goes on when its parent has ended, and then has a child itself."""
    ended, holding = os.pipe()

    def grandchild(parent):
        while os.getppid() == parent:
            pass
        child_work("orphan")
        os.waitpid(in_fork(lambda: child_work("orphan's child")), 0)

    def child():
        child_work("orphan's parent")
        parent = os.getpid()
        in_fork(lambda: grandchild(parent))

    os.waitpid(in_fork(child), 0)
    os.close(holding)
    os.read(ended, 1)


def multiprocessed(method):
    context = multiprocessing.get_context(method)
    children = [context.Process(target=child_work, args=("multiprocessing " + method,)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()


def pool():
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as executor:
        list(executor.map(child_work, ["pool"] * 4))


def subprocesses(others):
    subprocess.run(["true"], check=True)
    for python in others:
        subprocess.run([python, __file__, "subprocess"], check=True)
    subprocess.run(["sh", "-c", '"$@"; true', "sh", sys.executable, __file__, "shell"], check=True)
    subprocess.run(["sh", "-c", 'exec "$@"', "sh", sys.executable, __file__, "shell's exec"], check=True)


def main(others):
    fork()
    fork_and_exec()
    orphans()
    for method in ("fork", "spawn", "forkserver"):
        multiprocessed(method)
    pool()
    subprocesses(others)


if __name__ == "__main__":
    if sys.argv[1].startswith(os.sep):
        main(sys.argv[1:])
    else:
        child_work(sys.argv[1])
