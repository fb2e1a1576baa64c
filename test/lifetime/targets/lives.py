"""One process that goes through what its first argument names. Waits for lines on stdin between the parts."""
import ctypes
import os
import sys
import threading
import time


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def wait():
    os.read(0, 1)


def before_exec():
    say("ready", os.getpid())
    wait()


def after_exec():
    say("again", os.getpid())
    wait()


def execute(*command):
    before_exec()
    os.execv(command[0], command)


def in_background():
    while True:
        time.sleep(0.001)


def lose_main_thread():
    """Ends the first thread alone; the system then shows the process as a zombie."""
    exit_thread = 60  # system call, x86-64
    threading.Thread(target=in_background).start()
    say("ready", os.getpid())
    wait()
    ctypes.CDLL(None).syscall(exit_thread, 0)


def held():
    time.sleep(3600)


def corrupt():
    """Fills a frame that a sleeping thread will need again with garbage, and mends it."""
    frame_pointer, frame_bytes = 24, 64  # PyFrameObject.f_frame
    thread = threading.Thread(target=held, daemon=True)
    thread.start()
    while not (frame := sys._current_frames().get(thread.ident)) or frame.f_code.co_name != "held":
        pass
    address = ctypes.c_void_p.from_address(id(frame) + frame_pointer).value
    whole = ctypes.string_at(address, frame_bytes)
    say("ready", os.getpid())
    wait()
    for garbage in (b"\xaa", b"\xff", b"\x08", b"\0"):
        ctypes.memmove(address, garbage * frame_bytes, frame_bytes)
        say("broken")
        wait()
    ctypes.memmove(address, whole, frame_bytes)
    say("whole")
    wait()
    os._exit(0)


def brief():
    pass


def flicker():
    """Threads that come and go as fast as they can."""
    say("ready", os.getpid())
    while True:
        threading.Thread(target=brief).start()


def be_zombie_child():
    """A child that has ended stays a zombie: nobody asks how it ended."""
    if os.fork() == 0:
        say("ready", os.getpid())
        wait()
        os._exit(0)
    time.sleep(3600)


if __name__ == "__main__":
    actions = (after_exec, execute, lose_main_thread, corrupt, flicker, be_zombie_child)
    {action.__name__: action for action in actions}[sys.argv[1]](*sys.argv[2:])
