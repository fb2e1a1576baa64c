import type { BoxFrame, BoxScene } from "./renderer";

/** Boxes narrower than this many pixels are drawn together with their neighbours. */
const MIN_WIDTH = 0.5;

/** A run of neighbouring boxes too narrow to draw one by one. */
export interface Sliver {
  x: number;
  y: number;
  width: number;
  paint: number;
  faint: boolean;
  matched: boolean;
}

interface View {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly rowHeight: number;
}

/** What one frame shows, in pixels, clipped to the view; arrays are kept from frame to frame. */
export class VisibleBoxes {
  readonly box: number[] = [];
  readonly x: number[] = [];
  readonly y: number[] = [];
  readonly width: number[] = [];
  /** Positions in the arrays above by `paint * 2 + faint`: few changes of colour while drawing. */
  readonly byPaint = new Map<number, number[]>();
  slivers: Sliver[] = [];
  length = 0;

  /** Position of a box in the arrays, or -1 when it is out of sight. */
  positionOf(box: number): number {
    return box < 0 ? -1 : this.box.indexOf(box);
  }

  collect(scene: BoxScene, frame: BoxFrame, view: View): void {
    this.box.length = this.x.length = this.y.length = this.width.length = this.length = 0;
    this.byPaint.clear();
    this.slivers = [];
    const firstRow = Math.max(0, Math.floor(frame.scrollTop / view.rowHeight));
    const lastRow = Math.min(scene.rows.boxes.levels - 1, Math.floor((frame.scrollTop + view.height) / view.rowHeight));
    for (let row = firstRow; row <= lastRow; row++) this.collectRow(row, scene, frame, view);
  }

  private collectRow(row: number, scene: BoxScene, frame: BoxFrame, view: View): void {
    const { rows, paint } = scene;
    const { start, weight } = rows.boxes;
    const scale = view.width / frame.span.width;
    const snap = (pixels: number): number => Math.round(pixels * view.pixelRatio) / view.pixelRatio;
    const end = frame.span.start + frame.span.width;
    const y = row * view.rowHeight - frame.scrollTop;
    let sliver: Sliver | null = null;
    for (let at = rows.firstEndingAfter(row, frame.span.start); at < rows.rowStart[row + 1]; at++) {
      const box = rows.order[at];
      if (start[box] >= end) break;
      const left = Math.max(0, (start[box] - frame.span.start) * scale);
      const right = Math.min(view.width, (start[box] + weight[box] - frame.span.start) * scale);
      const matched = frame.matched?.[box] === 1;
      const faint = row < frame.faintAbove || (frame.matched !== null && !matched);
      if (right - left >= MIN_WIDTH) {
        const x = snap(left);
        this.add(box, x, y, Math.max(snap(right) - x, 1 / view.pixelRatio), paint[box] * 2 + (faint ? 1 : 0));
      } else if (sliver !== null && left - (sliver.x + sliver.width) < MIN_WIDTH) {
        sliver.width = right - sliver.x;
        sliver.matched ||= matched;
      } else {
        sliver = { x: left, y, width: right - left, paint: paint[box], faint, matched };
        this.slivers.push(sliver);
      }
    }
  }

  private add(box: number, x: number, y: number, width: number, key: number): void {
    this.box.push(box);
    this.x.push(x);
    this.y.push(y);
    this.width.push(width);
    let bucket = this.byPaint.get(key);
    if (bucket === undefined) this.byPaint.set(key, (bucket = []));
    bucket.push(this.length++);
  }
}
