import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import { placeOf } from '../parity/places.ts';
import { homeOf, patternOf } from './new-home.ts';
import type { Home, KeyMap } from './new-home.ts';

/** A legacy address that people and search engines know, and where it leads afterwards. */
export interface OldAddress {
  /** As it is asked for, in words. */
  readonly legacy: string;
  /** Path of the target; values as `$name`. */
  readonly target: string;
  /** Regular expression on the path and query of a request (nginx `$request_uri`), its parts named. */
  readonly pattern: string;
  /** Where it comes from: the ledger, or a rewrite of the server with its place. */
  readonly because: string;
}

export interface OldAddresses {
  readonly moved: readonly OldAddress[];
  /** Where rows have another key in the target: the table of both keys, by the statement that writes it. */
  readonly keys: readonly KeyMap[];
  /** Pages of which no single address of the target is known, with the reason. */
  readonly open: readonly { readonly legacy: string; readonly because: string }[];
}

/**
 * The map of old addresses, from the ledger and from the rewrites that made them nice: only what is asked for with GET,
 * and only where one address of the target answers it with the values that the old one has.
 */
export function oldAddresses(target: Backend, migration: MigrationRecord): OldAddresses {
  const { legacy, plan } = migration;
  const moved: OldAddress[] = [];
  const open: OldAddresses['open'][number][] = [];
  const keys = new Map<string, KeyMap>();
  for (const endpoint of legacy.api.endpoints) {
    if (endpoint.method !== 'GET' || endpoint.protocol !== 'http' || !endpoint.pathResolved) continue;
    const places = placeOf(plan.ledger.endpoints[endpoint.id]).filter((to) => to.startsWith('GET '));
    const main = places.length === 1 ? places[0] : mainOf(places);
    const found = target.api.endpoints.find(({ id }) => id === main);
    const home = found === undefined ? undefined : homeOf(found, namesOf(endpoint), target, migration);
    if (home === undefined) {
      open.push({ legacy: endpoint.path, because: whyOpen(places, target) });
      continue;
    }
    if (home.path === endpoint.path) continue;
    for (const key of home.keys) keys.set(key.name, key);
    moved.push({
      legacy: endpoint.path,
      target: home.path,
      pattern: patternOf(endpoint.path, home.uses),
      because: `ledger: ${endpoint.id}`,
    });
    moved.push(...rewritten(legacy, endpoint.path, home));
  }
  return { moved, keys: [...keys.values()], open };
}

const namesOf = ({ parameters }: Endpoint): readonly string[] =>
  parameters.flatMap((each) => (each.in === 'query' || each.in === 'path' ? [each.name] : []));

function whyOpen(places: readonly string[], { api }: Backend): string {
  if (places.length === 0) return 'no line of the ledger leads it to something that is read with GET';
  const known = places.filter((id) => api.endpoints.some((each) => each.id === id));
  return known.length > 1
    ? `several addresses of the target do what it did: ${known.join(', ')}`
    : 'the old address does not say what the new one asks for';
}

/** Of several the one whose row the page is about: the shortest that names a row. */
function mainOf(places: readonly string[]): string | undefined {
  const rows = places.filter((id) => /\/\{\w+\}$/.test(id));
  return rows.length === 1 ? rows[0] : undefined;
}

/** `RewriteRule ^tea/([0-9]+)-.*$ product.php?id=$1`: the nice address goes where the script goes. */
function rewritten({ architecture }: Backend, script: string, home: Home): readonly OldAddress[] {
  return architecture.gatewayRoutes.flatMap(
    ({ match, path, rewrittenTo, origin, to }): readonly OldAddress[] => {
      if (match !== 'expression' || rewrittenTo === undefined || to === 'redirect') return [];
      const [file = '', query = ''] = rewrittenTo.split('?');
      if (`/${file.replace(/^\//, '')}` !== script) return [];
      const values = new Map(new URLSearchParams(query));
      const groups = home.uses.map(({ from }) => /^\$(\d)$/.exec(values.get(from) ?? '')?.[1]);
      if (groups.some((group) => group === undefined)) return [];
      const pattern = namedGroups(
        path,
        new Map(groups.map((group, at) => [Number(group), home.uses[at]?.as ?? ''])),
      );
      const place = origin.kind === 'read' ? `${origin.file}:${origin.line}` : 'the gateway';
      return pattern === undefined
        ? []
        : [{ legacy: path, target: home.path, pattern, because: `rewrite in ${place}` }];
    },
  );
}

/** Groups that are used get names, so that nginx can put them into the answer; the pattern is anchored at the root. */
function namedGroups(pattern: string, names: ReadonlyMap<number, string>): string | undefined {
  let group = 0;
  const named = pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)/g, (part) => {
    if (part !== '(') return part;
    group += 1;
    const name = names.get(group);
    return name === undefined ? '(' : `(?<${name}>`;
  });
  if (/["\s{}]/.test(named)) return undefined;
  const inner = named.replace(/^\^/, '').replace(/\$$/, '');
  return `^/${inner.replace(/^\//, '')}(?:\\?.*)?$`;
}

/**
 * An nginx map from old addresses to new ones and the answer with 301. More exact patterns stand first: the first that
 * fits is taken. `$request_uri` is what the browser asked for, before any rewrite.
 */
export function redirectMap({ moved, keys }: OldAddresses): string {
  const lines = moved
    .toSorted((a, b) => b.pattern.length - a.pattern.length || (a.pattern < b.pattern ? -1 : 1))
    .map(
      ({ pattern, target, because }) =>
        `    "~${pattern}" "${target}"; # ${because.replaceAll(/[\n\r;]/g, ' ')}`,
    );
  return [
    '# In the http context. Put the address of the page of the new front end on the right where it has one:',
    '# a page that search engines know must lead to a page, not to data.',
    ...keys.flatMap(({ name, old, statement }) => [
      `# Both keys of each row, written by: psql --no-align --tuples-only -c "${statement}" > ${name}.map`,
      `map $${old} $${name} { default "gone"; include ${name}.map; }`,
    ]),
    'map $request_uri $moved_to {',
    '    default "";',
    ...lines,
    '}',
    '',
    '# In the server, before the locations; switched on for an address once its step has routed it to the target.',
    '# if ($moved_to ~ "/gone") { return 410; }',
    '# if ($moved_to) { return 301 $moved_to; }',
    '',
  ].join('\n');
}
