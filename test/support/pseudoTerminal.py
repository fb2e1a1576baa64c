"""Runs a command in a pseudo-terminal of its own.

    pseudoTerminal.py COLUMNS ROWS command...

What it writes goes to stdout, and what comes by stdin are its keys. Lines on descriptor 3 ("resize COLUMNS ROWS") change
the size. On stderr: "pid N", and at the end "modes canonical|raw echo|silent" as the command has left the terminal.
Ends as the command does; killed by a signal, with 128 and its number.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def set_size(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def main(columns, rows, command):
    master, slave = pty.openpty()
    set_size(slave, columns, rows)
    pid = os.fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor in (0, 1, 2):
            os.dup2(slave, descriptor)
        os.closerange(3, 256)
        os.execvp(command[0], command)
    os.write(2, f"pid {pid}\n".encode())
    status = relay(master, pid)
    local = termios.tcgetattr(slave)[3]
    modes = "canonical" if local & termios.ICANON else "raw", "echo" if local & termios.ECHO else "silent"
    os.write(2, f"modes {' '.join(modes)}\n".encode())
    sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def relay(master, pid):
    sources = [master, 0, 3]
    status = None
    while True:
        readable, _, _ = select.select(sources, [], [], 0.02)
        if not readable and status is not None:
            return status
        for source in readable:
            data = os.read(source, 65536)
            if not data:
                sources.remove(source)
            elif source == master:
                os.write(1, data)
            elif source == 0:
                os.write(master, data)
            else:
                for line in data.decode().splitlines():
                    columns, rows = map(int, line.split()[1:])
                    set_size(master, columns, rows)
        if status is None:
            ended, ended_status = os.waitpid(pid, os.WNOHANG)
            status = ended_status if ended else None


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
