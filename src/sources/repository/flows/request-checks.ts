import type { Closure, Trace, Value } from './value.ts';
import { wholeText } from './value.ts';
import { can, lasting } from './marks.ts';
import { harmlessForms } from './validators.ts';

/** Parts of a request that middleware before a handler tested, by their names, with what they can do still. */
export type Checked = ReadonlyMap<string, number>;

export const unchecked: Checked = new Map();

const starts = /^express-validator#(body|query|param|cookie|header|check)\(\)$/;

const places: Readonly<Record<string, readonly string[]>> = {
  body: ['body'],
  query: ['query'],
  param: ['params'],
  cookie: ['cookies'],
  header: ['headers'],
  check: ['body', 'query', 'params', 'cookies'],
};

/** Values inside each other that are looked into: chains stand in lists, and in lists of those. */
const deepest = 3;

/** What is known of a request where one of the functions of a route runs: its address, and what was checked before. */
export function checkedBefore(names: readonly string[], args: readonly Value[], closure: Closure): Checked {
  const [address, checks] = [addressOf(names, args[0]), checksOf(args, closure)];
  return address.size === 0 ? checks : new Map([...address, ...checks]);
}

/** Behind `/share/:id` an address begins with that, so that it never is one of another host; what is mounted is cut off in Express. */
function addressOf(names: readonly string[], first: Value | undefined): Checked {
  if (first === undefined) return unchecked;
  const listed = first.things.flatMap(({ kind, fields }) => (kind === 'array' ? [...fields.values()] : []));
  const paths = [first, ...listed].flatMap((value) => wholeText(value) ?? []);
  if (paths.length === 0 || !paths.every((path) => /^\/[\w.-]/.test(path))) return unchecked;
  const isCut = names.some((name) => /^express#.*\.use$/.test(name));
  const parts = isCut ? ['originalUrl'] : ['originalUrl', 'url', 'path'];
  return new Map(parts.map((part) => [`@req#${part}`, ~can.host]));
}

/** The checks of express-validator among what a route is given, for one of its functions. */
function checksOf(args: readonly Value[], { node, file }: Closure): Checked {
  const found = new Map<string, number>();
  const collect = ({ traces, things }: Value, depth: number): void => {
    for (const trace of traces) if (trace.name.startsWith('express-validator#')) addChain(trace, found);
    if (depth < deepest)
      for (const { kind, fields, rest } of things)
        if (kind === 'array') for (const value of [...fields.values(), rest]) collect(value, depth + 1);
  };
  for (const value of args) collect(value, 0);
  if (found.size === 0) return unchecked;
  // A chain only notes what it finds: somebody has to ask for it, the function itself or one before it.
  const isAsked =
    /validationResult|matchedData/.test(file.text.slice(node.start, node.end)) ||
    args.filter(({ callables }) => callables.length > 0).length > 1;
  if (!isAsked) for (const name of found.keys()) found.set(name, ~can.unseen);
  return found;
}

function addChain(last: Trace, found: Map<string, number>): void {
  let mask = ~0;
  let steps = 0;
  for (let at: Trace | undefined = last; at !== undefined && steps < 40; at = at.on, steps += 1) {
    const start = starts.exec(at.name);
    const field = at.args?.[0] === undefined ? undefined : wholeText(at.args[0]);
    if (start === null) mask &= maskOf(/\.(\w+)\(\)$/.exec(at.name)?.[1] ?? '');
    else if (field !== undefined)
      for (const place of places[start[1] ?? ''] ?? []) found.set(`@req#${place}.${field}`, mask);
  }
}

/** What a step of a chain leaves. */
function maskOf(method: string): number {
  if (harmlessForms.test(method) || /^to(Int|Float|Boolean|Date)$/.test(method)) return lasting;
  if (/^(isEmail|isURL|isFQDN|isJWT|isBase64)$/.test(method)) return ~(can.object | can.proto | can.line);
  if (method === 'isLength') return ~(can.object | can.long);
  if (/^(isString|trim|normalizeEmail|toString|toLowerCase|toUpperCase)$/.test(method)) return ~can.object;
  if (method === 'escape') return ~can.markup;
  // What it asks for is written in a function or a pattern.
  return /^(custom|matches|whitelist|blacklist)$/.test(method) ? ~can.unseen : ~0;
}
