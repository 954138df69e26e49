import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationPlan } from '../../model/migration.ts';
import type { Counterpart } from './case.ts';
import { statementsOf } from './parameters.ts';

/** Differences that follow from the plan itself, so that nobody takes them for a fault of the target. */
export function expectedDifferences(
  endpoint: Endpoint,
  counterparts: readonly Counterpart[],
  { legacy, target }: { readonly legacy: Backend; readonly target: Backend; readonly plan: MigrationPlan },
): readonly string[] {
  if (counterparts.length === 0) return [];
  const isPage =
    /\.(php|phtml|aspx?|jsp)$/i.test(endpoint.handler?.file ?? '') &&
    /\.(php|phtml|aspx?|jsp)(\?|$)/i.test(endpoint.path);
  const changes = statementsOf(legacy, endpoint).some(({ kind }) => kind !== 'select');
  return [
    ...(isPage ? ['a page becomes data: its layout is not compared, its values are'] : []),
    ...(counterparts.length > 1
      ? [`one page becomes ${counterparts.length} requests: their answers are compared together`]
      : []),
    ...(isStricter(endpoint, counterparts, target)
      ? [
          endpoint.access === 'public'
            ? 'anybody was let in, the target asks for a token: whoever called it without one is refused'
            : 'whether anybody was let in is not known, the target asks for a token',
        ]
      : []),
    ...(endpoint.method === 'GET' && changes && counterparts.every(({ method }) => method !== 'GET')
      ? ['a link changed something: the target wants another method, so links and crawlers no longer do']
      : []),
    ...(endpoint.method === 'POST'
      ? ['a redirect after a form becomes 200 or 201: both mean that it is done']
      : []),
  ];
}

/** Somebody has to be known to the target whom the legacy system did not ask. */
export function isStricter(
  { access }: Endpoint,
  counterparts: readonly Counterpart[],
  { api }: Pick<Backend, 'api'>,
): boolean {
  const ids = new Set(counterparts.map(({ method, path }) => `${method} ${path}`));
  return access !== 'guarded' && api.endpoints.some((each) => ids.has(each.id) && each.access === 'guarded');
}
