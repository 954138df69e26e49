import { folderOf, joinPath } from '../../file-paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { describe } from './contexts.ts';
import { fork, merged, setVariable } from './environment.ts';
import { evaluate } from './expressions.ts';
import { endOf } from './invoke.ts';
import type { Frame, Hit, Machine } from './machine.ts';
import { report } from './machine.ts';
import { anyPath } from '../../flows/marks.ts';
import { can } from './marks.ts';
import { ofChoice, retrace, traced } from './records/access.ts';
import type { Traces } from './records/access.ts';
import { execute } from './statements.ts';
import type { Env } from './environment.ts';
import type { Taint, Value } from './value.ts';
import { choicesOf } from '../../flows/value.ts';
import { nothing, tainted } from './value.ts';

/** Files inside each other. */
const deepest = 12;

/** `include $path`: the file runs with the variables of this place. */
export function includeFile(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const [child] = node.children;
  if (child === undefined) return nothing;
  const path = evaluate(machine, child, frame);
  const word = node.type.replace('_expression', '');
  const isProgram = ({ marks }: Taint): boolean => (marks & can.stream) !== 0;
  const [programs, paths] = [path.taints.filter(isProgram), path.taints.filter((taint) => !isProgram(taint))];
  const what = `path of ${word}`;
  const hits: readonly Hit[] = [
    { kind: 'code-injection', value: tainted(programs), what, needs: can.stream },
    { kind: 'path-traversal', value: tainted(paths), what, needs: anyPath },
  ];
  report(machine, hits, node, frame);
  const before = frame.env;
  const ways: Env[] = [];
  let value = nothing;
  const choices = choicesOf(path);
  for (const written of choices) {
    const found = fileAt(machine, written, frame);
    if (found === undefined) continue;
    frame.env = fork(before);
    value = runIncluded(machine, found, node.type.includes('once'), choices.length > 1, frame);
    ways.push(frame.env);
  }
  frame.env = ways.length === 0 ? before : merged(ways);
  return value;
}

/** `..` is resolved; a relative path begins at the script that runs, or at the file. */
function fileAt(machine: Machine, written: string, frame: Frame): string | undefined {
  if (written === '') return undefined;
  const folders = [machine.script?.path ?? frame.file.path, frame.file.path].map(folderOf);
  const options = written.startsWith('/')
    ? [joinPath('', written)]
    : [...folders.map((folder) => joinPath('', `${folder}/${written}`)), joinPath('', written)];
  return options.find((path) => machine.codebase.repository.files.has(path));
}

interface Ran {
  readonly values: ReadonlyMap<string, Value>;
  readonly answer: Value;
  readonly dead: boolean;
  readonly traces: Traces;
}

const ran = new WeakMap<Machine, Map<string, Ran>>();

/** A file that was run with the same things in the variables it names leaves the same behind. */
function runIncluded(machine: Machine, path: string, once: boolean, isChoice: boolean, frame: Frame): Value {
  const file = machine.codebase.file(path);
  if (file === undefined || machine.depth >= deepest || (once && machine.running.has(`@${path}`)))
    return nothing;
  const known = ran.get(machine) ?? new Map<string, Ran>();
  ran.set(machine, known);
  const key = `${path} ${seen(file.root.text, frame)}`;
  const before = known.get(key);
  if (before !== undefined) {
    for (const [name, value] of before.values) setVariable(frame.env, name, value);
    frame.env.dead = before.dead;
    retrace(machine.access, isChoice ? ofChoice(before.traces) : before.traces);
    return before.answer;
  }
  if (machine.running.has(`@${path}`)) return nothing;
  machine.running.add(`@${path}`);
  machine.included.add(path);
  machine.depth += 1;
  const inner: Frame = { ...frame, file, answer: undefined, ends: [], jumps: [] };
  const given = new Map(frame.env.values);
  const walk = (): void => execute(machine, file.root.children, inner);
  const [, traces] = traced(machine.access, walk, 'apart');
  retrace(machine.access, isChoice ? ofChoice(traces) : traces);
  machine.depth -= 1;
  machine.running.delete(`@${path}`);
  frame.env = endOf(inner);
  const changed = new Map([...frame.env.values].filter(([name, value]) => given.get(name) !== value));
  known.set(key, { values: changed, answer: inner.answer ?? nothing, dead: frame.env.dead, traces });
  return inner.answer ?? nothing;
}

/** What stands in the variables that a file names. */
function seen(text: string, { env, class: owner }: Frame): string {
  const parts: string[] = [owner?.name ?? ''];
  for (const [name, value] of env.values)
    if (text.includes(`$${name}`)) parts.push(`${name}=${describe(value, 1)}`);
  for (const [name, value] of env.narrowed) parts.push(`${name}=${describe(value, 1)}`);
  return parts.join(' ');
}
