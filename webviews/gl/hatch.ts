/** Diagonal stripes in a colour, to be drawn over a fill; null where the browser makes no patterns. */
export function createHatch(target: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const context = tile.getContext("2d");
  if (context === null) return null;
  context.strokeStyle = color;
  context.globalAlpha = 0.28;
  context.lineWidth = 1.4;
  context.beginPath();
  // Three lines, so that the stripes go on across the edges of the tile.
  for (const offset of [-8, 0, 8]) {
    context.moveTo(offset - 2, 10);
    context.lineTo(offset + 10, -2);
  }
  context.stroke();
  return target.createPattern(tile, "repeat");
}
