import type { BoxFrame, BoxScene } from "./renderer";

/** Boxes narrower than this many pixels are drawn as pixels of their row, without corners, gaps or lines. */
const NARROW = 3;

/** The surface, in CSS pixels. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly rowHeight: number;
}

/** Receives boxes too narrow to be shapes; `left` and `right` in CSS pixels, `row` counted from the first in sight. */
export type NarrowBox = (row: number, left: number, right: number, key: number, matched: boolean) => void;

/** What one frame shows, in pixels, clipped to the view; arrays are kept from frame to frame. */
export class VisibleBoxes {
  readonly box: number[] = [];
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly width: number[] = [];
  /** Positions in the arrays above by `paint * 2 + faint`: few changes of colour while drawing. */
  readonly byKey = new Map<number, number[]>();
  firstRow = 0;
  rowCount = 0;

  collect(scene: BoxScene, frame: BoxFrame, view: View, narrow: NarrowBox): void {
    this.box.length = this.x.length = this.y.length = this.width.length = 0;
    this.byKey.clear();
    const lastRow = Math.floor((frame.scrollTop + view.height) / view.rowHeight);
    this.firstRow = Math.max(0, Math.floor(frame.scrollTop / view.rowHeight));
    this.rowCount = Math.max(0, Math.min(scene.rows.boxes.levels, lastRow + 1) - this.firstRow);
    for (let row = 0; row < this.rowCount; row++) this.collectRow(row, scene, frame, view, narrow);
  }

  /** Adds a box that may be too narrow to be listed, or out of sight: at least wide enough to be seen. Its position. */
  place(box: number, scene: BoxScene, { span, scrollTop }: BoxFrame, view: View): number {
    const { start, weight, depth } = scene.rows.boxes;
    const scale = view.width / span.width;
    const left = Math.max(0, (start[box] - span.start) * scale);
    const right = Math.min(view.width, (start[box] + weight[box] - span.start) * scale);
    if (right <= left) return -1;
    return this.add(box, left, depth[box] * view.rowHeight - scrollTop, Math.max(NARROW, right - left)) - 1;
  }

  private collectRow(row: number, scene: BoxScene, frame: BoxFrame, view: View, narrow: NarrowBox): void {
    const { rows, paint } = scene;
    const { start, weight } = rows.boxes;
    const { matched } = frame;
    const level = this.firstRow + row;
    const scale = view.width / frame.span.width;
    const snap = (pixels: number): number => Math.round(pixels * view.pixelRatio) / view.pixelRatio;
    const end = frame.span.start + frame.span.width;
    const y = level * view.rowHeight - frame.scrollTop;
    for (let at = rows.firstEndingAfter(level, frame.span.start); at < rows.rowStart[level + 1]; at++) {
      const box = rows.order[at];
      if (start[box] >= end) break;
      const left = Math.max(0, (start[box] - frame.span.start) * scale);
      const right = Math.min(view.width, (start[box] + weight[box] - frame.span.start) * scale);
      const found = matched !== null && matched[box] === 1;
      const faint = level < frame.faintAbove || (matched !== null && !found);
      const key = paint[box] * 2 + (faint ? 1 : 0);
      if (right - left < NARROW) narrow(row, left, right, key, found);
      else this.list(key, this.add(box, snap(left), y, snap(right) - snap(left)) - 1);
    }
  }

  private add(box: number, x: number, y: number, width: number): number {
    this.x.push(x);
    this.y.push(y);
    this.width.push(width);
    return this.box.push(box);
  }

  private list(key: number, at: number): void {
    const listed = this.byKey.get(key);
    if (listed === undefined) this.byKey.set(key, [at]);
    else listed.push(at);
  }
}
