/** What a sample weighs (ns) where a file tells how many samples there were but not how long they took. */
export const untimedNs = 1;

/** Says so. */
export const untimedNote = "The file tells how many samples there were, not how long they took: each counts as 1 ns.";
