import { plain } from '../evaluator/classes.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Value } from '../evaluator/value.ts';
import { argument } from '../evaluator/value.ts';
import { textOf } from '../reading/texts.ts';
import type { DjangoModel, DjangoState } from './django-state.ts';
import { isTrue, keywordsOf, modelKey, modelNamed } from './django-state.ts';
import { columnType, isRelation } from './django-types.ts';

export const tableName = (model: DjangoModel): string =>
  (textOf(model.options.get('db_table')) ?? `${model.app}_${model.name.toLowerCase()}`).replaceAll('"', '');

export function columnName(name: string, field: Value | undefined): string {
  const told = textOf(keywordsOf(field)?.keywords.get('db_column'));
  return told ?? (isRelation(field) ? `${name}_id` : name);
}

export interface Target {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Tables of Django's own apps, which no migration of the target makes. */
const builtIn: Readonly<Record<string, string>> = {
  'auth.user': 'auth_user',
  'auth.group': 'auth_group',
  'auth.permission': 'auth_permission',
  'contenttypes.contenttype': 'django_content_type',
  'sites.site': 'django_site',
  'sessions.session': 'django_session',
};

export function targetOf(state: DjangoState, model: DjangoModel, field: Value, depth = 0): Target {
  const args = keywordsOf(field);
  const key = targetKey(model, args === undefined ? undefined : argument(args, 0, 'to'));
  const target = modelNamed(state, key);
  if (target === undefined) {
    const [app = '', name = ''] = key.split('.');
    return { table: builtIn[key] ?? `${app}_${name}`, column: 'id', type: 'integer' };
  }
  const told = textOf(args?.keywords.get('to_field'));
  const found = [...target.fields].find(([name, each]) =>
    told === undefined ? isTrue(each, 'primary_key') : name === told,
  );
  if (found === undefined) return { table: tableName(target), column: 'id', type: 'bigint' };
  const [name, pointed] = found;
  const type =
    isRelation(pointed) && depth < 6
      ? targetOf(state, target, pointed, depth + 1).type
      : (columnType(pointed) ?? 'integer');
  return { table: tableName(target), column: columnName(name, pointed), type };
}

/** `'app.Model'`, `'Model'` of the same app, `'self'`, the user model of the settings. */
function targetKey(model: DjangoModel, to: Value | undefined): string {
  if (to?.kind === 'class') return modelKey(appOf(to.module.path), to.name);
  const path = libraryPath(to) ?? '';
  const inner = to === undefined ? undefined : plain(to);
  const text =
    textOf(inner) ??
    (/AUTH_USER_MODEL$|get_user_model\(\)$/.test(path)
      ? 'auth.User'
      : /^django\.contrib\.(\w+)\.models\.(\w+)$/.exec(path)?.slice(1).join('.'));
  if (text === undefined) return 'unknown.unknown';
  if (/^(self|RECURSIVE_RELATIONSHIP_CONSTANT)$/.test(text)) return modelKey(model.app, model.name);
  return text.includes('.') ? text.toLowerCase() : modelKey(model.app, text);
}

export const appOf = (path: string): string =>
  /([^/]+)\/models(?:\/.*)?\.py$/.exec(path)?.[1] ?? path.split('/').at(-2) ?? '';

export const targetName = (model: DjangoModel, field: Value): string => {
  const args = keywordsOf(field);
  return targetKey(model, args === undefined ? undefined : argument(args, 0, 'to')).split('.')[1] ?? '';
};

export function targetOfKey(state: DjangoState, key: string): Target {
  const model = modelNamed(state, key);
  const found =
    model === undefined ? undefined : [...model.fields].find(([, each]) => isTrue(each, 'primary_key'));
  if (model === undefined || found === undefined)
    return {
      table: model === undefined ? key.replace('.', '_') : tableName(model),
      column: 'id',
      type: 'bigint',
    };
  const [name, field] = found;
  return {
    table: tableName(model),
    column: columnName(name, field),
    type: isRelation(field) ? targetOf(state, model, field).type : (columnType(field) ?? 'integer'),
  };
}
