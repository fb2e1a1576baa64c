import { drawnProfile } from "../../support/drawnProfile";

/** Two threads of two processes, frames of every kind, files of every system, times that are no round numbers. */
export const threadsProfile = drawnProfile(
  `
    main@/srv/app.py:3/CALL_PY<CALL main@/srv/app.py:3 main@/srv/app.py:4 <module>@<frozen_runpy>:87 main@/srv/app.py:3
    solve@/srv/ä#b.py:7             solve@/srv/ä#b.py:8 <GC>              work@C:\\w\\x.py:2         solve@/srv/ä#b.py:7
  `,
  {
    threads: [0, 0, 0, 1, 0],
    processes: [4711, 4800],
    weights: [1_000_003, 5, 2_000_000, 700, 40],
    counts: [10, 1, 20, 7, 1],
  },
);
