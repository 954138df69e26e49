import type { LibraryValue, Value } from './value.ts';
import { either, joinText, partsOf, plainText, text, unknown } from './value.ts';

/** Functions of the standard library that make texts and paths, for each of several values they are given. */
export function textFunction(callee: LibraryValue, args: readonly Value[]): Value | undefined {
  const at = args.findIndex(({ kind }) => kind === 'choice');
  const choice = args[at];
  if (choice?.kind !== 'choice' || args.filter(({ kind }) => kind === 'choice').length > 2)
    return plainFunction(callee, args);
  const all = choice.options.map((option) => textFunction(callee, args.with(at, option)));
  const known = all.flatMap((value) => value ?? []);
  const [first, ...rest] = known;
  return first === undefined ? undefined : rest.reduce(either, first);
}

function plainFunction({ package: from, path }: LibraryValue, args: readonly Value[]): Value | undefined {
  switch (from) {
    case 'fmt':
      return path === 'Sprintf' ? formatted(args) : path === 'Sprint' ? joinText(args) : undefined;
    case 'path':
    case 'path/filepath':
      if (path === 'IsAbs') return isAbsolute(args[0]);
      return path === 'Join' ? joinedPath(args) : undefined;
    case 'net/url':
      return path === 'JoinPath' ? joinedPath(args) : undefined;
    case 'strconv':
      return path === 'Itoa' || path === 'Quote' ? args[0] : undefined;
    case 'strings':
      return ofStrings(path, args);
    default:
      return undefined;
  }
}

const isAbsolute = (value: Value | undefined): Value => {
  const plain = plainText(value);
  return plain === undefined ? undecided : { kind: 'boolean', value: plain.startsWith('/') };
};

function ofStrings(path: string, args: readonly Value[]): Value | undefined {
  const [value, ...more] = args;
  const plain = args.map(plainText);
  const [first, second, third] = plain;
  if (path === 'Join' && value?.kind === 'list') {
    const separator = more[0] ?? text('');
    return joinText(value.items.flatMap((item, at) => (at === 0 ? [item] : [separator, item])));
  }
  if (value === undefined) return undefined;
  if (first === undefined) return partly(path, value, second);
  switch (path) {
    case 'HasPrefix':
      return second === undefined ? undecided : { kind: 'boolean', value: first.startsWith(second) };
    case 'HasSuffix':
      return second === undefined ? undecided : { kind: 'boolean', value: first.endsWith(second) };
    case 'Contains':
      return second === undefined ? undecided : { kind: 'boolean', value: first.includes(second) };
    case 'TrimPrefix':
      return second === undefined || !first.startsWith(second) ? value : text(first.slice(second.length));
    case 'TrimSuffix':
      return second === undefined || second === '' || !first.endsWith(second)
        ? value
        : text(first.slice(0, -second.length));
    case 'TrimRight':
      return text(trimmed(first, second ?? '', false, true));
    case 'TrimLeft':
      return text(trimmed(first, second ?? '', true, false));
    case 'Trim':
      return text(trimmed(first, second ?? '', true, true));
    case 'TrimSpace':
      return text(first.trim());
    case 'ToLower':
      return text(first.toLowerCase());
    case 'ToUpper':
      return text(first.toUpperCase());
    case 'ReplaceAll':
    case 'Replace':
      return second === undefined || third === undefined || second === ''
        ? unknown('a replaced text')
        : text(first.split(second).join(third));
    case 'Split':
      return second === undefined || second === ''
        ? unknown('a divided text')
        : { kind: 'list', items: first.split(second).map(text) };
    default:
      return undefined;
  }
}

const undecided: Value = unknown('not decided');

/** What can be said of a text that is known in part: how it begins and how it ends. */
function partly(path: string, value: Value, other: string | undefined): Value {
  const parts = partsOf(value);
  const [first, last] = [parts[0], parts.at(-1)];
  if (other !== undefined && other !== '') {
    if (path === 'HasPrefix' && typeof first === 'string' && first.length >= other.length)
      return { kind: 'boolean', value: first.startsWith(other) };
    if (path === 'HasSuffix' && typeof last === 'string' && last.length >= other.length)
      return { kind: 'boolean', value: last.endsWith(other) };
  }
  return /^(Has|Contains)/.test(path) ? undecided : value;
}

function trimmed(value: string, letters: string, left: boolean, right: boolean): string {
  let [from, to] = [0, value.length];
  while (left && from < to && letters.includes(value.charAt(from))) from += 1;
  while (right && to > from && letters.includes(value.charAt(to - 1))) to -= 1;
  return value.slice(from, to);
}

/** `Sprintf` with its verbs put in place. */
function formatted([format, ...args]: readonly Value[]): Value {
  const plain = plainText(format);
  if (plain === undefined) return unknown('a format that is not known');
  const parts: Value[] = [];
  let next = 0;
  for (const piece of plain.split(/(%(?:\[\d+\])?[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]|%%)/)) {
    if (piece === '%%') parts.push(text('%'));
    else if (piece.startsWith('%')) {
      const at = /\[(\d+)\]/.exec(piece)?.[1];
      parts.push(args[at === undefined ? next : Number(at) - 1] ?? unknown('an argument that is not there'));
      next += 1;
    } else if (piece !== '') parts.push(text(piece));
  }
  return joinText(parts);
}

function joinedPath(args: readonly Value[]): Value {
  const given = args.filter((arg) => plainText(arg) !== '');
  const joined = joinText(given.flatMap((arg, at) => (at === 0 ? [arg] : [text('/'), arg])));
  if (joined.kind !== 'text') return joined;
  const parts = joined.parts.map((part) =>
    typeof part === 'string' ? part.replaceAll(/\/{2,}/g, '/') : part,
  );
  const last = parts.at(-1);
  if (typeof last === 'string' && last.length > 1 && last.endsWith('/'))
    parts[parts.length - 1] = last.slice(0, -1);
  return { kind: 'text', parts };
}
