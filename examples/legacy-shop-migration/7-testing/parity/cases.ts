// What cases.json holds, and how a case becomes requests to the legacy system and to the target.
import { readFileSync } from 'node:fs';

export type Value =
  | { readonly kind: 'row'; readonly of: string }
  | { readonly kind: 'credential'; readonly of: 'name' | 'password' }
  | { readonly kind: 'one of'; readonly values: readonly string[] };

type Values = Readonly<Record<string, Value>>;
export type Variant = 'plain' | 'other row' | 'absent' | 'anonymous';

export interface Case {
  readonly id: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly parameters: Values;
    readonly query: Values;
    readonly body: Values;
  };
  readonly as: 'anybody' | 'person' | 'unknown';
  /** Checks that its session has to pass. */
  readonly guards: readonly string[];
  readonly variants: readonly Variant[];
  readonly safe: boolean;
  readonly effects: readonly { readonly table: string; readonly target: readonly string[] }[];
  readonly target: readonly {
    readonly method: string;
    readonly path: string;
    readonly from: Readonly<Record<string, string>>;
    readonly body: readonly string[];
    readonly types: Readonly<Record<string, 'integer' | 'number' | 'boolean'>>;
    readonly missing: readonly string[];
  }[];
  readonly alone?: string;
  /** The target asks who is there where the legacy system did not. */
  readonly stricter?: boolean;
}

export interface Cases {
  readonly values: Readonly<
    Record<string, { readonly legacy: readonly string[]; readonly target: readonly string[] }>
  >;
  readonly cases: readonly Case[];
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** A request as it is sent. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
  readonly anonymous: boolean;
}

export const readCases = (path: string): Cases => JSON.parse(readFileSync(path, 'utf8'));

type Side = 'legacy' | 'target';

/** A key that no row has, in the form of those that rows have. */
const absentLike = (known: string | undefined): string =>
  known !== undefined && /^[0-9a-f]{8}-/.test(known)
    ? '00000000-0000-4000-8000-000000000000'
    : known !== undefined && !/^\d+$/.test(known)
      ? 'no-such-row'
      : '999999999';

export function valueFor(
  value: Value,
  variant: Variant,
  side: Side,
  { values }: Cases,
  person: Credentials,
): string {
  const at = variant === 'other row' ? 1 : 0;
  switch (value.kind) {
    case 'credential':
      if (value.of === 'name') return person.name;
      return variant === 'absent' ? `not-${person.password}` : person.password;
    case 'one of':
      return value.values[at] ?? value.values[0] ?? '';
    case 'row': {
      const pairs = values[value.of];
      const known = side === 'target' && (pairs?.target.length ?? 0) > 0 ? pairs?.target : pairs?.legacy;
      return variant === 'absent' ? absentLike(known?.[0]) : (known?.[at] ?? known?.[0] ?? '');
    }
  }
}

export function legacyRequest(each: Case, variant: Variant, cases: Cases, person: Credentials): Request {
  const { method, path, parameters, query, body } = each.request;
  const said = (values: Values): [string, string][] =>
    Object.entries(values).map(([name, value]) => [name, valueFor(value, variant, 'legacy', cases, person)]);
  const filled = said(parameters).reduce(
    (text, [name, value]) => text.replaceAll(`{${name}}`, encodeURIComponent(value)),
    path,
  );
  const search = new URLSearchParams(said(query)).toString();
  const form = new URLSearchParams(said(body)).toString();
  return {
    method,
    path: search === '' ? filled : `${filled}${filled.includes('?') ? '&' : '?'}${search}`,
    ...(form !== '' && { type: 'application/x-www-form-urlencoded', body: form }),
    anonymous: variant === 'anonymous' || each.as === 'anybody',
  };
}

/** Undefined where the target asks for what the legacy request does not say. */
export function targetRequests(
  each: Case,
  variant: Variant,
  cases: Cases,
  person: Credentials,
): readonly Request[] {
  const { parameters, query, body } = each.request;
  const known: Values = { ...body, ...query, ...parameters };
  return each.target.flatMap(({ method, path, from, body: fields, types, missing }): readonly Request[] => {
    if (missing.length > 0) return [];
    const valueOf = (name: string): string => {
      const value = known[from[name] ?? ''];
      return value === undefined ? '' : valueFor(value, variant, 'target', cases, person);
    };
    const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(valueOf(name)));
    const rest = Object.keys(from).filter((name) => !inPath.has(name) && !fields.includes(name));
    const search = new URLSearchParams(
      Object.fromEntries(rest.map((name) => [name, valueOf(name)])),
    ).toString();
    const content = Object.fromEntries(fields.map((name) => [name, typed(valueOf(name), types[name])]));
    return [
      {
        method,
        path: search === '' ? filled : `${filled}?${search}`,
        ...(method !== 'GET' &&
          method !== 'DELETE' && {
            type: method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
            body: JSON.stringify(content),
          }),
        anonymous: variant === 'anonymous',
      },
    ];
  });
}

function typed(text: string, type: 'integer' | 'number' | 'boolean' | undefined): string | number | boolean {
  if (type === 'boolean') return !['', '0', 'false', 'no'].includes(text.toLowerCase());
  if (type === undefined || text === '' || Number.isNaN(Number(text))) return text;
  return type === 'integer' && /\.\d\d$/.test(text) ? Math.round(Number(text) * 100) : Number(text);
}
