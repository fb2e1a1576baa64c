import * as fs from "node:fs";
import type { BigFile } from "./bigFiles";

/** A part of a file: as it is, or once for each repeat. */
export type Section = { readonly once: string } | { readonly again: (repeat: number) => Buffer };

/** A file of such parts; no more than one repeat of one of them is kept in memory. */
export function writeSections(sections: readonly Section[]): BigFile {
  const sizes = sections.map((section) => ("once" in section ? 0 : section.again(1).length));
  const fixed = sections.map((section) => ("once" in section ? Buffer.byteLength(section.once) : 0));
  return {
    blockBytes: sum(sizes),
    fixedBytes: sum(fixed),
    write: (file, repeats) => {
      const descriptor = fs.openSync(file, "w");
      for (const section of sections) {
        if ("once" in section) fs.writeFileSync(descriptor, section.once);
        else for (let repeat = 0; repeat < repeats; repeat++) fs.writeFileSync(descriptor, section.again(repeat));
      }
      fs.closeSync(descriptor);
    },
  };
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
