import type { Gap } from '../../../../model/origin.ts';
import type { CacheEntry } from '../../../../model/processes.ts';
import { createCallGraph } from '../../code/call-graph.ts';
import type { Reach } from '../../code/call-graph.ts';
import type { TextFile } from '../../gather.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { createKept } from '../../processes/kept.ts';
import { withoutDefinitions } from '../../queries/definitions.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import type { Packages } from '../evaluator/packages.ts';
import { createIndex } from './code-index.ts';
import { createEntities } from './entities.ts';
import type { Reading } from './types.ts';
import { readModuleBodies } from './walk.ts';

export interface PythonStatements {
  readonly statements: readonly QueryDraft[];
  readonly reach: Reach;
  readonly caches: readonly CacheEntry[];
  readonly gaps: readonly Gap[];
}

const aside =
  /(^|\/)(\w*migrations|alembic|versions|locale|docs|node_modules|site-packages|fixtures|(unit|integration)_?tests?)\//;

/** Statements of Python code, and which of its functions call which. */
export function pythonStatements(
  files: readonly TextFile[],
  tree: (path: string) => SyntaxNode | undefined,
  packages: Packages,
  tables: readonly string[],
): PythonStatements {
  const index = createIndex(files, tree, packages);
  const graph = createCallGraph();
  const reading: Reading = {
    kept: createKept(),
    index,
    entities: createEntities(index, tables),
    graph,
    drafts: [],
    unread: [],
    outcomes: new WeakMap(),
    returns: new Map(),
    single: new WeakSet(),
  };
  for (const { path, text } of files) {
    if (aside.test(path) || !/\bdef \w+\(/.test(text)) continue;
    const module = index.module(path);
    if (module !== undefined) readModuleBodies(reading, module);
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
