import type { CallExpression, Node } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import { lineAt } from '../javascript/parse.ts';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { calledFunction } from './called.ts';
import type { Tracer } from './tracing.ts';
import type { Place, Visit } from './visit.ts';
import { visitPath } from './visit.ts';

/** Lines of a function, both included. */
export interface Lines {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** What holds for any of the calls of a function. */
export interface Callers {
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
  /** Called outside of a transaction. */
  readonly outside: boolean;
}

/** Which code runs behind a place: the function that begins there, and what it calls as far as names and types tell. */
export interface Reach {
  readonly visit: Visit;
  /** By `file#function` or `Class.method`. */
  readonly callersOf: (key: string) => Callers | undefined;
  readonly behind: (file: string, line: number) => readonly Lines[];
}

/** Longest chain of calls that is followed. */
const deepest = 8;

/** Most functions that are told behind one place. */
const mostFunctions = 400;

interface Call {
  readonly line: number;
  readonly key: string;
}

export function createReach(codebase: Codebase, tracer: Tracer): Reach {
  const functions = new Map<string, Lines[]>();
  const named = new Map<string, Lines[]>();
  const calls = new Map<string, Call[]>();
  const callers = new Map<string, Callers>();
  const seen = new Set<string>();
  const callees = new Map<Lines, readonly Lines[]>();
  const visit: Visit = (node, place) => {
    if (node.type === 'Program') seen.add(place.file.path);
    if (node.type === 'CallExpression') addCall({ calls, callers }, tracer, node, place);
    addFunction(functions, named, node, place);
  };
  const calledFrom = (lines: Lines): readonly Lines[] => {
    const known = callees.get(lines);
    if (known !== undefined) return known;
    const found = (calls.get(lines.file) ?? [])
      .filter(({ line }) => line >= lines.start && line <= lines.end)
      .flatMap(({ key }) => named.get(key) ?? []);
    callees.set(lines, found);
    return found;
  };
  return {
    visit,
    callersOf: (key) => callers.get(key),
    behind: (file, line) => {
      // A handler that only hands on is in a file that no reader looked at.
      if (!seen.has(file)) visitPath(codebase, file, visit);
      const start = widest((functions.get(file) ?? []).filter((lines) => lines.start === line));
      return start === undefined ? [] : follow(start, calledFrom);
    },
  };
}

function follow(start: Lines, calledFrom: (lines: Lines) => readonly Lines[]): readonly Lines[] {
  const reached = new Set([start]);
  let edge: readonly Lines[] = [start];
  for (let depth = 0; depth < deepest && edge.length > 0 && reached.size < mostFunctions; depth += 1) {
    const next = edge.flatMap(calledFrom).filter((lines) => !reached.has(lines));
    for (const lines of next) reached.add(lines);
    edge = [...new Set(next)];
  }
  return [...reached];
}

const widest = (all: readonly Lines[]): Lines | undefined => all.toSorted((a, b) => b.end - a.end)[0];

function addCall(
  { calls, callers }: { readonly calls: Map<string, Call[]>; readonly callers: Map<string, Callers> },
  tracer: Tracer,
  node: CallExpression,
  place: Place,
): void {
  const key = calledFunction(tracer, node, place);
  if (key === undefined) return;
  append(calls, place.file.path, { line: lineAt(place.file, node.start), key });
  const known = callers.get(key);
  callers.set(key, {
    inLoop: place.inLoop || known?.inLoop === true,
    inTransaction: place.inTransaction || known?.inTransaction === true,
    outside: !place.inTransaction || known?.outside === true,
  });
}

/** Every function by its lines; one with a name, or a method of a class, also by what a call would name. */
function addFunction(
  functions: Map<string, Lines[]>,
  named: Map<string, Lines[]>,
  node: Node,
  place: Place,
): void {
  const { path } = place.file;
  const linesOf = (found: Node): Lines => ({
    file: path,
    start: lineAt(place.file, found.start),
    end: lineAt(place.file, found.end),
  });
  if (isFunctionNode(node)) append(functions, path, linesOf(node));
  if (node.type === 'FunctionDeclaration' && node.id !== null)
    append(named, `${path}#${node.id.name}`, linesOf(node));
  if (
    node.type === 'VariableDeclarator' &&
    node.id.type === 'Identifier' &&
    node.init !== null &&
    isFunctionNode(node.init)
  )
    append(named, `${path}#${node.id.name}`, linesOf(node.init));
  if (node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition') return;
  const key = plainKey(node.key, node.computed);
  const owner = place.class?.id?.name;
  if (key === undefined || owner === undefined || node.value === null || !isFunctionNode(node.value)) return;
  append(named, `${owner}.${key}`, linesOf(node.value));
}

function append<T>(table: Map<string, T[]>, key: string, value: T): void {
  const list = table.get(key);
  if (list === undefined) table.set(key, [value]);
  else list.push(value);
}
