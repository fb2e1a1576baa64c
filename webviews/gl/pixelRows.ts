import type { Color } from "../shared/color";

/**
 * Rows of narrow boxes as a picture one pixel high a row, stretched when drawn: tens of thousands of boxes cost as much
 * as their pixels, where a rectangle each would cost a frame's whole time.
 */
export class PixelRows {
  private readonly canvas = document.createElement("canvas");
  private readonly context = this.canvas.getContext("2d");
  private image: ImageData | null = null;
  private pixels = new Uint32Array();
  private used = new Uint8Array();
  private scale = 1;

  /** Begins an empty picture of `rows` rows for a view `width` CSS pixels wide. */
  begin(width: number, rows: number, pixelRatio: number): void {
    const columns = Math.max(1, Math.round(width * pixelRatio));
    const lines = Math.max(1, rows);
    if (this.image === null || this.image.width !== columns || this.image.height !== lines) {
      this.image = new ImageData(columns, lines);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.used = new Uint8Array(lines);
      this.canvas.width = columns;
      this.canvas.height = lines;
    }
    this.scale = pixelRatio;
    this.pixels.fill(0);
    this.used.fill(0);
  }

  /** Colours what lies between two CSS pixels; at least one pixel of the screen. `color` is from `packColor`. */
  fill(row: number, left: number, right: number, color: number): void {
    if (this.image === null) return;
    const from = Math.min(this.image.width - 1, Math.round(left * this.scale));
    const to = Math.max(from + 1, Math.round(right * this.scale));
    this.pixels.fill(color, row * this.image.width + from, row * this.image.width + Math.min(to, this.image.width));
    this.used[row] = 1;
  }

  /** Draws the rows, `rowHeight` apart from `top` on, each `height` high. */
  draw(target: CanvasRenderingContext2D, top: number, rowHeight: number, height: number): void {
    if (this.image === null || this.context === null) return;
    this.context.putImageData(this.image, 0, 0);
    const { width } = this.canvas;
    target.imageSmoothingEnabled = false;
    for (let row = 0; row < this.used.length; row++) {
      if (this.used[row] === 0) continue;
      target.drawImage(this.canvas, 0, row, width, 1, 0, top + row * rowHeight, width / this.scale, height);
    }
  }
}

/** A colour as `PixelRows` takes it: bytes red, green, blue, alpha in memory, on little-endian machines as all are. */
export function packColor({ r, g, b }: Color): number {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}
