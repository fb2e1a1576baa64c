/** Something that went wrong, in words for people: what, why, and what to do next. Each part is a sentence. */
export class Problem extends Error {
  constructor(
    readonly what: string,
    readonly why: string,
    readonly next = "",
  ) {
    super([what, why, next].filter((part) => part !== "").join(" "));
    this.name = "Problem";
  }
}

/** The user did not want it any more; there is nothing to tell them. */
export class GivenUp extends Problem {}

/** Any thrown value as a `Problem`; `what` names the thing that did not work. */
export function toProblem(error: unknown, what: string): Problem {
  if (error instanceof Problem) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new Problem(what, /[.!?]$/.test(why) ? why : `${why}.`);
}
