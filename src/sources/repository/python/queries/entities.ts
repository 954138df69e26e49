import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Entity, Relation } from '../../queries/stored.ts';
import { appOf } from '../data/django-targets.ts';
import type { CodeIndex, PyClass } from './code-index.ts';
import { calledName, djangoRelation, mappedRelation, readReverse, toOne } from './relations.ts';
import type { World } from './relations.ts';

export type Mapper = 'django' | 'sqlalchemy';

export interface PyEntity extends Entity {
  readonly mapper: Mapper;
  readonly declared?: PyClass;
  /** Names of fields by which other tables are told. */
  readonly foreign: ReadonlySet<string>;
}

/** Classes that stand for tables. */
export interface Entities {
  readonly of: (declared: PyClass | undefined) => PyEntity | undefined;
  readonly classOf: (entity: Entity) => PyClass | undefined;
  readonly mapperOf: (entity: Entity | undefined) => Mapper | undefined;
  readonly foreignOf: (entity: Entity | undefined) => ReadonlySet<string>;
  /** A model of Django's own apps, or the one that stands for users. */
  readonly library: (path: string) => PyEntity | undefined;
}

const djangoBase =
  /(^|\.)models?\.(\w+\.)*(\w*Model|AbstractUser|AbstractBaseUser|AbstractGroup|Page|MP_Node|Orderable|Tag|\w*TaggedItem\w*)$|^django\.contrib\.auth\.(models|base_user)\.Abstract\w+$/;
const otherBase = /^(peewee|pydantic\w*|tortoise|mongoengine|sqlmodel|odmantic|keras|torch|tensorflow)\b/;
const sqlalchemyBase =
  /^sqlalchemy\.|^sqlmodel\.|flask_sqlalchemy\.\w+\(\)\.Model$|declarative_base\(\)$|^advanced_alchemy\./;

const builtIn: Readonly<Record<string, string>> = {
  User: 'auth_user',
  Group: 'auth_group',
  Permission: 'auth_permission',
  ContentType: 'django_content_type',
  Site: 'django_site',
  Session: 'django_session',
  LogEntry: 'django_admin_log',
  Token: 'authtoken_token',
};

export function createEntities(index: CodeIndex, tables: readonly string[]): Entities {
  const known = new Map<PyClass, PyEntity | undefined>();
  const byEntity = new Map<Entity, PyEntity>();
  const standing = new Set(tables);
  const own = new Map<string, PyEntity>();
  const of = (declared: PyClass | undefined): PyEntity | undefined => {
    if (declared === undefined) return undefined;
    if (known.has(declared)) return known.get(declared);
    known.set(declared, undefined);
    const found = entityOf(index, declared, standing, { of, reverse: () => reverse(), library });
    known.set(declared, found);
    if (found !== undefined) byEntity.set(found, found);
    return found;
  };
  let users: PyEntity | undefined | null = null;
  const library = (path: string): PyEntity | undefined => {
    if (/AUTH_USER_MODEL$|get_user_model(\(\))?$/.test(path)) {
      users ??= userModel(index, of) ?? library('django.contrib.auth.models.User');
      return users;
    }
    const name = /^(?:django\.contrib\.\w+|rest_framework\.authtoken)\.models\.(\w+)$/.exec(path)?.[1] ?? '';
    const table = builtIn[name];
    if (table === undefined) return undefined;
    const made: PyEntity = own.get(name) ?? {
      mapper: 'django',
      name,
      table,
      key: 'id',
      always: [],
      relation: () => undefined,
      foreign: new Set(),
    };
    own.set(name, made);
    byEntity.set(made, made);
    return made;
  };
  let reversed: Map<PyClass, Map<string, PyClass>> | undefined;
  const reverse = (): Map<PyClass, Map<string, PyClass>> => {
    reversed ??= readReverse(index, of);
    return reversed;
  };
  return {
    of,
    classOf: (entity) => byEntity.get(entity)?.declared,
    mapperOf: (entity) => (entity === undefined ? undefined : byEntity.get(entity)?.mapper),
    foreignOf: (entity) => (entity === undefined ? undefined : byEntity.get(entity)?.foreign) ?? new Set(),
    library,
  };
}

