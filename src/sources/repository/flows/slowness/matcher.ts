import { holds, wordCharacters } from './character-sets.ts';
import type { Edge } from './pattern-syntax.ts';
import type { Instruction, Program } from './program.ts';

/** How a search ended: `found` is not known where the steps did not suffice. */
export interface Outcome {
  readonly found: boolean | undefined;
  /** Instructions that were executed. */
  readonly steps: number;
}

/** What stands on a trail, three numbers each: a way (instruction, place in the text), or a value to be put back (key, before). */
const entry = { way: 0, slot: 1, register: 2 } as const;

interface Run {
  readonly program: Program;
  readonly text: string;
  readonly most: number;
  steps: number;
}

/** Where a way stands: the next instruction, the place in the text, and what was captured and passed. */
interface Way {
  at: number;
  place: number;
  readonly slots: number[];
  readonly registers: number[];
  /** What is tried next when a way fails. */
  readonly trail: number[];
  /** Tests around it. */
  readonly depth: number;
}

/** Looks for a pattern in a text as an engine that tracks back does, and counts what it does. */
export function search(program: Program, text: string, most: number): Outcome {
  const run: Run = { program, text, most, steps: 0 };
  const last = program.isAnchored ? 0 : text.length;
  for (let start = 0; start <= last; start += 1) {
    const found = walk(run, newWay(run, 0, start, [], 0));
    if (found !== false) return { found, steps: run.steps };
  }
  return { found: false, steps: run.steps };
}

const newWay = ({ program }: Run, at: number, place: number, slots: number[], depth: number): Way => ({
  at,
  place,
  slots,
  registers: Array.from({ length: program.registers }, () => -1),
  trail: [],
  depth,
});

/** Tests inside each other. */
const deepest = 50;

/** Follows one way after the other; undefined where the steps do not suffice. */
function walk(run: Run, way: Way): boolean | undefined {
  if (way.depth > deepest) return undefined;
  for (;;) {
    run.steps += 1;
    if (run.steps > run.most) return undefined;
    const step = run.program.code[way.at];
    if (step === undefined || step.op === 'match') return true;
    way.at += 1;
    const goesOn = step.op === 'look' ? look(run, way, step) : advance(run, way, step);
    if (goesOn === undefined) return undefined;
    if (!goesOn && !goBack(way)) return false;
  }
}

/** Goes back to the last choice; false where there is none. */
function goBack(way: Way): boolean {
  const { trail } = way;
  while (trail.length > 0) {
    const second = trail.pop() ?? -1;
    const first = trail.pop() ?? -1;
    const kind = trail.pop();
    if (kind === entry.way) {
      way.at = first;
      way.place = second;
      return true;
    }
    (kind === entry.slot ? way.slots : way.registers)[first] = second;
  }
  return false;
}

function keep(way: Way, kind: 'slot' | 'register', key: number, value: number): void {
  const values = kind === 'slot' ? way.slots : way.registers;
  way.trail.push(entry[kind], key, values[key] ?? -1);
  values[key] = value;
}

/** Carries out one instruction; false where the text does not fit. */
function advance({ text }: Run, way: Way, step: Exclude<Instruction, { op: 'look' | 'match' }>): boolean {
  switch (step.op) {
    case 'set': {
      const read = step.isBack ? way.place - 1 : way.place;
      way.place += step.isBack ? -1 : 1;
      return read >= 0 && read < text.length && holds(step.set, text.charCodeAt(read));
    }
    case 'split':
      way.trail.push(entry.way, step.second, way.place);
      way.at = step.first;
      return true;
    case 'jump':
      way.at = step.to;
      return true;
    case 'save':
      keep(way, 'slot', step.slot, way.place);
      return true;
    case 'mark':
      keep(way, 'register', step.register, way.place);
      return true;
    case 'moved':
      return way.registers[step.register] !== way.place;
    case 'edge':
      return isAt(step.edge, text, way.place);
    case 'back':
      return readAgain(text, way, step);
  }
}

/** What a group captured, once more; one that captured nothing fits anywhere. */
function readAgain(text: string, way: Way, step: Extract<Instruction, { op: 'back' }>): boolean {
  const [start, end] = [way.slots[step.index * 2] ?? -1, way.slots[step.index * 2 + 1] ?? -1];
  if (start < 0 || end < 0) return true;
  const part = text.slice(start, end);
  const from = step.isBack ? way.place - part.length : way.place;
  way.place += step.isBack ? -part.length : part.length;
  return from >= 0 && text.startsWith(part, from);
}

/** A test ahead or behind: what it captured stays captured, and is not tried in another way. */
function look(run: Run, way: Way, step: Extract<Instruction, { op: 'look' }>): boolean | undefined {
  const inner = newWay(run, way.at, way.place, [...way.slots], way.depth + 1);
  const found = walk(run, inner);
  if (found === undefined) return undefined;
  way.at = step.next;
  if (found === step.isNegated) return false;
  if (!step.isNegated)
    for (const [key, value] of inner.slots.entries())
      if (value !== undefined && value !== way.slots[key]) keep(way, 'slot', key, value);
  return true;
}

const isLineEnd = (text: string, at: number): boolean => /[\n\r\u2028\u2029]/.test(text[at] ?? '');

const isWord = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && holds(wordCharacters, text.charCodeAt(at));

function isAt(edge: Edge, text: string, place: number): boolean {
  switch (edge) {
    case 'start':
      return place === 0;
    case 'end':
      return place === text.length;
    case 'line start':
      return place === 0 || isLineEnd(text, place - 1);
    case 'line end':
      return place === text.length || isLineEnd(text, place);
    case 'word':
      return isWord(text, place - 1) !== isWord(text, place);
    case 'no word':
      return isWord(text, place - 1) === isWord(text, place);
  }
}
