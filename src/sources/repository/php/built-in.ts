import { callValue } from './machine.ts';
import type { Machine } from './machine.ts';
import { normalized } from './includes.ts';
import type { ArrayEntry, Arguments, PhpValue, Site } from './value.ts';
import { argument, boolean, itemsOf, listOf, joined, nothing, text, textOf, unknown } from './value.ts';

const changes: Readonly<Record<string, (given: string) => string>> = {
  strtolower: (given) => given.toLowerCase(),
  mb_strtolower: (given) => given.toLowerCase(),
  strtoupper: (given) => given.toUpperCase(),
  ucfirst: (given) => given.slice(0, 1).toUpperCase() + given.slice(1),
  lcfirst: (given) => given.slice(0, 1).toLowerCase() + given.slice(1),
};

/** Functions of PHP that make texts and lists; undefined for all others. */
export function builtInFunction(
  machine: Machine,
  name: string,
  args: Arguments,
  site: Site,
): PhpValue | undefined {
  const first = args[0]?.value;
  const known = textOf(first);
  const over = (change: (given: string) => string): PhpValue =>
    known === undefined ? (first ?? unknown('a text')) : text(change(known));
  const change = changes[name];
  if (change !== undefined) return over(change);
  switch (name) {
    case 'trim':
    case 'rtrim':
    case 'ltrim':
      return over((given) => trimmed(given, textOf(args[1]?.value) ?? ' \t\n\r', name));
    case 'dirname': {
      const levels = args[1]?.value.kind === 'number' ? args[1].value.value : 1;
      return over((given) => `/${normalized(given).split('/').slice(0, -levels).join('/')}`);
    }
    case 'basename':
      return over((given) => (given.split('/').at(-1) ?? '').replace(textOf(args[1]?.value) ?? '', ''));
    case 'realpath':
    case 'strval':
      return first ?? nothing;
    case 'sprintf':
      return formatted(args);
    case 'str_replace':
      return replaced(args);
    case 'implode':
    case 'join':
      return implode(args);
    case 'explode':
      return explode(args);
    case 'array_merge':
    case 'array_replace':
      return mergedArrays(args);
    case 'array_map':
      return mapped(machine, args);
    case 'in_array':
      return isIn(known, args[1]?.value);
    case 'str_starts_with':
    case 'str_ends_with':
    case 'str_contains':
      return hasPart(name, known, textOf(args[1]?.value));
    case 'glob':
      return globbed(machine, known, args, site);
    case 'call_user_func':
      return first === undefined ? nothing : callValue(machine, first, args.slice(1));
    default:
      return undefined;
  }
}

function isIn(known: string | undefined, given: PhpValue | undefined): PhpValue {
  const list = itemsOf(given).map(textOf);
  if (known === undefined || list.includes(undefined)) return unknown('a condition');
  const found = list.includes(known);
  return found || given?.kind !== 'array' || !given.open ? boolean(found) : unknown('a condition');
}

function hasPart(name: string, known: string | undefined, part: string | undefined): PhpValue {
  if (known === undefined || part === undefined) return unknown('a condition');
  return boolean(
    name === 'str_contains'
      ? known.includes(part)
      : name === 'str_ends_with'
        ? known.endsWith(part)
        : known.startsWith(part),
  );
}

function trimmed(given: string, characters: string, side: string): string {
  let [start, end] = [0, given.length];
  if (side !== 'rtrim') while (start < end && characters.includes(given.charAt(start))) start += 1;
  if (side !== 'ltrim') while (end > start && characters.includes(given.charAt(end - 1))) end -= 1;
  return given.slice(start, end);
}

function formatted(args: Arguments): PhpValue {
  const format = textOf(args[0]?.value);
  if (format === undefined) return unknown('a formatted text');
  let at = 0;
  const parts = format.split(/(%(?:\d+\$)?[sdu])/).map((part): PhpValue => {
    const match = /^%(?:(\d+)\$)?[sdu]$/.exec(part);
    if (match === null) return text(part.replaceAll('%%', '%'));
    const index = match[1] === undefined ? (at += 1) : Number(match[1]);
    return args[index]?.value ?? unknown('an argument of a formatted text');
  });
  return joined(parts);
}

function replaced(args: Arguments): PhpValue {
  const [from, to, subject] = [textOf(args[0]?.value), textOf(args[1]?.value), textOf(args[2]?.value)];
  if (from === undefined || to === undefined || subject === undefined || from === '')
    return unknown('a text with replaced parts');
  if (subject.length * Math.max(to.length, 1) > 100_000) return unknown('a text that is too long');
  return text(subject.replaceAll(from, () => to));
}

function implode(args: Arguments): PhpValue {
  const [glue, list] =
    args[0]?.value.kind === 'array' ? [args[1]?.value, args[0].value] : [args[0]?.value, args[1]?.value];
  if (list?.kind !== 'array' || list.open) return unknown('a joined text');
  return joined(
    list.entries.flatMap((entry, at) =>
      at === 0 || glue === undefined ? [entry.value] : [glue, entry.value],
    ),
  );
}

function explode(args: Arguments): PhpValue {
  const [separator, subject] = [textOf(args[0]?.value), textOf(args[1]?.value)];
  const node = args[1]?.node;
  if (separator === undefined || separator === '' || subject === undefined || node === undefined)
    return unknown('the parts of a text');
  return listOf(
    subject.split(separator).map((part) => ({ value: text(part), node })),
    false,
  );
}

export function mergedArrays(args: Arguments): PhpValue {
  const plain: ArrayEntry[] = [];
  const keyed = new Map<string, number>();
  let open = false;
  for (const { value } of args)
    if (value.kind !== 'array') open = true;
    else {
      open ||= value.open;
      for (const entry of value.entries) {
        const at = entry.key === undefined ? undefined : keyed.get(entry.key);
        if (at !== undefined) plain[at] = entry;
        else {
          if (entry.key !== undefined) keyed.set(entry.key, plain.length);
          plain.push(entry);
        }
      }
    }
  return listOf(plain, open);
}

function mapped(machine: Machine, args: Arguments): PhpValue {
  const [callback, list] = [argument(args, 0, 'callback'), argument(args, 1, 'array')];
  if (callback?.kind !== 'closure' || list?.kind !== 'array') return unknown('a list');
  const entries = list.entries.slice(0, 200).map((entry) => ({
    ...entry,
    value: callValue(machine, callback, [{ value: entry.value, node: entry.node }]),
  }));
  return { ...list, entries };
}

/** Files of the repository that a pattern with `*` names. */
function globbed(machine: Machine, pattern: string | undefined, args: Arguments, site: Site): PhpValue {
  const node = args[0]?.node ?? site.node;
  if (pattern === undefined) return unknown('a list of files');
  const wanted = normalized(pattern)
    .split('/')
    .map((part) => part.split('*'));
  const fits = (path: string): boolean => {
    const parts = path.split('/');
    return parts.length === wanted.length && wanted.every((pieces, at) => fitsName(pieces, parts[at] ?? ''));
  };
  const paths = [...machine.codebase.repository.files.keys()].filter(fits);
  return { kind: 'array', entries: paths.map((path) => ({ value: text(`/${path}`), node })), open: false };
}

function fitsName(pieces: readonly string[], name: string): boolean {
  const [first = ''] = pieces;
  if (pieces.length === 1) return name === first;
  const last = pieces.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return true;
}
