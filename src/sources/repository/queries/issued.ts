import type { Facts } from '../../facts.ts';
import type { Reach } from '../code/call-graph.ts';
import { loadSqlParser } from '../sql/script.ts';
import type { QueryDraft } from './draft.ts';
import { placed } from './loops.ts';
import { queriesOf } from './queries.ts';

/** What the code of one language hands on: its statements, and which of its functions call which. */
export interface Issued {
  readonly statements: readonly QueryDraft[];
  readonly reach?: Reach;
}

/** The statements of all languages, compared with the tables of the whole repository. */
export async function issuedQueries(all: readonly Issued[], known: readonly Facts[]): Promise<Facts> {
  const drafts = all.flatMap(({ statements, reach }) =>
    reach === undefined ? statements : statements.map((draft) => placed(reach, draft)),
  );
  if (drafts.length === 0) return {};
  await loadSqlParser();
  const tables = known.flatMap(({ data }) => data?.tables ?? []);
  return queriesOf(drafts, { data: { tables } });
}
