import type { Lines } from '../../code/call-graph.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import type { FoundMethod } from './classes.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

export const keyOf = (file: string, owner: string, name: string): string =>
  `${file}#${owner === '' ? '' : `${owner}.`}${name}`;

const keyOfMethod = ({ opening, name }: FoundMethod): string => keyOf(opening.file, opening.name, name);

export function linesOf(file: string, node: SyntaxNode): Lines {
  let end = node.line;
  for (let at = node.text.indexOf('\n'); at !== -1; at = node.text.indexOf('\n', at + 1)) end += 1;
  return { file, start: node.line, end };
}

const stores = /^(save!?|update!?|create!?|update_attributes!?|find_or_create_by!?)$/;
const removes = /^(destroy!?|destroy_all|destroy_by)$/;

/** The methods that a call runs, as far as names and models tell. */
export function calledKeys(reading: Reading, call: Call, frame: Frame): readonly string[] {
  const { name, receiver } = call;
  const { classes } = reading;
  const inObject = (owner: string): readonly string[] => keys(classes.method(owner, name));
  const inClass = (owner: string): readonly string[] => {
    const own = keys(classes.classMethod(owner, name));
    if (name === 'new') return keys(classes.method(owner, 'initialize'));
    // A job that runs here and now.
    return own.length > 0 || name !== 'perform_now' ? own : keys(classes.method(owner, 'perform'));
  };
  if (receiver === undefined) {
    if (frame.namespace === '' || frame.variables.has(name)) return [];
    return frame.onClass ? inClass(frame.namespace) : inObject(frame.namespace);
  }
  const type = typeOf(reading, receiver, frame);
  switch (type?.kind) {
    case 'class':
      return inClass(type.name);
    case 'object':
      return inObject(type.name);
    case 'entity':
    case 'query':
      if (type.entity === undefined) return [];
      return [...inClass(type.entity.name), ...callbacks(reading, type.entity.name, name)];
    case 'row':
      return [...inObject(type.entity.name), ...callbacks(reading, type.entity.name, name)];
    default:
      return [];
  }
}

const keys = (method: FoundMethod | undefined): readonly string[] =>
  method === undefined ? [] : [keyOfMethod(method)];

function callbacks(reading: Reading, owner: string, name: string): readonly string[] {
  const entity = reading.entities.of(owner);
  const found = stores.test(name) ? entity?.callbacks : removes.test(name) ? entity?.removals : undefined;
  return (found ?? []).flatMap((each) => keys(reading.classes.method(owner, each)));
}

/** Keys of a method of an object, wherever in its lineage it stands. */
export const methodKeys = (reading: Reading, owner: string, name: string): readonly string[] =>
  keys(reading.classes.method(owner, name));
