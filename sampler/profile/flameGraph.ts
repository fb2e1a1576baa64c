/**
 * A flame graph as columns, an element a box; the same shape as `FlameGraph` in the webviews' protocol, which says what
 * each column means.
 */
export interface FlameColumns {
  readonly length: number;
  readonly strings: readonly string[];
  readonly totalWeight: number;
  readonly totalSamples: number;
  readonly levels: number;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly start: Float64Array;
  readonly weight: Float64Array;
  readonly self: Float64Array;
  readonly samples: Uint32Array;
  readonly selfSamples: Uint32Array;
  readonly name: Int32Array;
  readonly file: Int32Array;
  readonly shortFile: Int32Array;
  readonly firstLine: Int32Array;
  readonly hotLine: Int32Array;
  readonly source: Int32Array;
  readonly category: Uint8Array;
  readonly opcodeStart: Uint32Array;
  readonly opcodeName: Int32Array;
  readonly opcodeBase: Int32Array;
  readonly opcodeWeight: Float64Array;
}