function userModel(index: CodeIndex, of: (declared: PyClass) => PyEntity | undefined): PyEntity | undefined {
  for (const { path, text } of index.files) {
    if (!/AbstractBaseUser|AbstractUser/.test(text) || !/class \w*User\w*\(/.test(text)) continue;
    for (const declared of index.module(path)?.classes.values() ?? [])
      if (index.libraries(declared).some((name) => /Abstract(Base)?User$/.test(name))) {
        const found = of(declared);
        if (found !== undefined) return found;
      }
  }
  return undefined;
}

function entityOf(
  index: CodeIndex,
  declared: PyClass,
  tables: ReadonlySet<string>,
  world: World,
): PyEntity | undefined {
  const libraries = index.libraries(declared);
  const told = textOf(index.lineage(declared).flatMap((each) => each.values.get('__tablename__') ?? [])[0]);
  const isMapped = libraries.some((name) => sqlalchemyBase.test(name));
  if (told !== undefined || (isMapped && !isAbstract(declared))) {
    const table =
      told ??
      [snake(declared.name), `${snake(declared.name)}s`, declared.name.toLowerCase()].find((name) =>
        tables.has(name),
      );
    return table === undefined ? undefined : mappedEntity(index, declared, table, world);
  }
  if (!libraries.some((name) => djangoBase.test(name) && !otherBase.test(name))) return undefined;
  if (option(declared, 'abstract') === 'True') return undefined;
  if (option(declared, 'proxy') === 'True') return world.of(index.lineage(declared)[1]);
  return djangoEntity(index, declared, tables, world);
}

const isAbstract = (declared: PyClass): boolean => declared.values.get('__abstract__')?.text === 'True';

const option = (declared: PyClass, name: string): string | undefined => {
  const node = declared.inner.get('Meta')?.values.get(name);
  return textOf(node) ?? node?.text;
};

export function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string' || node.children.some(({ type }) => type === 'interpolation')) return undefined;
  return node.children.flatMap(({ type, text }) => (type === 'string_content' ? [text] : [])).join('');
}

export const snake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

function djangoEntity(
  index: CodeIndex,
  declared: PyClass,
  tables: ReadonlySet<string>,
  world: World,
): PyEntity {
  const relations = new Map<string, Relation | undefined>();
  const table = option(declared, 'db_table') ?? usualTable(declared, tables);
  const fields = index.lineage(declared).flatMap((each) => [...each.values]);
  const foreign = new Set(fields.flatMap(([name, node]) => (toOne.test(calledName(node)) ? [name] : [])));
  const key = fields.find(([, node]) => /primary_key\s*=\s*True/.test(node.text))?.[0] ?? 'id';
  return {
    mapper: 'django',
    declared,
    name: declared.name,
    table: table.replaceAll('"', ''),
    key: foreign.has(key) ? `${key}_id` : key,
    always: [],
    foreign,
    relation: (name) => {
      if (!relations.has(name)) relations.set(name, djangoRelation(index, declared, name, world));
      return relations.get(name);
    },
  };
}

/** `app_model`; the application may be a folder further up, and then it holds the folders below as well. */
function usualTable(declared: PyClass, tables: ReadonlySet<string>): string {
  const { path } = declared.module;
  const name = declared.name.toLowerCase();
  const app = option(declared, 'app_label') ?? appOf(path);
  const above = path.split('/').slice(0, -1);
  return (
    [...above, app].map((folder) => `${folder}_${name}`).find((each) => tables.has(each)) ?? `${app}_${name}`
  );
}

function mappedEntity(index: CodeIndex, declared: PyClass, table: string, world: World): PyEntity {
  const relations = new Map<string, Relation | undefined>();
  const key =
    index
      .lineage(declared)
      .flatMap((each) => [...each.values])
      .find(([, node]) => /primary_key\s*=\s*True/.test(node.text))?.[0] ?? 'id';
  return {
    mapper: 'sqlalchemy',
    declared,
    name: declared.name,
    table,
    key,
    always: [],
    foreign: new Set(),
    relation: (name) => {
      if (!relations.has(name)) relations.set(name, mappedRelation(index, declared, name, world));
      return relations.get(name);
    },
  };
}
