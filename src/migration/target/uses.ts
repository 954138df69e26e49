import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Statement } from './statements.ts';

/** Callers beyond which a statement belongs to no page: menus, settings, who is signed in. */
const shared = 8;

/** Of a page script that includes others: callers beyond which a statement of an included file is not its own. */
const included = 2;

const fileOf = ({ query }: Statement): string | undefined =>
  query.origin.kind === 'read' ? query.origin.file : undefined;

/** A file that is a page: what it includes runs as well, wanted or not, so only its own statements tell what it does. */
const isPageScript = ({ path, handler }: Endpoint): boolean =>
  handler !== undefined &&
  handler.name === undefined &&
  /\.(php\d?|phtml|asp|aspx|jsp|cgi|pl)$/i.test(handler.file) &&
  /\.\w+(\?|$)/.test(path);

/** What an endpoint or a job does by itself, apart from what nearly every page does on the way. */
export function ownStatements(
  id: string,
  endpoint: Endpoint | undefined,
  statements: readonly Statement[],
  api: Backend['api'],
): readonly Statement[] {
  const ids = [
    id,
    ...(endpoint === undefined ? [] : [`${endpoint.method} ${endpoint.path.replace(/\?.*$/, '')}`]),
  ];
  const reached = statements.filter(
    ({ query }) =>
      (query.operation !== undefined && ids.includes(query.operation)) ||
      (query.reachedBy ?? []).some((caller) => ids.includes(caller)),
  );
  const callers = ({ query }: Statement): number => query.reachedBy?.length ?? 1;
  if (endpoint === undefined) return reached.filter((statement) => callers(statement) <= shared);
  const file = endpoint.handler?.file;
  if (isPageScript(endpoint))
    return ofCase(
      endpoint,
      reached.filter((statement) => fileOf(statement) === file || callers(statement) <= included),
      api,
    );
  const many = Math.max(shared, Math.floor(api.endpoints.length / 8));
  return reached.filter((statement) => fileOf(statement) === file || callers(statement) <= many);
}

/** `cart.php?action=add` has what stands in its case; the page without an action has what stands before all cases. */
function ofCase(
  endpoint: Endpoint,
  statements: readonly Statement[],
  api: Backend['api'],
): readonly Statement[] {
  const { handler } = endpoint;
  if (handler === undefined) return statements;
  const cases = api.endpoints.filter(
    (each) => each.handler?.file === handler.file && each.path.includes('?') && each.handler.line > 1,
  );
  if (cases.length === 0) return statements;
  const starts = [...new Set(cases.map((each) => each.handler?.line ?? 0))].toSorted((a, b) => a - b);
  const caseOf = (statement: Statement): number | undefined => {
    const { origin } = statement.query;
    if (origin.kind !== 'read' || origin.file !== handler.file) return undefined;
    return starts.findLast((line) => line <= origin.line);
  };
  if (!endpoint.path.includes('?')) return statements.filter((each) => caseOf(each) === undefined);
  return statements.filter((each) => caseOf(each) === handler.line);
}
