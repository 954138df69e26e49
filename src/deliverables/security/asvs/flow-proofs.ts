import { counted, flowsAreFollowed } from './scope.ts';
import { enough, part } from './shown.ts';
import type { Shown } from './shown.ts';
import type { Basis } from '../../deliverable.ts';
import type { Backend } from '../../../model/backend.ts';
import type { FlowKind } from '../../../model/flow.ts';

/** Endpoints whose handler is a place of the code that is read; the others belong to a library or are not found. */
const followed = ({ api }: Backend): number =>
  api.endpoints.filter(({ handler }) => handler !== undefined).length;

/** Nothing that a request brings reaches a place where it does harm, and all handlers were followed to their end. */
export const flowProof =
  (kind: FlowKind, target: string) =>
  ({ backend }: Basis): Shown | undefined => {
    const { endpoints } = backend.api;
    const count = followed(backend);
    if (!flowsAreFollowed(backend) || count === 0) return undefined;
    const found = backend.trust.flows.filter((flow) => flow.kind === kind).length;
    if (found > 0) return part(`${counted(found, 'way')} to ${target}, not told as a fault`);
    return count < endpoints.length
      ? part(`\`${kind}\` followed ${count} of ${counted(endpoints.length, 'handler')}: no way to ${target}`)
      : enough(
          `\`${kind}\` followed what ${counted(count, 'handler')} ${count === 1 ? 'receives' : 'receive'}: no way to ${target}`,
        );
  };

/** Statements of the code are there to be counted, which other sinks are not. */
export function noStatementBuilt(basis: Basis): Shown | undefined {
  const sql = flowProof('sql-injection', 'the text of a statement')(basis);
  const other = flowProof('nosql-injection', 'the shape of a query')(basis);
  if (sql === undefined || other === undefined) return undefined;
  const { length } = basis.backend.data.queries;
  const words = `${sql.words}; ${other.words}; \`interpolated-sql\` looked at ${counted(length, 'statement')}`;
  return sql.isEnough && other.isEnough ? enough(words) : part(words);
}
