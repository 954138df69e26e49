import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass } from '../classes.ts';
import { kindNames } from '../codebase.ts';
import { className } from '../names.ts';
import { plainString, receiverOf, writtenArguments } from '../syntax.ts';
import { keysIn } from './graph.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

/** A job or a handler of messages is told by its class; a worker runs its method. */
export function addStarts(reading: Reading, declared: PhpClass): void {
  const keys = ['handle', '__invoke', 'process', 'execute'].flatMap((name) =>
    declared.methods.has(name) || (name === 'handle' && declared.parents.length > 0)
      ? keysIn(reading, declared, name)
      : [],
  );
  reading.graph.addStart(declared.file.path, declared.node.line, keys);
}

/** `Schedule::job(new Prune)`, `$schedule->command('prune')`: the line of the plan starts the class. */
export function addSchedule(reading: Reading, node: SyntaxNode, name: string, frame: Frame): void {
  if (!/^(job|command|call)$/.test(name)) return;
  if (!/schedule/i.test(receiverOf(node)?.text ?? '')) return;
  const first = writtenArguments(node)[0]?.node;
  const given = first === undefined ? undefined : typeOf(reading, first, frame);
  const text = plainString(first);
  const declared =
    given?.kind === 'class' || given?.kind === 'object'
      ? reading.codebase.class(given.name)
      : text === undefined
        ? undefined
        : commandNamed(reading, text);
  if (declared !== undefined)
    reading.graph.addStart(
      frame.file.path,
      node.line,
      ['handle', '__invoke'].flatMap((each) => keysIn(reading, declared, each)),
    );
}

const commands = new WeakMap<Reading['codebase'], Map<string, PhpClass>>();

/** The command that answers to a name on the console. */
function commandNamed(reading: Reading, text: string): PhpClass | undefined {
  const known = commands.get(reading.codebase) ?? readCommands(reading);
  commands.set(reading.codebase, known);
  return known.get(text.split(/\s/)[0] ?? text);
}

function readCommands(reading: Reading): Map<string, PhpClass> {
  const found = new Map<string, PhpClass>();
  for (const { path, text } of reading.codebase.sources) {
    const name =
      /\$(?:signature|name)\s*=\s*['"]([\w:.-]+)/.exec(text)?.[1] ??
      /AsCommand\(\s*(?:name:\s*)?['"]([\w:.-]+)/.exec(text)?.[1];
    if (name === undefined || !/extends\s+\S*Command\b/.test(text)) continue;
    for (const declared of reading.codebase.file(path)?.classes.values() ?? []) found.set(name, declared);
  }
  return found;
}

const listeners = new WeakMap<Reading['codebase'], Map<string, readonly string[]>>();

/** What answers an event in the same process: `handle(OrderPaid $event)` of a listener that is not queued. */
export function listenersOf(reading: Reading, event: string): readonly string[] {
  const known = listeners.get(reading.codebase) ?? readListeners(reading);
  listeners.set(reading.codebase, known);
  return known.get(event.toLowerCase()) ?? [];
}

function readListeners(reading: Reading): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { path, text } of reading.codebase.sources) {
    if (!/(^|\/)Listeners?\//.test(path) || !/function (handle|__invoke)\(/.test(text)) continue;
    for (const declared of reading.codebase.file(path)?.classes.values() ?? []) {
      if (kindNames(reading.codebase, declared).some((name) => name.endsWith('ShouldQueue'))) continue;
      for (const name of ['handle', '__invoke']) {
        const types =
          declared.methods.get(name)?.parameters[0]?.node.text.match(/[\w\\]+(?=[\w\\|\s]*\$)/g) ?? [];
        for (const type of types) {
          const key = className(declared.file.names, type).toLowerCase();
          found.set(key, [...(found.get(key) ?? []), ...keysIn(reading, declared, name)]);
        }
      }
    }
  }
  return found;
}
