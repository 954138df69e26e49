import type { Lines } from '../../code/call-graph.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Named, PyClass, PyFunction } from './code-index.ts';
import { methodOf } from './hints.ts';
import { actionKey } from './library-views.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

export const keyOf = (path: string, owner: PyClass | undefined, name: string): string =>
  `${path}#${owner === undefined ? '' : `${owner.name}.`}${name}`;

const keyOfFunction = ({ module, owner, name }: PyFunction): string => keyOf(module.path, owner, name);

/** An inherited method that is read for each class goes by its name and that of the class. */
export const keyFor = (
  { inherited }: Pick<Reading, 'inherited'>,
  method: PyFunction,
  heir: PyClass,
): string =>
  inherited.get(method.node)?.has(heir) === true
    ? `${keyOfFunction(method)}@${heir.module.path}#${heir.name}`
    : keyOfFunction(method);

export function linesOf(path: string, node: SyntaxNode): Lines {
  let end = node.line;
  for (let at = node.text.indexOf('\n'); at !== -1; at = node.text.indexOf('\n', at + 1)) end += 1;
  return { file: path, start: node.line, end };
}

const keysOfNamed = (reading: Reading, named: Named | undefined): readonly string[] => {
  if (named?.kind === 'function') return [keyOfFunction(named.of)];
  if (named?.kind !== 'class') return [];
  return ['__init__', '__call__'].flatMap((name) => keysIn(reading, named.of, name));
};

export function keysIn(reading: Reading, of: PyClass, name: string): readonly string[] {
  const method = methodOf(reading, of, name);
  return method === undefined ? [] : [keyFor(reading, method, of)];
}

/** The functions that a call runs, as far as names and hints tell. */
export function calledKeys(reading: Reading, node: SyntaxNode, frame: Frame): readonly string[] {
  const callee = inField(node, 'function');
  if (callee === undefined) return [];
  if (callee.type === 'identifier') {
    if (frame.variables.has(callee.text)) return [];
    const named = reading.index.named(frame.module, callee.text);
    if (callee.text === 'Depends' || callee.text === 'Security') return dependency(reading, node, frame);
    return keysOfNamed(reading, named);
  }
  if (callee.type !== 'attribute') return [];
  const [object, name] = [inField(callee, 'object'), inField(callee, 'attribute')?.text];
  if (object === undefined || name === undefined) return [];
  const { owner } = frame;
  if (object.type === 'call' && inField(object, 'function')?.text === 'super' && owner !== undefined) {
    const [method] = above(reading, owner, frame.declaring).flatMap((each) => each.methods.get(name) ?? []);
    return [method === undefined ? actionKey(owner, name) : keyFor(reading, method, owner)];
  }
  // Given to a worker, not run here.
  if (/^(delay|apply_async|send|send_with_options|enqueue|s|si)$/.test(name)) return [];
  const type = typeOf(reading, object, frame);
  if (type?.kind === 'object' || type?.kind === 'class') return keysIn(reading, type.of, name);
  if (type?.kind === 'row' || type?.kind === 'entity' || type?.kind === 'query') {
    const declared = type.entity === undefined ? undefined : reading.entities.classOf(type.entity);
    return declared === undefined ? [] : keysIn(reading, declared, name);
  }
  return keysOfNamed(reading, reading.index.dotted(frame.module, callee));
}

/** What a class extends, beyond the class that declares the function. */
function above(reading: Reading, owner: PyClass, declaring: PyClass = owner): readonly PyClass[] {
  const line = reading.index.lineage(owner);
  return line.slice(line.indexOf(declaring) + 1);
}

/** `Depends(current_user)` is called before the handler it stands in. */
function dependency(reading: Reading, node: SyntaxNode, frame: Frame): readonly string[] {
  const first = inField(node, 'arguments')?.children[0];
  return first === undefined ? [] : keysOfNamed(reading, reading.index.dotted(frame.module, first));
}

/** Functions that are handed to a call are taken to be called by it. */
export function handedKeys(reading: Reading, node: SyntaxNode, frame: Frame): readonly string[] {
  return (inField(node, 'arguments')?.children ?? []).flatMap((arg) => {
    const value = arg.type === 'keyword_argument' ? inField(arg, 'value') : arg;
    if (value?.type !== 'identifier' && value?.type !== 'attribute') return [];
    if (value.type === 'identifier' && frame.variables.has(value.text)) return [];
    const named = reading.index.dotted(frame.module, value);
    return named?.kind === 'function' ? [keyOfFunction(named.of)] : [];
  });
}
