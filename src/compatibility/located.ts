/** A value of a parsed document together with its place. */
export interface Located {
  readonly value: unknown;
  /** JSON pointer from the root of the document, with `#`. */
  readonly pointer: string;
  /** The root, in which references are looked up. */
  readonly root: unknown;
}

export type JsonRecord = { readonly [key: string]: unknown };

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const located = (root: unknown): Located => ({ value: root, pointer: '#', root });

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescape = (part: string): string => {
  const raw = part.includes('%') ? decoded(part) : part;
  return raw.replaceAll('~1', '/').replaceAll('~0', '~');
};

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const hasOwn = (value: object, key: string): boolean => Object.hasOwn(value, key);

/** A reference that leads somewhere in the document, followed; any other stays as it is. */
export function resolve(at: Located): Located {
  let here = at;
  for (let hops = 0; hops < 50; hops++) {
    const ref = isRecord(here.value) ? here.value['$ref'] : undefined;
    if (typeof ref !== 'string') return here;
    const target = lookUp(here.root, ref);
    if (target === undefined) return here;
    here = target;
  }
  return here;
}

/** What a local reference names. */
export function lookUp(root: unknown, ref: string): Located | undefined {
  if (ref === '#') return located(root);
  if (!ref.startsWith('#/')) return undefined;
  let value = root;
  const parts = ref.slice(2).split('/').map(unescape);
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || !hasOwn(value, part)) return undefined;
    value = isRecord(value) ? value[part] : Array.isArray(value) ? value[Number(part)] : undefined;
  }
  return { value, pointer: `#/${parts.map(escape).join('/')}`, root };
}

/** The member under a key, references followed; undefined where there is none. */
export function child(at: Located, key: string): Located | undefined {
  const raw = rawChild(at, key);
  return raw === undefined ? undefined : resolve(raw);
}

/** The member as it stands. */
export function rawChild(at: Located, key: string): Located | undefined {
  const { value, pointer, root } = at;
  if (Array.isArray(value)) {
    const index = Number(key);
    return index in value ? { value: value[index], pointer: `${pointer}/${key}`, root } : undefined;
  }
  if (!isRecord(value) || !hasOwn(value, key)) return undefined;
  return { value: value[key], pointer: `${pointer}/${escape(key)}`, root };
}

/** Members of an object with their keys, references followed. */
export function members(at: Located | undefined): readonly (readonly [string, Located])[] {
  if (at === undefined || !isRecord(at.value)) return [];
  return Object.keys(at.value).flatMap((key) => {
    const found = child(at, key);
    return found === undefined ? [] : [[key, found] as const];
  });
}

/** The same where extensions (`x-…`) may stand beside: they are no part of the interface. */
export const fixedMembers = (at: Located | undefined): readonly (readonly [string, Located])[] =>
  members(at).filter(([key]) => !key.startsWith('x-'));

export function elements(at: Located | undefined): readonly Located[] {
  if (at === undefined || !Array.isArray(at.value)) return [];
  return at.value.flatMap((_, index) => child(at, String(index)) ?? []);
}

export function text(at: Located | undefined, key: string): string | undefined {
  const value = at !== undefined && isRecord(at.value) ? at.value[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export const flag = (at: Located | undefined, key: string): boolean =>
  at !== undefined && isRecord(at.value) && at.value[key] === true;

/** The last name of a pointer. */
export const nameAt = (pointer: string): string => unescape(pointer.split('/').at(-1) ?? '');

/** A pointer as people say it: `Order.items[].price` for a component, the path of keys for what stands inline. */
export function labelOf(pointer: string): string {
  const parts = pointer.split('/').slice(1).map(unescape);
  const start =
    parts[0] === 'components'
      ? 2
      : Math.max(parts.lastIndexOf('schema') + 1, parts.lastIndexOf('payload') + 1);
  let label = '';
  for (let at = start; at < parts.length; at++) {
    const part = parts[at] ?? '';
    const next = parts[at + 1];
    if (part === 'properties' && next !== undefined) {
      label += label === '' ? next : `.${next}`;
      at++;
    } else if (part === 'items') label += '[]';
    else if (part === 'additionalProperties') label += '.*';
    else if (['oneOf', 'anyOf', 'allOf', 'prefixItems'].includes(part) && next !== undefined) at++;
    else if (label === '' && parts[0] === 'components') label = part;
  }
  return label;
}
