import type { Origin } from '../../../../model/origin.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary, libraryPath } from '../evaluator/paths.ts';
import type { Arguments, ClassValue, Place, Value } from '../evaluator/value.ts';
import { argument, booleanOf, isNone, itemsOf, stringOf } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import { textOf } from '../reading/texts.ts';

/** A model as the migrations know it. */
export interface DjangoModel {
  readonly app: string;
  readonly name: string;
  readonly fields: Map<string, Value>;
  readonly options: Map<string, Value>;
  readonly origin: Origin;
}

/** Models by `app.name` in small letters. */
export interface DjangoState {
  readonly models: Map<string, DjangoModel>;
  /** What a model was called before. */
  readonly renamed: Map<string, string>;
}

export const modelKey = (app: string, name: string): string => `${app}.${name}`.toLowerCase();

interface Migration {
  readonly app: string;
  readonly name: string;
  readonly of: ClassValue;
  readonly dependencies: readonly string[];
  readonly replaces: readonly string[];
}

/** The state that all migrations of the target lead to, in the order of their dependencies. */
export function djangoState(machine: Machine): DjangoState {
  const state: DjangoState = { models: new Map(), renamed: new Map() };
  for (const migration of inOrder(migrationsOf(machine)))
    for (const operation of itemsOf(lookInClass(machine, migration.of, 'operations')))
      apply(state, migration.app, operation, 0);
  return state;
}

function migrationsOf(machine: Machine): readonly Migration[] {
  const found = machine.classes.flatMap((of): readonly Migration[] => {
    const [, app, name] = /([^/]+)\/(?:\w*migrations\w*)\/([^/]+)\.py$/.exec(of.module.path) ?? [];
    if (
      of.name !== 'Migration' ||
      app === undefined ||
      name === undefined ||
      !extendsLibrary(of, /^django\.db\.migrations(\.\w+)*\.Migration$/)
    )
      return [];
    const names = (key: string): readonly string[] =>
      itemsOf(lookInClass(machine, of, key)).flatMap((each) => {
        const [first, second] = each.kind === 'list' ? each.items : [];
        const [label, other] = [textOf(first), textOf(second)];
        return label === undefined || other === undefined ? [] : [`${label}.${other}`];
      });
    return [{ app, name, of, dependencies: names('dependencies'), replaces: names('replaces') }];
  });
  // A squashed migration stands for those it replaces.
  const replaced = new Set(found.flatMap(({ replaces }) => replaces));
  return found.filter(({ app, name }) => !replaced.has(`${app}.${name}`));
}

function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const byName = new Map<string, Migration>();
  for (const each of migrations)
    for (const name of [`${each.app}.${each.name}`, ...each.replaces]) byName.set(name, each);
  const result: Migration[] = [];
  const seen = new Set<Migration>();
  const visit = (each: Migration, depth: number): void => {
    if (seen.has(each) || depth > 3_000) return;
    seen.add(each);
    for (const name of each.dependencies) {
      const before = byName.get(name);
      if (before !== undefined) visit(before, depth + 1);
    }
    result.push(each);
  };
  for (const each of migrations.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)))
    visit(each, 0);
  return result;
}

function apply(state: DjangoState, app: string, operation: Value, depth: number): void {
  const name = /(\w+)\(\)$/.exec(libraryPath(operation) ?? '')?.[1];
  const args =
    operation.kind === 'result' ? operation.args : operation.kind === 'instance' ? operation.made : undefined;
  if (name === undefined || args === undefined || depth > 4) return;
  if (name === 'SeparateDatabaseAndState') {
    for (const each of itemsOf(argument(args, 1, 'state_operations'))) apply(state, app, each, depth + 1);
    return;
  }
  const place = operation.kind === 'result' || operation.kind === 'instance' ? operation.place : undefined;
  if (name === 'CreateModel' && place !== undefined) {
    const model = textOf(argument(args, 0, 'name')) ?? '';
    state.models.set(modelKey(app, model), {
      app,
      name: model,
      fields: fieldsOf(argument(args, 1, 'fields')),
      options: optionsOf(argument(args, 2, 'options')),
      origin: originAt(place),
    });
    return;
  }
  if (place !== undefined) change(state, app, name, args, place);
}

const fieldsOf = (given: Value | undefined): Map<string, Value> =>
  new Map(
    itemsOf(given).flatMap((each): readonly (readonly [string, Value])[] => {
      const [name, field] = each.kind === 'list' ? each.items : [];
      const text = stringOf(name);
      return text === undefined || field === undefined ? [] : [[text, field]];
    }),
  );

const optionsOf = (given: Value | undefined): Map<string, Value> =>
  new Map(
    given?.kind === 'dict'
      ? given.entries.flatMap(([key, value]) =>
          stringOf(key) === undefined ? [] : [[stringOf(key) ?? '', value] as const],
        )
      : [],
  );

