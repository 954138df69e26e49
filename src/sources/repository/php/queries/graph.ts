import type { Lines } from '../../code/call-graph.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { PhpClass, PhpFile, PhpMethod } from '../classes.ts';
import { lineage, methodOf } from '../codebase.ts';
import { className, functionName, shortName } from '../names.ts';
import { memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { loadedController } from './registered.ts';
import { listenersOf } from './starts.ts';
import { typeClass, typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

export const keyOf = (file: PhpFile, owner: PhpClass | undefined, name: string): string =>
  `${file.path}#${owner === undefined ? '' : `${shortName(owner.name)}.`}${name}`;

const keyOfMethod = (method: PhpMethod): string => keyOf(method.file, method.class, method.name);

/** An inherited method that is read for each class goes by its name and that of the class. */
export const keyFor = (
  { inherited }: Pick<Reading, 'inherited'>,
  method: PhpMethod,
  heir: PhpClass,
): string =>
  inherited.get(method.node)?.has(heir.name) === true
    ? `${keyOfMethod(method)}@${heir.name}`
    : keyOfMethod(method);

export function linesOf(file: PhpFile, node: SyntaxNode, start: number): Lines {
  let end = node.line;
  for (let at = node.text.indexOf('\n'); at !== -1; at = node.text.indexOf('\n', at + 1)) end += 1;
  return { file: file.path, start, end };
}

/** Most classes that stand behind an interface. */
const mostImplementations = 6;

const implementations = new WeakMap<Reading['codebase'], Map<string, readonly PhpClass[]>>();

function implementationsOf(reading: Reading, name: string): readonly PhpClass[] {
  const known = implementations.get(reading.codebase) ?? new Map<string, readonly PhpClass[]>();
  implementations.set(reading.codebase, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = reading.codebase.subclasses(name);
  known.set(name, found);
  return found;
}

/** The functions that a call runs, as far as names and types tell. */
export function calledKeys(reading: Reading, node: SyntaxNode, frame: Frame): readonly string[] {
  const { codebase } = reading;
  if (node.type === 'object_creation_expression') {
    const written = node.children.find(({ type }) => type === 'name' || type === 'qualified_name')?.text;
    const made = written === undefined ? undefined : codebase.class(className(frame.file.names, written));
    return keysIn(reading, made, '__construct');
  }
  const name = memberName(node);
  if (name === undefined) return [];
  if (node.type === 'function_call_expression') {
    const target = inField(node, 'function');
    if (target?.type !== 'name' && target?.type !== 'qualified_name') return [];
    if (/^\\?(event|dispatch_sync|dispatch_now)$/.test(name)) return dispatched(reading, node, name, frame);
    const found = codebase.function(functionName(frame.file.names, target.text));
    return found === undefined ? [] : [keyOfMethod(found)];
  }
  const receiver = receiverOf(node);
  if (receiver?.text === 'parent' && frame.class !== undefined)
    return parentKeys(reading, frame.class, frame.declaring, name);
  if (node.type === 'scoped_call_expression')
    return keysIn(reading, scopeClass(reading, receiver, frame), name);
  const loaded = loadedController(reading, node, name, frame);
  if (loaded !== undefined) return keysIn(reading, loaded.declared, loaded.method);
  const type = receiver === undefined ? undefined : typeOf(reading, receiver, frame);
  if (type?.kind === 'query' || type?.kind === 'rows') return [];
  return keysIn(reading, typeClass(reading, type), name);
}

/** `parent::create($data)`: what stands above the class that declares the method, run for the class below. */
function parentKeys(
  reading: Reading,
  owner: PhpClass,
  declaring: PhpClass = owner,
  name: string,
): readonly string[] {
  const line = lineage(reading.codebase, owner);
  const found = line
    .slice(line.indexOf(declaring) + 1)
    .flatMap((each) => each.methods.get(name.toLowerCase()) ?? [])[0];
  return found?.body === undefined ? [] : [keyFor(reading, found, owner)];
}

/** An event runs its listeners here and now; a job only where it is not put into a queue. */
function dispatched(reading: Reading, node: SyntaxNode, name: string, frame: Frame): readonly string[] {
  const first = writtenArguments(node)[0]?.node;
  const given = first === undefined ? undefined : typeOf(reading, first, frame);
  const own =
    node.type === 'scoped_call_expression' ? scopeClass(reading, receiverOf(node), frame)?.name : undefined;
  const names = [own, given?.kind === 'object' ? given.name : undefined].flatMap((each) => each ?? []);
  return names.flatMap((each) => [
    ...listenersOf(reading, each),
    ...(/(Sync|_sync|Now|_now)$/.test(name) ? keysIn(reading, reading.codebase.class(each), 'handle') : []),
  ]);
}

/** The class before `::`. */
export function scopeClass(
  reading: Reading,
  receiver: SyntaxNode | undefined,
  frame: Frame,
): PhpClass | undefined {
  const written = receiver?.text ?? '';
  if (/^(self|static)$/i.test(written)) return frame.class;
  if (written === 'parent') return reading.codebase.class(frame.class?.parents[0]);
  if (receiver?.type !== 'name' && receiver?.type !== 'qualified_name') return undefined;
  return reading.codebase.class(className(frame.file.names, written));
}

export function keysIn(reading: Reading, owner: PhpClass | undefined, name: string): readonly string[] {
  if (owner === undefined) return [];
  const method = methodOf(reading.codebase, owner, name);
  if (method !== undefined && method.body !== undefined) return [keyFor(reading, method, owner)];
  if (owner.kind !== 'interface' && !owner.isAbstract) return [];
  return implementationsOf(reading, owner.name)
    .slice(0, mostImplementations)
    .flatMap((each) => {
      const found = methodOf(reading.codebase, each, name);
      return found?.body === undefined ? [] : [keyFor(reading, found, each)];
    });
}
