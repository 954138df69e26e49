import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import { tableId } from '../steps/inventory.ts';
import type { Parity, ParityCase, ParityRequest, ParityValue, RowValues, Variant } from './case.ts';
import { counterpartsOf } from './counterparts.ts';
import { effectsOf } from './effects.ts';
import { expectedDifferences, isStricter } from './expected.ts';
import { valueOf } from './parameters.ts';
import { placeOf } from './places.ts';
import { namesLogin, namesPassword } from './words.ts';

/**
 * One case for each endpoint of the legacy system that answers HTTP at a known path, in the order of the model; those
 * that end the session come last.
 */
export function parityOf(target: Backend, { legacy, plan }: MigrationRecord): Parity {
  const cases = legacy.api.endpoints
    .filter(({ protocol, pathResolved }) => protocol === 'http' && pathResolved)
    .map((endpoint): ParityCase => {
      const request = requestOf(legacy, endpoint);
      const counterparts = counterpartsOf(endpoint, request, { legacy, target, plan });
      const effects = effectsOf(legacy, endpoint, plan);
      const line = plan.ledger.endpoints[endpoint.id];
      return {
        id: endpoint.id,
        request,
        as: endpoint.access === 'guarded' ? 'person' : endpoint.access === 'public' ? 'anybody' : 'unknown',
        guards: endpoint.access === 'public' ? [] : checksOf(endpoint),
        needs: needsOf(endpoint, request),
        variants: variantsOf(endpoint, request),
        safe: effects.length === 0 && isSafe(legacy, endpoint),
        effects,
        target: counterparts,
        ...(counterparts.length === 0 && { alone: aloneBecause(line) }),
        ...(isStricter(endpoint, counterparts, target) && { stricter: true }),
        compared: comparedOf(effects.length > 0, counterparts.length > 0),
        expected: expectedDifferences(endpoint, counterparts, { legacy, target, plan }),
      };
    });
  const values = rowValues(cases, legacy, { plan, target });
  return { values, cases: [...cases.filter((each) => !endsSession(each)), ...cases.filter(endsSession)] };
}

const endsSession = ({ request, target }: ParityCase): boolean =>
  /log-?_?out|sign-?_?out|log-?_?off/i.test(request.path) ||
  target.some(({ path }) => path.endsWith('/sign-out'));

/** Reads that are known to be none but reads: a link may sign out, run a job or send mail. */
const doesMore =
  /cron|log-?_?out|sign-?_?out|send|mail|newsletter|delete|remove|import|unsubscribe|confirm|payment|callback/i;

function isSafe({ processes, data }: Backend, { id, method, path, handler }: Endpoint): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || doesMore.test(path)) return false;
  const isJob = processes.jobs.some(({ consumers = [] }) =>
    consumers.some((origin) => origin.kind === 'read' && origin.file === handler?.file),
  );
  const isSeen = data.queries.some(({ reachedBy = [] }) => reachedBy.includes(id));
  const calls = processes.calls.some(({ origin }) => origin.kind === 'read' && origin.file === handler?.file);
  return isSeen && !isJob && !calls;
}

function aloneBecause(line: MigrationRecord['plan']['ledger']['endpoints'][string] | undefined): string {
  if (line === undefined) return 'the ledger has no line for it';
  return line.kind === 'moves' ? 'the target does not have where the ledger leads it' : line.because;
}

function requestOf(legacy: Backend, endpoint: Endpoint): ParityRequest {
  const places = { path: {}, query: {}, body: {} } as const satisfies Record<string, object>;
  const found: Record<keyof typeof places, Record<string, ParityValue>> = { path: {}, query: {}, body: {} };
  const fixed = new Set((endpoint.path.split('?')[1] ?? '').split('&').map((each) => each.split('=')[0]));
  for (const parameter of endpoint.parameters) {
    const place = parameter.in;
    if (place !== 'path' && place !== 'query' && place !== 'body') continue;
    if (place === 'query' && fixed.has(parameter.name)) continue;
    // A page without a method of its own reads fields of a form only where one was sent.
    if (place === 'body' && (endpoint.method === 'GET' || endpoint.method === 'HEAD')) continue;
    found[place][parameter.name] =
      (place === 'body' ? credentialOf(parameter.name, endpoint) : undefined) ??
      valueOf(legacy, endpoint, parameter);
  }
  for (const [, name = ''] of endpoint.path.matchAll(/\{(\w+)\}/g))
    found.path[name] ??= valueOf(legacy, endpoint, {
      name,
      in: 'path',
      required: true,
      origin: endpoint.origin,
    });
  return {
    method: endpoint.method === 'ANY' ? 'GET' : endpoint.method,
    path: endpoint.path,
    parameters: found.path,
    query: found.query,
    body: found.body,
  };
}

