import { inField } from '../../languages/syntax.ts';
import type { PhpParameter } from '../classes.ts';
import { evaluate } from './expressions.ts';
import type { Frame, HandledPath, Machine } from './machine.ts';
import { bag, field } from './sources.ts';
import { valueOfType } from './types.ts';
import type { Value } from './value.ts';
import { nothing, ofKind } from './value.ts';

/** What a parameter holds for which nothing is given; `isEntry`: nobody calls the function that is known. */
export function absentParameter(
  machine: Machine,
  parameter: PhpParameter,
  frame: Frame,
  isEntry: boolean,
): Value {
  const { type, name, node, default: written } = parameter;
  if (
    type !== undefined &&
    !/^(string|mixed|array|int|float|bool|object|callable|iterable|self|static)$/.test(type)
  )
    return valueOfType(machine, type);
  const handled = isEntry ? handledPath(machine, frame) : undefined;
  const isUntyped = type === undefined || type === 'mixed';
  if (
    isUntyped &&
    (handled === undefined ? isEntry && isOpen(frame) && name === 'request' : /^(request|req)$/.test(name))
  )
    return ofKind('@request');
  if (handled !== undefined) {
    const place = handled === 'rest' ? 'rest of the path' : 'path parameter';
    if (type === 'array' || /^args$/.test(name)) return bag(machine, place, node, frame);
    if (type === undefined || type === 'string' || type === 'mixed')
      return /^(response|res|next)$/i.test(name) ? nothing : field(machine, place, name, node, frame);
  }
  return written === undefined ? nothing : evaluate(machine, written, frame);
}

/** Something outside of its class may call it. */
const isOpen = (frame: Frame): boolean =>
  frame.class?.methods.get(frame.name.toLowerCase())?.visibility !== 'private';

/** Parameters of what a route runs are parts of its path. */
function handledPath(machine: Machine, frame: Frame): HandledPath | undefined {
  const own = frame.class?.methods.get(frame.name.toLowerCase())?.node;
  const declared = own ?? frame.file.functions.get(frame.name.toLowerCase())?.node;
  const line = inField(declared, 'name')?.line ?? declared?.line;
  return line === undefined ? undefined : machine.handlers.get(`${frame.file.path}:${line}`);
}
