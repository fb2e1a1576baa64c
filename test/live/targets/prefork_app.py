"""A web application whose answer is the process that gave it, after 50 ms of work."""
import os
import time


def handle_request():
    end = time.perf_counter() + 0.05
    while time.perf_counter() < end:
        pass


def app(environ, start_response):
    handle_request()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
