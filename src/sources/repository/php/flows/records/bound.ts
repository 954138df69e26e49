import { methodOf } from '../../codebase.ts';
import type { PhpCodebase } from '../../codebase.ts';
import type { PhpParameter } from '../../classes.ts';
import type { Frame, Machine } from '../machine.ts';
import { lasting } from '../marks.ts';
import { handlerKey, plainName } from '../parameters.ts';
import { field } from '../sources.ts';
import { shared } from '../types.ts';
import type { Value } from '../value.ts';
import { masking } from '../value.ts';
import { modelOf } from './models.ts';
import { allOf } from './queries.ts';
import { byKey, found, refer } from './references.ts';
import { settle } from './settling.ts';
import { askRules } from './uploads.ts';

/** A model in a parameter of a route's handler is looked up by the part of the path of that name. */
export function boundRecord(machine: Machine, parameter: PhpParameter, frame: Frame): Value | undefined {
  const model = modelOf(machine.codebase, machine.codebase.class(parameter.type));
  const key = handlerKey(frame);
  const inPath = key === undefined ? undefined : machine.pathParameters.get(key);
  if (model === undefined || inPath === undefined) return undefined;
  const { node, name } = parameter;
  // Doctrine takes `{id}` for the one entity there is.
  const isBound = inPath.has(plainName(name)) || (model.mapper === 'doctrine' && inPath.has('id'));
  if (!isBound || !isUsed(frame, name)) return undefined;
  const value = masking(field(machine, 'path parameter', name, node, frame), lasting);
  const records = byKey(allOf(model), value);
  const isUnclear = parameter.attributes.length > 0 || isBoundApart(machine, name);
  const known = isUnclear ? { ...records, unclear: true } : records;
  refer(machine, known, 'read', `$${name} of ${frame.name}`, { node, frame });
  // Methods of its class run on it.
  return {
    ...found(machine, known, 'row', node, frame),
    instances: shared(machine, model.declared).instances,
  };
}

/** What a handler is given and does nothing with is nobody's. */
const isUsed = ({ class: owner, name: of }: Frame, name: string): boolean =>
  owner?.methods.get(of.toLowerCase())?.body?.text.includes(`$${name}`) !== false;

/** `Route::bind('post', …)` and `{post:slug}` look it up in another way. */
const isBoundApart = ({ codebase }: Machine, name: string): boolean =>
  new RegExp(`(bind|model)\\(\\s*['"]${name}['"]|\\{${name}:`).test(routeTexts(codebase));

const known = new WeakMap<PhpCodebase, string>();

/** The files in which routes are declared and bound. */
function routeTexts(codebase: PhpCodebase): string {
  const before = known.get(codebase);
  if (before !== undefined) return before;
  const text = codebase.sources
    .filter(({ path }) => /provider|routes?\b/i.test(path))
    .map((each) => each.text)
    .join('\n');
  known.set(codebase, text);
  return text;
}

/** A form that asks in `authorize` whether the caller may send it. */
export function askForm(machine: Machine, { type }: PhpParameter): void {
  const declared = type === undefined ? undefined : machine.codebase.class(type);
  askRules(machine, declared?.node.text);
  const method = declared === undefined ? undefined : methodOf(machine.codebase, declared, 'authorize');
  const body = method?.body?.text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|\s+/g, '') ?? '';
  if (body !== '' && !/^\{return(true|auth\(\)->check\(\)|Auth::check\(\));\}$/.test(body)) settle(machine);
}
