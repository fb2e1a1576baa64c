import { debounce, element } from "../shared/dom";
import { formatCount, formatShare } from "../shared/format";
import type { SearchResult } from "./search";

/** What the search field asks for. */
export interface SearchActions {
  search(text: string): void;
  /** Goes to the next match, or with -1 to the one before. */
  step(direction: 1 | -1): void;
  leave(): void;
}

const TYPING_PAUSE_MS = 120;

/** The search box with its count. */
export class SearchField {
  readonly root: HTMLElement;
  private readonly input = element("input", {
    type: "text",
    className: "query",
    placeholder: "Search: function, file.py:42, /regex/",
    ariaLabel: "Search functions and files",
    spellcheck: false,
  });
  private readonly count = element("span", { className: "count" });
  private readonly typing = debounce(TYPING_PAUSE_MS, () => this.actions.search(this.input.value));

  constructor(private readonly actions: SearchActions) {
    this.count.setAttribute("role", "status");
    this.root = element("div", { className: "search" }, [this.input, this.count]);
    this.root.setAttribute("role", "search");
    this.input.addEventListener("input", () => this.typing.schedule());
    this.input.addEventListener("keydown", (event) => this.keyDown(event));
  }

  get text(): string {
    return this.input.value;
  }

  setText(text: string): void {
    this.input.value = text;
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  /** Shows what was found; a string says why the text cannot be searched for. */
  showResult(result: SearchResult | null | string): void {
    this.root.classList.toggle("invalid", typeof result === "string");
    this.input.setAttribute("aria-invalid", String(typeof result === "string"));
    this.count.title = typeof result === "string" ? result : "Matches, and the share of all time spent in them";
    this.count.textContent = countText(result);
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      this.typing.flush();
      this.actions.step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      if (this.input.value === "") return this.finish(event, () => this.actions.leave());
      this.input.value = "";
      this.actions.search("");
    } else {
      return;
    }
    this.finish(event, () => undefined);
  }

  private finish(event: KeyboardEvent, then: () => void): void {
    event.preventDefault();
    event.stopPropagation();
    then();
  }
}

function countText(result: SearchResult | null | string): string {
  if (result === null) return "";
  if (typeof result === "string") return "not a regular expression";
  const { boxes, share } = result;
  if (boxes.length === 0) return "no matches";
  return `${formatCount(boxes.length)} ${boxes.length === 1 ? "match" : "matches"} · ${formatShare(share)}`;
}
