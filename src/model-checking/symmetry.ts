import { type Field, type Layout, maskOf, readField } from './layout.ts';

/**
 * A state in which instances are only renamed is searched once: one of its renamings stands for all.
 * `source` is JavaScript over the words `n0`, … of a successor; `of` does the same to a state in an array.
 */
export interface Canonical {
  readonly source: string;
  readonly of: (state: Int32Array) => void;
}

/** Up to here all renamings are tried where instances point at instances; 120 for five. */
const mostRenamed = 5;

export function canonicalOf(layout: Layout): Canonical {
  const order = orderBy(layout);
  const sorted = (state: Int32Array): void => sortInstances(layout, state, order);
  if (localHolders(layout).length === 0) return { source: sortSource(layout), of: sorted };
  const instances = layout.fields.length - 1;
  // Sorting alone may leave several states for one where instances point at one another: more work, never a wrong verdict.
  const of = instances <= mostRenamed ? (state: Int32Array): void => leastRenaming(layout, state) : sorted;
  return { source: callSource(layout), of };
}

export const noSymmetry: Canonical = { source: '', of: () => {} };

const holdersIn = (fields: ReadonlyMap<string, Field> | undefined): readonly Field[] =>
  [...(fields?.values() ?? [])].filter(({ variable }) => variable.isInstance);

const globalHolders = (layout: Layout): readonly Field[] => holdersIn(layout.fields[0]);
const localHolders = (layout: Layout): readonly Field[] => layout.fields.slice(1).flatMap(holdersIn);

/** Exchanges two instances: their records, and their numbers wherever they are stored. */
export function swapInstances(layout: Layout, state: Int32Array, one: number, other: number): void {
  const { wordsPerInstance, localMasks } = layout;
  for (let word = 0; word < wordsPerInstance; word += 1) {
    const left = (one - 1) * wordsPerInstance + word;
    const right = (other - 1) * wordsPerInstance + word;
    const mask = localMasks[left] ?? 0;
    const difference = ((state[left] ?? 0) ^ (state[right] ?? 0)) & mask;
    state[left] = (state[left] ?? 0) ^ difference;
    state[right] = (state[right] ?? 0) ^ difference;
  }
  for (const field of [...globalHolders(layout), ...localHolders(layout)]) {
    const held = readField(state, field);
    if (held === one || held === other)
      state[field.word] =
        ((state[field.word] ?? 0) & ~maskOf(field)) | ((held === one ? other : one) << field.shift);
  }
}

type Order = (state: Int32Array, one: number, other: number) => number;

/** Records first, word by word; equal records by who holds them. Numbers of instances in records say nothing here. */
function orderBy(layout: Layout): Order {
  const { wordsPerInstance } = layout;
  const blind = Array.from({ length: wordsPerInstance }, (_, word) =>
    holdersIn(layout.fields[1])
      .filter((field) => field.word === word)
      .reduce((mask, field) => mask & ~maskOf(field), layout.localMasks[word] ?? 0),
  );
  const holders = globalHolders(layout);
  const holding = (state: Int32Array, instance: number): number =>
    holders.reduce((sum, field, at) => sum + (readField(state, field) === instance ? 2 ** at : 0), 0);
  return (state, one, other) => {
    for (let word = 0; word < wordsPerInstance; word += 1) {
      const mask = blind[word] ?? 0;
      const left = (state[(one - 1) * wordsPerInstance + word] ?? 0) & mask;
      const right = (state[(other - 1) * wordsPerInstance + word] ?? 0) & mask;
      if (left !== right) return left - right;
    }
    return holding(state, one) - holding(state, other);
  };
}

const pairsOf = (instances: number): readonly (readonly [number, number])[] =>
  Array.from({ length: instances }, (_, round) =>
    Array.from({ length: instances - 1 - round }, (_unused, at) => [at + 1, at + 2] as const),
  ).flat();

function sortInstances(layout: Layout, state: Int32Array, order: Order): void {
  for (const [one, other] of pairsOf(layout.fields.length - 1))
    if (order(state, one, other) > 0) swapInstances(layout, state, one, other);
}

/** The least of all renamings, word by word (Heap's algorithm makes each from the last by one exchange). */
function leastRenaming(layout: Layout, state: Int32Array): void {
  const instances = layout.fields.length - 1;
  const least = state.slice();
  const turns = Array.from({ length: instances }, () => 0);
  for (let at = 1; at < instances;) {
    const turn = turns[at] ?? 0;
    if (turn < at) {
      swapInstances(layout, state, (at % 2 === 0 ? 0 : turn) + 1, at + 1);
      if (isLess(state, least)) least.set(state);
      turns[at] = turn + 1;
      at = 1;
    } else {
      turns[at] = 0;
      at += 1;
    }
  }
  state.set(least);
}

function isLess(left: Int32Array, right: Int32Array): boolean {
  const at = left.findIndex((word, index) => word !== right[index]);
  return at !== -1 && (left[at] ?? 0) < (right[at] ?? 0);
}

const allWords = (layout: Layout, each: (word: number) => string): string =>
  Array.from({ length: layout.words }, (_, word) => each(word)).join('');

const callSource = (layout: Layout): string =>
  `${allWords(layout, (word) => `renamed[${word}]=n${word};`)}canonical(renamed);${allWords(layout, (word) => `n${word}=renamed[${word}];`)}`;

/** `sortInstances` written out: records `r…` are exchanged in place, holders `g…` renamed with them. */
function sortSource(layout: Layout): string {
  const { wordsPerInstance, localMasks } = layout;
  const instances = layout.fields.length - 1;
  const recordWords = instances * wordsPerInstance;
  const holders = globalHolders(layout);
  const records = Array.from(
    { length: recordWords },
    (_, word) => `let r${word}=n${word}&${localMasks[word]};`,
  );
  const held = holders.map(
    (field, at) => `let g${at}=n${field.word}>>>${field.shift}&${(1 << field.bits) - 1};`,
  );
  const exchanges = pairsOf(instances).map(([one, other]) => exchangeSource(layout, one, other));
  const back = Array.from(
    { length: recordWords },
    (_, word) => `n${word}=n${word}&${~(localMasks[word] ?? 0)}|r${word};`,
  );
  const rename = holders.map(
    (field, at) => `n${field.word}=n${field.word}&${~maskOf(field)}|g${at}<<${field.shift};`,
  );
  return [...records, ...held, ...exchanges, ...back, ...rename].join('\n  ');
}

function exchangeSource(layout: Layout, one: number, other: number): string {
  const { wordsPerInstance } = layout;
  const holders = globalHolders(layout);
  const holding = (instance: number): string =>
    ['0', ...holders.map((_, at) => `(g${at}===${instance}?${2 ** at}:0)`)].join('+');
  const words = Array.from({ length: wordsPerInstance }, (_, word) => ({
    left: `r${(one - 1) * wordsPerInstance + word}`,
    right: `r${(other - 1) * wordsPerInstance + word}`,
  }));
  const isGreater = words.reduceRight(
    (tie, { left, right }) => `(${left}>${right}||${left}===${right}&&${tie})`,
    `(${holding(one)}>${holding(other)})`,
  );
  const swaps = words.map(({ left, right }) => `{const r=${left};${left}=${right};${right}=r;}`);
  const renames = holders.map(
    (_, at) => `if(g${at}===${one})g${at}=${other};else if(g${at}===${other})g${at}=${one};`,
  );
  return `if(${isGreater}){${swaps.join('')}${renames.join('')}}`;
}
