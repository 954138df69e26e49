import type { Node } from 'oxc-parser';
import { parseTree } from '../../javascript/parse.ts';
import type { ParsedFile } from '../../javascript/parse.ts';
import { walk } from '../../javascript/syntax.ts';
import { spreadInto } from '../literals.ts';
import type { Frame, Machine } from '../machine.ts';
import { inBranch } from '../machine.ts';
import { hostValue } from '../members.ts';
import { moduleFrame } from '../module-frame.ts';
import { declare, write } from '../scope.ts';
import type { CallFact } from '../sinks/sink.ts';
import { isCall } from '../sinks/sink.ts';
import type { Thing, Value } from '../value.ts';
import { isEmpty, join, native, nothing, stepped, things, traced, wholeText } from '../value.ts';
import { isTemplate, templateProgram } from './translated.ts';
import { viewNamed } from './views.ts';

/** Templates inside each other, and all that one page is put together from. */
const deepest = 8;
const most = 200;

/** Templates that are walked now, and how many this page has taken. */
const open: string[] = [];
let taken = 0;

/** `res.render('users/profile', { name })`: walks the template with its values, as far as the view is known. */
export function renderView(call: CallFact): void {
  const { machine, frame, node, args } = call;
  if (!isCall(call, /^@res#(render|view)$/) && !(call.written === 'h' && call.method === 'view')) return;
  const [first, given] = args;
  const name = first === undefined ? undefined : wholeText(first);
  if (name === undefined || !machine.spend()) return;
  const shared = hostValue(machine, '@res#locals', node, frame);
  const values = [given ?? nothing, shared].reduce(join);
  if (isEmpty(values)) return;
  walkView(machine, name, givenTo(name, values, frame, node), frame);
}

/** The values of a view, each with the step that hands it over. */
function givenTo(view: string, values: Value, { file }: Frame, node: Node): Value {
  const step = (value: Value, what: string): Value => stepped(value, `${what} the view ${view}`, file, node);
  const made = values.things.map((thing): Thing => ({
    ...thing,
    fields: new Map([...thing.fields].map(([key, value]) => [key, step(value, `given as ${key} to`)])),
    rest: step(thing.rest, 'given to'),
  }));
  return { ...step(values, 'given to'), things: made };
}

function walkView(machine: Machine, name: string, values: Value, from: Frame): void {
  const path = viewNamed(templatesOf(machine), name, from.file.path);
  const file = path === undefined ? undefined : programOf(machine, path);
  if (path === undefined || file === undefined || open.includes(path)) return;
  taken = open.length === 0 ? 1 : taken + 1;
  if (open.length >= deepest || taken > most) return;
  open.push(path);
  try {
    inBranch(machine, () => {
      const frame = moduleFrame(file);
      declareNames(machine, frame, values);
      return machine.execute(file.program.body, frame);
    });
  } finally {
    open.pop();
  }
}

/** The names that a template speaks of and does not declare itself, with what they are given. */
function declareNames(machine: Machine, frame: Frame, values: Value): void {
  const set = (name: string, value: Value): void => write(machine.state, declare(frame.scope, name), value);
  const names = new Set<string>();
  walk(frame.file.program, (node) => {
    if (node.type === 'Identifier') names.add(node.name);
  });
  for (const name of names) {
    const value = machine.member(values, name, frame.file.program, frame);
    if (value.taints.length + value.things.length + value.callables.length > 0) set(name, value);
  }
  for (const name of ['$values', 'locals', 'it']) set(name, values);
  set('$raw', traced(rawOutput));
  set(
    '$view',
    native(([name, more]) => {
      const view = name === undefined ? undefined : wholeText(name);
      if (view !== undefined) walkView(machine, view, withMore(machine, values, more), frame);
      return nothing;
    }),
  );
}

/** Under which name sinks know what a template puts into the page as it is. */
export const rawOutput = 'template#raw';

/** What is handed on stands before what the whole page was given. */
function withMore(machine: Machine, values: Value, more: Value | undefined): Value {
  if (more === undefined || more.things.length === 0) return more === undefined ? values : join(more, values);
  const thing: Thing = { kind: 'object', fields: new Map(), rest: nothing, depth: machine.state.depth };
  spreadInto(thing, values);
  spreadInto(thing, more);
  return things(thing);
}

const listed = new WeakMap<Machine['codebase'], readonly string[]>();

function templatesOf({ codebase }: Machine): readonly string[] {
  const before = listed.get(codebase);
  if (before !== undefined) return before;
  const found = [...codebase.repository.files.keys()].filter(isTemplate);
  listed.set(codebase, found);
  return found;
}

const programs = new WeakMap<Machine['codebase'], Map<string, ParsedFile | undefined>>();

function programOf({ codebase }: Machine, path: string): ParsedFile | undefined {
  const known = programs.get(codebase) ?? new Map<string, ParsedFile | undefined>();
  programs.set(codebase, known);
  if (known.has(path)) return known.get(path);
  const text = codebase.repository.files.get(path)?.text;
  const program = text === undefined ? undefined : templateProgram(path, text);
  const outcome = program === undefined ? undefined : parseTree(`${path}.js`, program);
  const file = outcome?.kind === 'parsed' ? { ...outcome.file, path } : undefined;
  known.set(path, file);
  return file;
}
