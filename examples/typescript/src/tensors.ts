// Tensors travel as little-endian bytes, row-major.

import type { Column__Output } from "../generated/recarena/v1/Column.js";
import type { Tensor } from "../generated/recarena/v1/Tensor.js";

/** Packs an item for each lane. */
export function items(values: readonly number[]): Tensor {
  const data = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => data.writeInt32LE(value, 4 * i));
  return { data_type: "DATA_TYPE_INT32", shape: [values.length], data };
}

/** Packs a number for each lane. */
export function reals(values: readonly number[]): Tensor {
  const data = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => data.writeDoubleLE(value, 8 * i));
  return { data_type: "DATA_TYPE_FLOAT64", shape: [values.length], data };
}

/** Finds an observation or signal by name. */
export function column(columns: readonly Column__Output[], name: string): Column__Output {
  const found = columns.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`the server did not send "${name}"`);
  }
  return found;
}

/** The bytes of a column's elements. */
export function bytes(found: Column__Output): Buffer {
  return found.values?.data ?? Buffer.alloc(0);
}

/** Unpacks INT32 elements. */
function int32s(data: Buffer): number[] {
  return Array.from({ length: data.length / 4 }, (_, i) => data.readInt32LE(4 * i));
}

/** The elements of a column whose rows differ in length: offsets say which belong to which lane. */
export function rows(ragged: Column__Output): number[][] {
  const elements = int32s(bytes(ragged));
  const offsets = int32s(ragged.row_offsets);
  return offsets.slice(1).map((end, lane) => elements.slice(offsets[lane], end));
}
