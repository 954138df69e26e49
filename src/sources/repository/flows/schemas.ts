import { walk } from '../javascript/syntax.ts';
import type { Machine } from './machine.ts';
import { can, lasting } from './marks.ts';
import { moduleFrame } from './module-frame.ts';
import type { Thing, Trace, Value } from './value.ts';
import { nothing, tainted, things } from './value.ts';
import { reportSearch } from './searches.ts';
import { masked } from './taints.ts';

/** Libraries whose schemas say what a value is after it was parsed. */
export const schemaLibraries =
  /^(zod|zod\/v4|joi|@hapi\/joi|yup|valibot|superstruct|myzod|@sinclair\/typebox|runtypes|io-ts|arktype)#/;

const parses =
  /\.(parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|validateSyncAt|attempt|cast|check|assert|from|decode)$/;

/** The answer of `schema.parse(value)`; undefined where the call is no such thing. */
export function parsedBy(machine: Machine, trace: Trace, args: readonly Value[]): Value | undefined {
  if (!schemaLibraries.test(trace.name) || !parses.test(trace.name) || trace.on === undefined)
    return undefined;
  const [value] = args;
  if (value === undefined) return nothing;
  const parsed = fitted(machine, trace.on, value, 0);
  const isWrapped = /\.(safeParse\w*|validate)$/.test(trace.name);
  if (!isWrapped) return parsed;
  const fields = new Map([
    ['data', parsed],
    ['value', parsed],
  ]);
  const result: Thing = { kind: 'object', fields, rest: nothing, depth: machine.state.depth };
  return trace.name.endsWith('.validate') && trace.name.startsWith('yup#') ? parsed : things(result);
}

const ends =
  /#(?:\w+\.)*(?:coerce\.)?(number|boolean|date|bigint|int|integer|enum|nativeEnum|literal|uuid|cuid2?|ulid|nanoid|valid|isoDate|picklist|null|undefined|nan|guid|objectId|hex|int32|float32|float64|iso|ipv4|ipv6|ip|stringbool|mac|cidrv4|e164)\(/;
const endsText =
  /\.(uuid|cuid2?|ulid|nanoid|datetime|date|time|ip|guid|hex|alphanum|valid|oneOf|isoDate|creditCard|int|regex|matches|pattern|cidr|token|base64url)\(/;
const isText = /#(?:\w+\.)*(?:coerce\.)?(string|email|url|text|base64)\(/;
const isObject = /#(?:\w+\.)*(object|strictObject|looseObject|interface|type|Object|Record)\(/;
const isList = /#(?:\w+\.)*(array|tuple|set)\(/;

/** A value as a schema lets it through. */
export function fitted(machine: Machine, schema: Trace, value: Value, depth: number): Value {
  const { name } = schema;
  if (depth > 6) return nothing;
  const shape = isObject.test(name) ? innermost(schema) : undefined;
  if (shape !== undefined) {
    const fields = new Map<string, Value>();
    for (const thing of shape.things)
      for (const [key, field] of thing.fields) {
        const [inner] = field.traces;
        const part = partOf(value, key);
        fields.set(key, inner === undefined ? part : fitted(machine, inner, part, depth + 1));
      }
    const isOpen =
      /\.(passthrough|loose|unknown|catchall)\(/.test(name) || /^(joi|@hapi\/joi)#.*allowUnknown/.test(name);
    return things({
      kind: 'object',
      fields,
      rest: isOpen ? tainted(value.taints) : nothing,
      depth: machine.state.depth,
    });
  }
  reportPatterns(machine, schema, value);
  if (ends.test(name) || endsText.test(name) || isRefined(schema))
    return tainted(masked(value.taints, lasting));
  if (isList.test(name)) {
    const element = innermost(schema)?.traces[0];
    const rest =
      element === undefined
        ? tainted(value.taints)
        : fitted(machine, element, tainted(value.taints), depth + 1);
    return things({ kind: 'array', fields: new Map(), rest, depth: machine.state.depth });
  }
  const isShort = /\.(max|length|maxLength)\(/.test(name);
  if (isText.test(name)) return tainted(masked(value.taints, ~can.object & (isShort ? ~can.long : ~0)));
  return tainted(value.taints);
}

/** Patterns that a schema asks for: `z.string().regex(pattern)`, `Joi.string().pattern(pattern)`. */
function reportPatterns(machine: Machine, schema: Trace, value: Value): void {
  if (value.taints.length === 0) return;
  const isShort = /\.(max|length|maxLength)\(/.test(schema.name);
  const text = tainted(masked(value.taints, ~can.object & (isShort ? ~can.long : ~0)));
  let steps = 0;
  for (let at: Trace | undefined = schema; at !== undefined && steps < 40; at = at.on, steps += 1) {
    const [, method] = /\.(regex|pattern|matches)\(\)$/.exec(at.name) ?? [];
    const [pattern] = at.args ?? [];
    const place = pattern?.traces[0]?.place;
    if (method === undefined || pattern === undefined || place === undefined) continue;
    reportSearch(machine, { pattern, text, method }, place.node, moduleFrame(place.file));
  }
}

/** A check of its own, by a function that asks another one: what passes is what that knows. */
function isRefined(schema: Trace): boolean {
  let steps = 0;
  for (let at: Trace | undefined = schema; at !== undefined && steps < 40; at = at.on, steps += 1)
    if (
      /\.(refine|superRefine|custom|external|test)\(\)$/.test(at.name) &&
      at.args?.some(asksAnother) === true
    )
      return true;
  return false;
}

const asksAnother = ({ callables }: Value): boolean =>
  callables.some((each) => {
    if (each.kind !== 'closure' || each.node.body === null) return false;
    let asks = false;
    walk(each.node.body, (node) => {
      if (node.type === 'CallExpression' && node.callee.type === 'Identifier') asks = true;
    });
    return asks;
  });

function partOf(value: Value, key: string): Value {
  const known = value.things.flatMap(({ fields }) => fields.get(key) ?? []);
  return known[0] ?? tainted(value.taints);
}

/** What the first call on the way was given: `z.object({ … })` of `z.object({ … }).strict()`. */
function innermost(schema: Trace): Value | undefined {
  let found: Value | undefined;
  let steps = 0;
  for (let at: Trace | undefined = schema; at !== undefined && steps < 40; at = at.on, steps += 1)
    if (
      at.args?.[0] !== undefined &&
      /\((?:\))?$/.test(at.name) &&
      (at.args[0].things.length > 0 || at.args[0].traces.length > 0)
    )
      found = at.args[0];
  return found;
}
