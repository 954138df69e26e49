import type { Gap } from '../../../../model/origin.ts';
import type { CacheEntry } from '../../../../model/processes.ts';
import { createCallGraph } from '../../code/call-graph.ts';
import type { Reach } from '../../code/call-graph.ts';
import { createKept } from '../../processes/kept.ts';
import { withoutDefinitions } from '../../queries/definitions.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import type { PhpCodebase } from '../codebase.ts';
import { createMachine } from '../machine.ts';
import { createEntities } from './entities.ts';
import type { Reading } from './types.ts';
import { readFileBodies } from './walk.ts';

export interface PhpStatements {
  readonly statements: readonly QueryDraft[];
  readonly reach: Reach;
  readonly caches: readonly CacheEntry[];
  readonly gaps: readonly Gap[];
}

/** Migrations and seeds make the tables, they do not serve. */
const aside = /(^|\/)(migrations?|seeders?|seeds|factories|stubs|lang|translations|vendor)\//i;

/** Statements of PHP code, and which of its functions call which. */
export function phpStatements(codebase: PhpCodebase): PhpStatements {
  const machine = createMachine(codebase, {});
  const graph = createCallGraph();
  const reading: Reading = {
    kept: createKept(),
    codebase,
    machine,
    graph,
    entities: createEntities(codebase, machine),
    drafts: [],
    unread: [],
    outcomes: new WeakMap(),
    returns: new Map(),
  };
  for (const { path, text } of codebase.sources) {
    if (aside.test(path) || !/->|::|_query\(/.test(text)) continue;
    const file = codebase.file(path);
    if (file !== undefined) readFileBodies(reading, file);
  }
  const why = 'a statement whose text is only known at run time';
  const gaps = reading.unread.map(({ file, line }): Gap => ({
    kind: 'read-query',
    subject: `${file}:${line}`,
    why,
    origin: { kind: 'read', file, line },
  }));
  return {
    statements: withoutDefinitions(reading.drafts),
    reach: graph,
    caches: reading.kept.entries(),
    gaps,
  };
}
