import type { DataModel, Table } from '../../../../model/data.ts';
import type { Gap } from '../../../../model/origin.ts';
import type { TextFile } from '../../gather.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { nameInModule } from '../evaluator/modules.ts';
import { extendsLibrary, lineage } from '../evaluator/paths.ts';
import type { ClassValue, Value } from '../evaluator/value.ts';
import { booleanOf, stringOf } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import type { DjangoState } from './django-state.ts';
import { djangoState, modelKey } from './django-state.ts';
import { djangoTables } from './django-tables.ts';
import { appOf } from './django-targets.ts';
import { columnType, isManyToMany, isRelation } from './django-types.ts';

/** Tables of Django: what the migrations lead to; the models themselves for apps without migrations. */
export function djangoData(machine: Machine, files: readonly TextFile[], gaps: Gap[]): Partial<DataModel> {
  const state = djangoState(machine);
  const migrated = new Set([...state.models.values()].map(({ app }) => app));
  addModels(machine, state, migrated);
  if (state.models.size === 0) return {};
  return { tables: distinctTables(djangoTables(state, gaps, usesBigKeys(machine, files))) };
}

/** Since Django 3.2 the settings say so; without a word keys are integers. */
function usesBigKeys(machine: Machine, files: readonly TextFile[]): boolean {
  const told =
    machine.settings === undefined
      ? undefined
      : stringOf(nameInModule(machine, machine.settings, 'DEFAULT_AUTO_FIELD'));
  return told === undefined
    ? files.some(({ text }) => /DEFAULT_AUTO_FIELD\s*=\s*['"].*BigAutoField/.test(text))
    : told.endsWith('BigAutoField');
}

function addModels(machine: Machine, state: DjangoState, migrated: ReadonlySet<string>): void {
  for (const of of machine.classes) {
    const app = appLabel(machine, of);
    if (migrated.has(app) || !isModel(of) || state.models.has(modelKey(app, of.name))) continue;
    const meta = of.attributes.get('Meta');
    const options = new Map<string, Value>(meta?.kind === 'class' ? meta.attributes : []);
    if (booleanOf(options.get('abstract')) === true) continue;
    state.models.set(modelKey(app, of.name), {
      app,
      name: of.name,
      fields: fieldsOf(of),
      options,
      origin: originAt(of),
    });
  }
}

const isModel = (of: ClassValue): boolean =>
  extendsLibrary(
    of,
    /^django\.(contrib\.gis\.)?db\.models(\.\w+)*\.Model$|^django\.contrib\.auth\.(base_user|models)\.Abstract\w*User$|^(mptt|polymorphic|model_utils|treebeard)\..*(Model|Node)$/,
  );

function appLabel(machine: Machine, of: ClassValue): string {
  const meta = of.attributes.get('Meta');
  const told = meta?.kind === 'class' ? stringOf(lookInClass(machine, meta, 'app_label')) : undefined;
  return told ?? appOf(of.module.path);
}

/** Fields of the class and of the abstract ones it extends; what a concrete parent holds stays in its table. */
function fieldsOf(of: ClassValue): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const each of lineage(of).toReversed()) {
    const meta = each.attributes.get('Meta');
    const isAbstract = meta?.kind === 'class' && booleanOf(meta.attributes.get('abstract')) === true;
    if (each !== of && !isAbstract && isModel(each)) continue;
    for (const [name, value] of each.attributes)
      if (
        isRelation(value) ||
        isManyToMany(value) ||
        (/^(result|instance)$/.test(value.kind) && columnType(value) !== undefined)
      )
        found.set(name, value);
  }
  return found;
}

const distinctTables = (tables: readonly Table[]): readonly Table[] => [
  ...new Map(tables.map((table) => [table.name, table])).values(),
];
