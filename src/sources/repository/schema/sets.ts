import type { Gap } from '../../../model/origin.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { replayDialect } from '../dialects/replay.ts';
import type { SchemaDraft } from '../sql/draft.ts';
import { emptyDraft } from '../sql/draft.ts';
import type { MigrationSet } from '../sql/migrations.ts';
import { replayFile } from '../sql/replay.ts';

/** One migration: what it does to a schema. */
export interface MigrationStep {
  readonly path: string;
  readonly apply: (draft: SchemaDraft) => void;
}

/** Migrations that are run one after the other on one database, or a dump of its schema. */
export interface SchemaSet {
  readonly path: string;
  readonly kind: 'migrations' | 'dump';
  readonly dialect: Dialect | 'other';
  readonly steps: readonly MigrationStep[];
}

/** A set with the schema it makes when nothing else is there. */
export interface Replayed {
  readonly set: SchemaSet;
  readonly draft: SchemaDraft;
  /** Tables it creates at any time, and those it changes without having created them. */
  readonly created: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

/** The steps of SQL files. */
export function sqlSet(set: MigrationSet): SchemaSet {
  const { dialect } = set;
  const steps = set.files.map((file): MigrationStep => ({
    path: file.path,
    apply: (draft) => {
      if (dialect === 'postgresql') replayFile(draft, file);
      else if (dialect !== 'other') replayDialect(draft, file, dialect);
    },
  }));
  return { path: set.path, kind: set.kind, dialect, steps };
}

export function replay(set: SchemaSet): Replayed {
  const draft = run(set);
  const created = new Set<string>();
  const unknown = new Set<string>();
  for (const { kind, subject, why } of draft.gaps)
    if (kind === 'apply-sql' && why.startsWith('a table that is not known')) unknown.add(subject);
  for (const name of draft.tables.keys()) created.add(name);
  return { set, draft, created, unknown };
}

function run(set: SchemaSet): SchemaDraft {
  const draft = emptyDraft(set.dialect === 'mysql' || set.dialect === 'mssql' || set.dialect === 'sqlite');
  for (const { apply } of set.steps) apply(draft);
  return draft;
}

export const joined = (path: string, sets: readonly SchemaSet[]): SchemaSet => ({
  path,
  kind: 'migrations',
  dialect: sets[0]?.dialect ?? 'postgresql',
  steps: sets.flatMap(({ steps }) => steps),
});

export const skipped = (set: SchemaSet, why: string): Gap => ({ kind: 'skip-file', subject: set.path, why });