function change(state: DjangoState, app: string, name: string, args: Arguments, place: Place): void {
  const model = textOf(argument(args, 0, 'model_name', 'name', 'old_name')) ?? '';
  const key = modelKey(app, model);
  const found = state.models.get(key);
  if (found === undefined) return;
  const text = (at: number, ...names: readonly string[]): string =>
    textOf(argument(args, at, ...names)) ?? '';
  switch (name) {
    case 'DeleteModel':
      state.models.delete(key);
      return;
    case 'RenameModel':
      renameModel(state, found, text(1, 'new_name'));
      return;
    case 'AddField':
    case 'AlterField': {
      const field = argument(args, 2, 'field');
      if (field !== undefined) found.fields.set(text(1, 'name'), field);
      return;
    }
    case 'RemoveField':
      found.fields.delete(text(1, 'name'));
      return;
    case 'RenameField':
      renameField(found, text(1, 'old_name'), text(2, 'new_name'));
      return;
    case 'AlterModelTable':
      setOption(found, 'db_table', argument(args, 1, 'table'));
      return;
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
      setOption(
        found,
        name === 'AlterUniqueTogether' ? 'unique_together' : 'index_together',
        argument(args, 1, 'unique_together', 'index_together'),
      );
      return;
    case 'AlterModelOptions':
      for (const [option, value] of optionsOf(argument(args, 1, 'options'))) found.options.set(option, value);
      return;
    case 'AddIndex':
    case 'AddConstraint':
      addTo(found, name === 'AddIndex' ? 'indexes' : 'constraints', argument(args, 1, 'index', 'constraint'));
      return;
    case 'RemoveIndex':
    case 'RemoveConstraint':
      removeFrom(found, name === 'RemoveIndex' ? 'indexes' : 'constraints', text(1, 'name'));
      return;
    case 'RenameIndex':
      renameIndex(found, args, place);
      return;
    default:
      return;
  }
}

const setOption = (model: DjangoModel, name: string, value: Value | undefined): void => {
  if (value === undefined || isNone(value)) model.options.delete(name);
  else model.options.set(name, value);
};

function renameModel(state: DjangoState, model: DjangoModel, name: string): void {
  state.models.delete(modelKey(model.app, model.name));
  state.models.set(modelKey(model.app, name), { ...model, name });
  // Migrations written before the change name the model as it was called then.
  state.renamed.set(modelKey(model.app, model.name), modelKey(model.app, name));
}

/** A model by its name or by one it had before. */
export function modelNamed(state: DjangoState, key: string): DjangoModel | undefined {
  let at = key;
  for (let turns = 0; turns < 20; turns += 1) {
    const found = state.models.get(at);
    if (found !== undefined) return found;
    const next = state.renamed.get(at);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function renameField(model: DjangoModel, from: string, to: string): void {
  const entries = [...model.fields].map(([name, value]) => [name === from ? to : name, value] as const);
  model.fields.clear();
  for (const [name, value] of entries) model.fields.set(name, value);
}

function addTo(model: DjangoModel, option: string, value: Value | undefined): void {
  const before = model.options.get(option);
  if (value !== undefined)
    model.options.set(option, { kind: 'list', items: [...itemsOf(before), value], open: false });
}

export const keywordsOf = (value: Value | undefined): Arguments | undefined =>
  value?.kind === 'result' ? value.args : value?.kind === 'instance' ? value.made : undefined;

function removeFrom(model: DjangoModel, option: string, name: string): void {
  const rest = itemsOf(model.options.get(option)).filter(
    (each) => textOf(keywordsOf(each)?.keywords.get('name')) !== name,
  );
  model.options.set(option, { kind: 'list', items: [...rest], open: false });
}

/** An index that was made for `index_together` gets a name of its own. */
function renameIndex(model: DjangoModel, args: Arguments, place: Place): void {
  const fields = argument(args, -1, 'old_fields');
  const name = args.keywords.get('new_name');
  if (fields === undefined || name === undefined) return;
  const rest = itemsOf(model.options.get('index_together')).filter(
    (each) => JSON.stringify(namesOf(each)) !== JSON.stringify(namesOf(fields)),
  );
  model.options.set('index_together', { kind: 'list', items: [...rest], open: false });
  addTo(model, 'indexes', {
    kind: 'result',
    callee: { kind: 'library', path: 'django.db.models.Index' },
    args: {
      positional: [],
      keywords: new Map([
        ['fields', fields],
        ['name', name],
      ]),
      open: false,
    },
    attributes: new Map(),
    place,
  });
}

const namesOf = (value: Value): readonly string[] => itemsOf(value).flatMap((each) => stringOf(each) ?? []);

export const isTrue = (value: Value | undefined, name: string): boolean =>
  booleanOf(keywordsOf(value)?.keywords.get(name)) === true;
export const isFalse = (value: Value | undefined, name: string): boolean =>
  booleanOf(keywordsOf(value)?.keywords.get(name)) === false;
