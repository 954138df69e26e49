import { inField } from '../../languages/syntax.ts';
import type { PhpParameter } from '../classes.ts';
import { kindNames } from '../codebase.ts';
import { evaluate } from './expressions.ts';
import type { Frame, HandledPath, Machine } from './machine.ts';
import { bag, field } from './sources.ts';
import { boundRecord } from './records/bound.ts';
import { valueOfType } from './types.ts';
import type { Value } from './value.ts';
import { masking, nothing, ofKind } from './value.ts';
import { can, lasting } from './marks.ts';
import { callerValue } from './records/callers.ts';

/** What a parameter holds for which nothing is given; `isEntry`: nobody calls the function that is known. */
export function absentParameter(
  machine: Machine,
  parameter: PhpParameter,
  frame: Frame,
  isEntry: boolean,
): Value {
  const { type, name, node, default: written } = parameter;
  if (isCallerParameter(parameter)) return callerValue(machine, node, frame);
  const record = isEntry ? boundRecord(machine, parameter, frame) : undefined;
  if (record !== undefined) return record;
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
    const mask = refusesMarkup(machine, frame) ? ~can.markup : -1;
    const brought = (): Value => masking(field(machine, place, name, node, frame), mask);
    if (type === 'int') return masking(brought(), lasting);
    if (type === undefined || type === 'string' || type === 'mixed')
      return /^(response|res|next)$/i.test(name) ? nothing : brought();
  }
  return written === undefined ? nothing : evaluate(machine, written, frame);
}

/** CodeIgniter takes a path of letters, digits and a few signs only, and decodes nothing else. */
const refusesMarkup = ({ codebase }: Machine, frame: Frame): boolean =>
  frame.class !== undefined &&
  kindNames(codebase, frame.class).some((name) =>
    /^(CI_Controller|MX_Controller|CodeIgniter\\(Controller|RESTful\\\w+))$/.test(name),
  );

/** Something outside of its class may call it. */
const isOpen = (frame: Frame): boolean =>
  frame.class?.methods.get(frame.name.toLowerCase())?.visibility !== 'private';

/** Parameters of what a route runs are parts of its path. */
function handledPath(machine: Machine, frame: Frame): HandledPath | undefined {
  const key = handlerKey(frame);
  return key === undefined ? undefined : machine.handlers.get(key);
}

/** Where the function of a frame stands, as handlers of routes are told. */
export function handlerKey(frame: Frame): string | undefined {
  if (frame.handled !== undefined) return frame.handled;
  const own = frame.class?.methods.get(frame.name.toLowerCase())?.node;
  const declared = own ?? frame.file.functions.get(frame.name.toLowerCase())?.node;
  const line = inField(declared, 'name')?.line ?? declared?.line;
  return line === undefined ? undefined : `${frame.file.path}:${line}`;
}

/** Whether a function is what a route runs. */
export const isHandler = (machine: Machine, frame: Frame): boolean =>
  handledPath(machine, frame) !== undefined;

/** `blog_post` and `blogPost` are the same name. */
export const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** `#[CurrentUser] $user`. */
const isCallerParameter = ({ attributes }: PhpParameter): boolean =>
  attributes.some(({ name: of }) => /(^|\\)CurrentUser$/.test(of));