/** Fields of a sign-in: a password, and the name beside it. Whoever registers chooses both. */
function credentialOf(name: string, { parameters, path }: Endpoint): ParityValue | undefined {
  const passwords = parameters.filter((each) => each.in === 'body' && namesPassword(each.name));
  if (passwords.length !== 1 || /regist|sign-?_?up|create|new|forgot|reset/i.test(path)) return undefined;
  if (passwords.some((each) => each.name === name)) return { kind: 'credential', of: 'password' };
  return namesLogin(name) ? { kind: 'credential', of: 'name' } : undefined;
}

const valuesOf = ({ parameters, query, body }: ParityRequest): readonly ParityValue[] =>
  [parameters, query, body].flatMap((each) => Object.values(each));

function variantsOf({ access }: Endpoint, request: ParityRequest): readonly Variant[] {
  const values = valuesOf(request);
  const hasRow = values.some(({ kind }) => kind !== 'one of');
  const hasOther = values.some(
    (value) => value.kind === 'row' || (value.kind === 'one of' && value.values.length > 1),
  );
  return [
    'plain',
    ...(hasOther ? (['other row'] as const) : []),
    ...(hasRow ? (['absent'] as const) : []),
    ...(access === 'public' ? [] : (['anonymous'] as const)),
  ];
}

const checksOf = ({ guards }: Endpoint): readonly string[] => [
  ...new Set(
    guards
      .filter(({ kind }) => kind === 'authentication' || kind === 'authorisation')
      .map(({ name, requires }) => (requires.length > 0 ? `${name} (${requires.join(', ')})` : name)),
  ),
];

function needsOf(endpoint: Endpoint, request: ParityRequest): readonly string[] {
  const { access } = endpoint;
  const checks = checksOf(endpoint);
  const rows = [...new Set(valuesOf(request).flatMap((value) => (value.kind === 'row' ? [value.of] : [])))];
  return [
    ...rows.map((of) => `rows whose ${of} stands in values`),
    ...(access === 'guarded'
      ? [`somebody signed in${checks.length > 0 ? ` whom ${checks.join(' and ')} lets through` : ''}`]
      : []),
    ...(access === 'unknown'
      ? ['whether it asks who is there was not found out: recorded with and without a session']
      : []),
  ];
}

const comparedOf = (writes: boolean, moves: boolean): readonly string[] =>
  moves
    ? [
        'outcome',
        'who is let in',
        'values that change with the parameters',
        ...(writes ? ['rows changed by table'] : []),
      ]
    : [];

function rowValues(
  cases: readonly ParityCase[],
  legacy: Backend,
  { plan, target }: { readonly plan: MigrationRecord['plan']; readonly target: Backend },
): Parity['values'] {
  const names = new Set(
    cases.flatMap(({ request }) =>
      valuesOf(request).flatMap((value) => (value.kind === 'row' ? [value.of] : [])),
    ),
  );
  return Object.fromEntries(
    [...names].toSorted().map((of): readonly [string, RowValues] => {
      const table = of.slice(0, of.lastIndexOf('.'));
      const column = of.slice(table.length + 1);
      const type =
        legacy.data.tables
          .find((each) => tableId(each) === table)
          ?.columns.find(({ name }) => name === column)?.type ?? '';
      const legacyValues = /int|serial/.test(type) || type === '' ? ['1', '2'] : ['A', 'B'];
      const [home] = placeOf(plan.ledger.tables[table]);
      const kept = placeOf(plan.ledger.columns[of]).find(
        (to) => home !== undefined && to.startsWith(`${home}.`),
      );
      const keys = target.data.tables.find((each) => tableId(each) === home)?.primaryKey?.columns ?? [];
      const keptName = kept?.slice((home ?? '').length + 1);
      const pair =
        home === undefined || keptName === undefined || keys.length !== 1 || keys[0] === keptName
          ? {}
          : { pair: `select ${keptName}, ${keys[0]} from ${home} order by ${keptName} limit 2` };
      return [
        of,
        {
          legacy: legacyValues,
          target: [],
          find: `select ${column} from ${table} order by ${column} limit 2`,
          ...pair,
        },
      ];
    }),
  );
}
