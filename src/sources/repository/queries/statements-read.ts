import type { Gap } from '../../../model/origin.ts';
import type { CacheEntry } from '../../../model/processes.ts';
import type { Reach } from '../code/call-graph.ts';
import type { Kept } from '../processes/kept.ts';
import { withoutDefinitions } from './definitions.ts';
import type { QueryDraft } from './draft.ts';

/** What one walk over the functions of a language found. */
export interface StatementsRead {
  readonly statements: readonly QueryDraft[];
  readonly reach: Reach;
  readonly caches: readonly CacheEntry[];
  readonly gaps: readonly Gap[];
}

interface Walked {
  readonly kept: Kept;
  readonly graph: Reach;
  readonly drafts: readonly QueryDraft[];
  readonly unread: readonly { readonly file: string; readonly line: number }[];
}

/** The statements without those that define tables; a text that is not known is a gap. */
export const statementsRead = ({ drafts, graph, kept, unread }: Walked): StatementsRead => ({
  statements: withoutDefinitions(drafts),
  reach: graph,
  caches: kept.entries(),
  gaps: unread.map(({ file, line }): Gap => ({
    kind: 'read-query',
    subject: `${file}:${line}`,
    why: 'a statement whose text is only known at run time',
    origin: { kind: 'read', file, line },
  })),
});
