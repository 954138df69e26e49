/**
 * Every state found, whole: states are compared word by word and never by a digest, so that "holds" means every one was
 * looked at. The order in which they were found is the queue of a breadth-first search; parents lead back to the start.
 */
export interface StateStore {
  readonly words: number;
  readonly mostStates: number;
  readonly capacity: number;
  readonly states: Int32Array;
  /** Index of the state this one was first found from. */
  readonly parents: Int32Array;
  /** Transition by which it was first found. */
  readonly labels: Uint16Array;
  /**
   * Open addressing with linear probing, at most half full: index of a state plus 1, 0 is free. Bits no index needs
   * hold bits of the digest, so that most states that are not the one looked for need not be fetched from memory.
   */
  readonly table: Int32Array;
}

const firstCapacity = 1 << 12;
/** Positions in the table and in the words of all states stay within 31 bits, where V8 computes without floating point. */
const mostPositions = 2 ** 30;

/** Most states a search may be asked for with states of so many words. */
export const mostStatesFor = (words: number): number => Math.floor(mostPositions / Math.max(2, words));

/** Bytes held for so many states, the table included; while growing, up to half as much again. */
export function bytesFor(words: number, states: number): number {
  return states * (4 * words + 4 + 2) + 4 * tableLength(states);
}

export function stateStore(words: number, mostStates: number): StateStore {
  const capacity = Math.min(mostStates, firstCapacity);
  return {
    words,
    mostStates,
    capacity,
    states: new Int32Array(capacity * words),
    parents: new Int32Array(capacity),
    labels: new Uint16Array(capacity),
    table: new Int32Array(tableLength(capacity)),
  };
}

/** A store with room for twice as many, its table still empty; undefined where the bound or the memory is reached. */
export function grown(store: StateStore): StateStore | undefined {
  const { words, mostStates } = store;
  const capacity = Math.min(mostStates, store.capacity * 2);
  if (capacity === store.capacity) return undefined;
  try {
    return {
      words,
      mostStates,
      capacity,
      states: copied(store.states, new Int32Array(capacity * words)),
      parents: copied(store.parents, new Int32Array(capacity)),
      labels: copied(store.labels, new Uint16Array(capacity)),
      table: new Int32Array(tableLength(capacity)),
    };
  } catch (error) {
    // No memory is one of the bounds of a search, and told like the others.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function copied<Values extends Int32Array | Uint16Array>(from: Values, into: Values): Values {
  into.set(from);
  return into;
}

const tableLength = (capacity: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, capacity * 2)));

/**
 * JavaScript of `add(n0, …, label)`, which finds or adds a state and returns its index, -1 where there is no room.
 * Generated because the number of words is fixed for a machine and this is where a search spends its time.
 * `prepare` runs before the state is looked up, `record` with `found` as its index, `inspect` and `found` for a new one.
 */
export function addSource(
  words: number,
  parts: {
    readonly prepare: string;
    readonly record: string;
    readonly inspect: string;
    readonly found?: string;
  },
): string {
  const all = Array.from({ length: words }, (_, word) => word);
  const news = all.map((word) => `n${word}`).join(',');
  const same = all.map((word) => `states[at+${word}]===n${word}`).join('&&');
  const write = all.map((word) => `states[at+${word}]=n${word};`).join('');
  const read = all.map((word) => `states[at+${word}]`).join(',');
  return `
function hash(${news}){${hashSource(words)}}
function rehash(){
  mask=table.length-1;
  for(let index=0;index<count;index++){
    const at=index*${words};
    const digest=hash(${read});
    let slot=digest&mask;
    while(table[slot]!==0)slot=slot+1&mask;
    table[slot]=index+1|digest&~mask;
  }
}
function add(${news},label){
  emitted++;
  ${parts.prepare}
  const digest=hash(${news});
  let slot=digest&mask;
  for(let entry=table[slot];entry!==0;entry=table[slot]){
    if(((entry^digest)&~mask)===0){
      const found=(entry&mask)-1,at=found*${words};
      if(${same}){if(found>current)ahead=true;${parts.record}return found;}
    }
    slot=slot+1&mask;
  }
  if(count===capacity){
    if(!makeRoom()){full=true;return -1;}
    slot=digest&mask;
    while(table[slot]!==0)slot=slot+1&mask;
  }
  const found=count++,at=found*${words};
  ${write}
  parents[found]=current;labels[found]=label;table[slot]=count|digest&~mask;ahead=true;
  ${parts.record}
  ${parts.found ?? ''}
  if(${parts.inspect})if(broken<0)broken=found;
  return found;
}`;
}

/** Multiply and fold each word, as MurmurHash3 does; the last fold brings high bits into the low ones the table uses. */
function hashSource(words: number): string {
  const folds = Array.from(
    { length: words - 1 },
    (_, at) => `h=Math.imul(h^n${at + 1},0x85ebca6b);h^=h>>>13;`,
  );
  return `let h=Math.imul(n0,0x9e3779b1);h^=h>>>15;${folds.join('')}h=Math.imul(h,0xc2b2ae35);return h^h>>>16;`;
}
