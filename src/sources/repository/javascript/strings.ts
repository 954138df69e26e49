import type { Machine } from './machine.ts';
import { joinText } from './operators.ts';
import type { TextValue, Value } from './value.ts';
import { arrayOf, native, primitive, textOf, unknown } from './value.ts';
import { ownEntry } from './own.ts';

const plain: Readonly<
  Record<string, (text: string, args: readonly (string | number | undefined)[]) => Value>
> = {
  toLowerCase: (text) => primitive(text.toLowerCase()),
  toUpperCase: (text) => primitive(text.toUpperCase()),
  toLocaleLowerCase: (text) => primitive(text.toLowerCase()),
  toLocaleUpperCase: (text) => primitive(text.toUpperCase()),
  trim: (text) => primitive(text.trim()),
  startsWith: (text, [part]) => primitive(text.startsWith(String(part))),
  endsWith: (text, [part]) => primitive(text.endsWith(String(part))),
  includes: (text, [part]) => primitive(text.includes(String(part))),
  indexOf: (text, [part]) => primitive(text.indexOf(String(part))),
  slice: (text, [from, to]) => primitive(text.slice(numeric(from), numeric(to))),
  substring: (text, [from, to]) => primitive(text.substring(numeric(from) ?? 0, numeric(to))),
  charAt: (text, [at]) => primitive(text.charAt(numeric(at) ?? 0)),
  split: (text, [separator]) => arrayOf(text.split(String(separator)).map(primitive)),
  repeat: (text, [count]) => primitive(text.repeat(Math.min(numeric(count) ?? 0, 100))),
};

const numeric = (value: string | number | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** How a partly known text begins can be told as far as it is known. */
function begins({ parts: [first] }: TextValue, wanted: string | undefined): Value {
  if (typeof first !== 'string' || wanted === undefined) return unknown('how a text begins');
  if (first.startsWith(wanted)) return primitive(true);
  return wanted.startsWith(first) ? unknown('how a text begins') : primitive(false);
}

/** What stands in a partly known text is found where a known part has it; where none has, it may stand anywhere. */
function found({ parts }: TextValue, key: string, wanted: string | undefined): Value {
  const [first] = parts;
  if (wanted === undefined || wanted === '') return unknown(`${key} of a text`);
  if (key === 'indexOf')
    return typeof first === 'string' && first.includes(wanted)
      ? primitive(first.indexOf(wanted))
      : unknown('where a text stands');
  const isThere = parts.some((part) => typeof part === 'string' && part.includes(wanted));
  return isThere ? primitive(true) : unknown('what a text holds');
}

/** Methods of text; those that keep the meaning of a partly known text let it through. */
export function textMember(machine: Machine, value: Value, key: string): Value {
  const text = textOf(value);
  if (key === 'length') return text === undefined ? unknown('the length of a text') : primitive(text.length);
  if (key === 'toString' || key === 'trim' || key === 'valueOf') return native(key, () => value);
  if (key === 'concat') return native(key, (args) => joinText([value, ...args]));
  if (key === 'replace' || key === 'replaceAll')
    return native(key, ([from, to]) => replaced(text, from, to, key === 'replaceAll'));
  if (key === 'startsWith' && value.kind === 'text')
    return native(key, ([part]) => begins(value, part === undefined ? undefined : textOf(part)));
  if ((key === 'includes' || key === 'indexOf') && value.kind === 'text')
    return native(key, ([part, from]) =>
      found(value, key, part === undefined || from !== undefined ? undefined : textOf(part)),
    );
  const method = ownEntry(plain, key);
  if (method === undefined || text === undefined) return unknown(`${key} of a text`);
  return native(key, (args) => {
    const known = args.map((arg) => (arg.kind === 'primitive' ? arg.value : null));
    if (known.some((arg) => arg === null || typeof arg === 'boolean')) return unknown(`${key} of a text`);
    return method(
      text,
      known.map((arg) => (typeof arg === 'string' || typeof arg === 'number' ? arg : undefined)),
    );
  });
}

/** Plain text is replaced as such; of patterns only those that trim slashes or file endings are understood. */
function replaced(
  text: string | undefined,
  from: Value | undefined,
  to: Value | undefined,
  all: boolean,
): Value {
  const next = to === undefined ? undefined : textOf(to);
  if (text === undefined || next === undefined || from === undefined) return unknown('a replaced text');
  const literal = textOf(from);
  if (literal !== undefined)
    return primitive(all ? text.replaceAll(literal, next) : text.replace(literal, next));
  if (from.kind !== 'pattern') return unknown('a replaced text');
  const ending = /^\/\\?(\.\w+)\$\/[a-z]*$/.exec(from.source)?.[1];
  if (ending !== undefined)
    return primitive(text.endsWith(ending) ? text.slice(0, -ending.length) + next : text);
  if (from.source === '/^\\//') return primitive(text.replace(/^\//, next));
  if (from.source === '/\\/$/') return primitive(text.replace(/\/$/, next));
  if (from.source === '/\\/+/g') return primitive(text.replaceAll(/\/+/g, next));
  return unknown('a text replaced by a pattern');
}
