import type { DataModel } from '../../../../model/data.ts';
import type { Gap } from '../../../../model/origin.ts';
import type { TextFile } from '../../gather.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import { emptyDraft } from '../../sql/draft.ts';
import type { Machine } from '../evaluator/machine.ts';
import { distinct } from '../../schema/tables.ts';
import { replayAlembic } from './alembic.ts';
import { djangoData } from './django-data.ts';
import { declaredTables } from './sqlalchemy.ts';
import { writtenTables } from './written-tables.ts';

/**
 * Tables that Python code tells: migrations replayed in their order, else what the classes declare; then those that it
 * makes by statements of its own.
 */
export function pythonData(machine: Machine, files: readonly TextFile[], gaps: Gap[]): Partial<DataModel> {
  const django = djangoData(machine, files, gaps);
  const on: SchemaContext = { draft: emptyDraft(), dialect: 'postgresql' };
  replayAlembic(machine, on);
  // Migrations that change what they have not made begin with the tables that the classes declare.
  const isUnknown = ({ kind, why }: Gap): boolean =>
    kind === 'apply-sql' && why.startsWith('a table that is not known');
  const presupposed = new Set(on.draft.gaps.filter(isUnknown).map(({ subject }) => subject));
  if (on.draft.tables.size === 0 || presupposed.size > 0) declaredTables(machine, on);
  gaps.push(...on.draft.gaps.filter((gap) => !isUnknown(gap) || !on.draft.tables.has(gap.subject)));
  const told = [...(django.tables ?? []), ...on.draft.tables.values()];
  return {
    tables: [...told, ...distinct(told, writtenTables(files, machine.tree, gaps)).fresh],
    enums: [...on.draft.enums.values()],
  };
}
