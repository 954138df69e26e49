import type { Machine, Variable } from './machine.ts';

/** Where a variable lies in a packed state: `bits` bits of a 32-bit word, from `shift` up. */
export interface Field {
  readonly variable: Variable;
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/**
 * A state in 32-bit words. Each instance has the same record of one or more words; globals fill the bits that
 * records leave over before they get words of their own, because memory bounds a search before time does.
 */
export interface Layout {
  readonly words: number;
  readonly wordsPerInstance: number;
  /** Bits of each word that belong to the record of an instance. */
  readonly localMasks: readonly number[];
  /** Fields by name: index 0 holds the globals, index i the locals of instance i. */
  readonly fields: readonly ReadonlyMap<string, Field>[];
}

const wordBits = 32;
const bitsFor = (most: number): number => wordBits - Math.clz32(most);

/** The bits of a field within its word. */
export const maskOf = (field: Field): number => ((1 << field.bits) - 1) << field.shift;

/** First fit: each variable goes to the first word with room for it; `used` grows as words are opened. */
function place(variables: readonly Variable[], used: number[]): readonly Field[] {
  return variables.map((variable) => {
    const bits = bitsFor(variable.most);
    const found = used.findIndex((taken) => taken + bits <= wordBits);
    const word = found === -1 ? used.length : found;
    const taken = used[word] ?? 0;
    used[word] = taken + bits;
    // A variable of no bits in a full word would be shifted by 32, which JavaScript takes for 0.
    return { variable, word, shift: bits === 0 ? 0 : taken, bits };
  });
}

const byName = (fields: readonly Field[]): ReadonlyMap<string, Field> =>
  new Map(fields.map((field) => [field.variable.name, field]));

export function layoutOf(machine: Machine): Layout {
  const recordBits: number[] = [];
  const record = place(machine.local, recordBits);
  const wordsPerInstance = recordBits.length;
  const instances = Array.from({ length: machine.instances }, (_, at) => at);
  const used = instances.flatMap(() => recordBits);
  const globals = place(machine.global, used);
  const masks = recordBits.map((bits) => (bits === wordBits ? -1 : (1 << bits) - 1));
  return {
    words: Math.max(1, used.length),
    wordsPerInstance,
    localMasks: Array.from(
      { length: Math.max(1, used.length) },
      (_, word) =>
        (word < wordsPerInstance * machine.instances ? masks[word % wordsPerInstance] : undefined) ?? 0,
    ),
    fields: [
      byName(globals),
      ...instances.map((at) =>
        byName(record.map((field) => ({ ...field, word: field.word + at * wordsPerInstance }))),
      ),
    ],
  };
}

/** Value of a field in a packed state. */
export function readField(state: ArrayLike<number>, field: Field): number {
  return ((state[field.word] ?? 0) >>> field.shift) & ((1 << field.bits) - 1);
}

/** The state in which every variable has its start value. */
export function packStart(layout: Layout): Int32Array {
  const state = new Int32Array(layout.words);
  for (const fields of layout.fields)
    for (const field of fields.values())
      state[field.word] = (state[field.word] ?? 0) | (field.variable.start << field.shift);
  return state;
}

/** Every variable by the name people read: `paid[1]` for a local one. */
export function readState(layout: Layout, state: ArrayLike<number>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    layout.fields.flatMap((fields, instance) =>
      [...fields].map(([name, field]) => [
        instance === 0 ? name : `${name}[${instance}]`,
        readField(state, field),
      ]),
    ),
  );
}
