import { inField } from '../../languages/syntax.ts';
import type { PhpParameter } from '../classes.ts';
import { evaluate } from './expressions.ts';
import type { Frame, HandledPath, Machine } from './machine.ts';
import { bag, field } from './sources.ts';
import { valueOfType } from './types.ts';
import type { Value } from './value.ts';
import { masking, nothing, ofKind } from './value.ts';
import { lasting } from './marks.ts';
import { methodOf } from '../codebase.ts';
import { callerValue } from './records/callers.ts';
import { modelOf } from './records/models.ts';
import { allOf } from './records/queries.ts';
import { byKey, found, refer } from './records/references.ts';
import { settle } from './records/settling.ts';

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
    const brought = (): Value => field(machine, place, name, node, frame);
    if (type === 'int') return masking(brought(), lasting);
    if (type === undefined || type === 'string' || type === 'mixed')
      return /^(response|res|next)$/i.test(name) ? nothing : brought();
  }
  return written === undefined ? nothing : evaluate(machine, written, frame);
}

/** Something outside of its class may call it. */
const isOpen = (frame: Frame): boolean =>
  frame.class?.methods.get(frame.name.toLowerCase())?.visibility !== 'private';

/** Parameters of what a route runs are parts of its path. */
function handledPath(machine: Machine, frame: Frame): HandledPath | undefined {
  if (frame.handled !== undefined) return frame.handled;
  const own = frame.class?.methods.get(frame.name.toLowerCase())?.node;
  const declared = own ?? frame.file.functions.get(frame.name.toLowerCase())?.node;
  const line = inField(declared, 'name')?.line ?? declared?.line;
  return line === undefined ? undefined : machine.handlers.get(`${frame.file.path}:${line}`);
}

/** `#[CurrentUser] $user`. */
const isCallerParameter = ({ attributes }: PhpParameter): boolean =>
  attributes.some(({ name: of }) => /(^|\\)CurrentUser$/.test(of));

/** A model in a parameter of a route's handler is looked up by the part of the path of that name. */
function boundRecord(machine: Machine, parameter: PhpParameter, frame: Frame): Value | undefined {
  const model = modelOf(machine.codebase, machine.codebase.class(parameter.type));
  if (model === undefined || handledPath(machine, frame) === undefined) return undefined;
  const { node, name } = parameter;
  const value = masking(field(machine, 'path parameter', name, node, frame), lasting);
  const records = byKey(allOf(model), value);
  const isUnclear = parameter.attributes.length > 0 || isBoundApart(machine, name);
  const known = isUnclear ? { ...records, unclear: true } : records;
  refer(machine, known, 'read', `$${name} of ${frame.name}`, { node, frame });
  return found(machine, known, 'row', node, frame);
}

/** `Route::bind('post', …)` looks it up in another way. */
const isBoundApart = ({ codebase }: Machine, name: string): boolean =>
  codebase.sources.some(
    ({ path, text }) => /provider|routes?\b/i.test(path) && new RegExp(`(bind|model)\\(\\s*['"]${name}['"]`).test(text),
  );

/** A form that asks in `authorize` whether the caller may send it. */
export function askForm(machine: Machine, { type }: PhpParameter): void {
  const declared = type === undefined ? undefined : machine.codebase.class(type);
  const method = declared === undefined ? undefined : methodOf(machine.codebase, declared, 'authorize');
  const body = method?.body?.text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|\s+/g, '') ?? '';
  if (body !== '' && !/^\{return(true|auth\(\)->check\(\)|Auth::check\(\));\}$/.test(body)) settle(machine);
}
