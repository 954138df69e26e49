/** Multivariate statistics as PostgreSQL stores them: little endian, unaligned (src/backend/statistics/). */
const ndistinctMagic = 0xa352bfa4;
const dependenciesMagic = 0xb4549a2c;
const basic = 1;

/** A number of distinct values of a group of columns, these by their numbers (expressions count -1, -2 …). */
export interface GroupDistinct {
  readonly of: readonly number[];
  readonly values: number;
}

/** statext_ndistinct_serialize() in mvdistinct.c. */
export function ndistinctBytes(items: readonly GroupDistinct[]): Buffer {
  const parts = items.map(({ of, values }) => {
    const bytes = Buffer.alloc(12 + of.length * 2);
    bytes.writeDoubleLE(values, 0);
    bytes.writeInt32LE(of.length, 8);
    for (const [at, number] of of.entries()) bytes.writeInt16LE(number, 12 + at * 2);
    return bytes;
  });
  return Buffer.concat([header(ndistinctMagic, items.length), ...parts]);
}

export interface GroupDependency {
  readonly from: readonly number[];
  readonly to: number;
  readonly degree: number;
}

/** statext_dependencies_serialize() in dependencies.c. */
export function dependenciesBytes(items: readonly GroupDependency[]): Buffer {
  const parts = items.map(({ from, to, degree }) => {
    const numbers = [...from, to];
    const bytes = Buffer.alloc(10 + numbers.length * 2);
    bytes.writeDoubleLE(degree, 0);
    bytes.writeInt16LE(numbers.length, 8);
    for (const [at, number] of numbers.entries()) bytes.writeInt16LE(number, 10 + at * 2);
    return bytes;
  });
  return Buffer.concat([header(dependenciesMagic, items.length), ...parts]);
}

function header(magic: number, count: number): Buffer {
  const bytes = Buffer.alloc(12);
  for (const [at, value] of [magic, basic, count].entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes;
}

export interface Frequencies {
  readonly frequency: number;
  readonly baseFrequency: number;
}

/**
 * Gives the items of a list of common values (statext_mcv_serialize() in mcv.c) other frequencies: they stand at its
 * end, each as one flag per column, two doubles and one 16-bit place per column.
 */
export function withFrequencies(list: Buffer, columns: number, items: readonly Frequencies[]): Buffer {
  const bytes = Buffer.from(list);
  const itemBytes = columns * 3 + 16;
  const first = bytes.length - items.length * itemBytes;
  for (const [at, { frequency, baseFrequency }] of items.entries()) {
    const place = first + at * itemBytes + columns;
    bytes.writeDoubleLE(frequency, place);
    bytes.writeDoubleLE(baseFrequency, place + 8);
  }
  return bytes;
}
