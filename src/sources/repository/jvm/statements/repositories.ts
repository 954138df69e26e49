import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { substituted } from '../handlers.ts';
import { outside, scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import { derivedQuery } from './derived.ts';
import type { Entities, Entity } from './entities.ts';
import type { CalledStatement } from './called.ts';
import { objectQuery } from './object-queries.ts';
import type { Body, Member, Typed, Types } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call } from './walk.ts';

const libraries =
  /^(JpaRepository|JpaRepositoryImplementation|CrudRepository|ListCrudRepository|PagingAndSortingRepository|ListPagingAndSortingRepository|Repository|ReactiveCrudRepository|ReactiveSortingRepository|R2dbcRepository|CoroutineCrudRepository|CoroutineSortingRepository|MongoRepository|ReactiveMongoRepository|PageableRepository|GenericRepository|AsyncCrudRepository|RevisionRepository|BasicRepository|DataRepository|PanacheRepository|PanacheRepositoryBase|BaseMapper|IService|ServiceImpl|JpaSpecificationExecutor|ReactorCrudRepository|ReactorPageableRepository|KotlinJdslJpqlExecutor)$/;

/** Words by which a file that declares or uses repositories is known. */
export const repositoryBases =
  /\b(?:Jpa|Crud|ListCrud|PagingAndSorting|ListPagingAndSorting|ReactiveCrud|ReactiveSorting|R2dbc|CoroutineCrud|CoroutineSorting|Mongo|ReactiveMongo|Pageable|Generic|Panache|Reactor\w*)?Repository(?:Base)?\s*<|\b(?:BaseMapper|IService|ServiceImpl)\s*</;

/** The entity of a repository, and whether the library writes the repository itself. */
export interface RepositoryOf {
  readonly entity: Entity;
  readonly base: string;
}

export function repositoryOf(
  types: Types,
  entities: Entities,
  of: ClassDeclaration,
): RepositoryOf | undefined {
  for (const owner of types.lineOf(of))
    for (const above of owner.supertypes) {
      const base = lastName(above.name);
      if (!libraries.test(base) || types.classOf({ type: above, scope: outside(owner) }) !== undefined)
        continue;
      const given = above.args[base === 'ServiceImpl' ? 1 : 0];
      const { type, scope } = substituted(types.world, of, owner, given);
      const entity = type === undefined ? undefined : types.classOf({ type, scope });
      if (entity !== undefined) return { entity: entities.entityOf(entity), base };
    }
  return undefined;
}

interface Form {
  readonly verb: 'select' | 'count' | 'insert' | 'update' | 'delete';
  /** Where the condition comes from. */
  readonly by?: 'key' | 'keys' | 'given';
  readonly one?: boolean;
}

const forms: Readonly<Record<string, Form>> = {
  findById: { verb: 'select', by: 'key' },
  findByIdOrNull: { verb: 'select', by: 'key' },
  findByIdOptional: { verb: 'select', by: 'key' },
  getById: { verb: 'select', by: 'key' },
  getOne: { verb: 'select', by: 'key' },
  getReferenceById: { verb: 'select', by: 'key' },
  selectById: { verb: 'select', by: 'key' },
  existsById: { verb: 'count', by: 'key' },
  findOne: { verb: 'select', by: 'given', one: true },
  selectOne: { verb: 'select', by: 'given', one: true },
  findBy: { verb: 'select', by: 'given' },
  findAll: { verb: 'select' },
  listAll: { verb: 'select' },
  streamAll: { verb: 'select' },
  findAllById: { verb: 'select', by: 'keys' },
  selectBatchIds: { verb: 'select', by: 'keys' },
  selectByIds: { verb: 'select', by: 'keys' },
  listByIds: { verb: 'select', by: 'keys' },
  selectList: { verb: 'select', by: 'given' },
  selectPage: { verb: 'select', by: 'given', one: true },
  list: { verb: 'select', by: 'given' },
  page: { verb: 'select', by: 'given', one: true },
  find: { verb: 'select', by: 'given' },
  stream: { verb: 'select', by: 'given' },
  count: { verb: 'count', by: 'given' },
  selectCount: { verb: 'count', by: 'given' },
  exists: { verb: 'count', by: 'given' },
  save: { verb: 'insert' },
  saveAll: { verb: 'insert' },
  saveAndFlush: { verb: 'insert' },
  saveAllAndFlush: { verb: 'insert' },
  saveBatch: { verb: 'insert' },
  saveOrUpdate: { verb: 'insert' },
  insert: { verb: 'insert' },
  insertAll: { verb: 'insert' },
  persist: { verb: 'insert' },
  persistAndFlush: { verb: 'insert' },
  persistAll: { verb: 'insert' },
  update: { verb: 'update', by: 'given' },
  updateAll: { verb: 'update', by: 'given' },
  updateById: { verb: 'update', by: 'key' },
  updateBatchById: { verb: 'update', by: 'keys' },
  delete: { verb: 'delete', by: 'key' },
  deleteById: { verb: 'delete', by: 'key' },
  removeById: { verb: 'delete', by: 'key' },
  removeByIds: { verb: 'delete', by: 'keys' },
  remove: { verb: 'delete', by: 'given' },
  deleteAll: { verb: 'delete' },
  deleteAllById: { verb: 'delete', by: 'keys' },
  deleteAllInBatch: { verb: 'delete' },
  deleteAllByIdInBatch: { verb: 'delete', by: 'keys' },
  deleteInBatch: { verb: 'delete', by: 'keys' },
  deleteBatchIds: { verb: 'delete', by: 'keys' },
};

/** A call of a repository as the statement it stands for: declared, named by its words, or one the library has. */
export function repositoryCall(
  body: Body,
  entities: Entities,
  call: Call,
  found: { readonly of: ClassDeclaration; readonly repository: RepositoryOf; readonly declared?: Member },
): CalledStatement | undefined {
  const { of, declared, repository } = found;
  const { entity } = repository;
  const orm = `${of.name}.${call.name}`;
  if (declared !== undefined) {
    const query = annotatedQuery(body.types, entities, entity, declared);
    if (query !== undefined) return { ...query, orm };
  }
  const builtin = Object.hasOwn(forms, call.name) ? forms[call.name] : undefined;
  if (builtin !== undefined && (declared === undefined || isOverride(call.name)))
    return { sql: builtinText(body, entity, call, builtin), orm, limited: builtin.by === 'key' };
  const derived = derivedQuery(entities, entity, call.name);
  if (derived === undefined) return undefined;
  const limited = call.args.some(({ value }) => isPage(typeOf(body, value), value));
  const single = declared !== undefined && isSingle(declared.method.returns);
  const limit = derived.limit ?? (limited ? 'given' : single ? 'one' : undefined);
  return {
    sql: paraphrase({ ...derived, table: entity.table, ...(limit === undefined ? {} : { limit }) }),
    orm,
  };
}

/** A repository may write a method of the library again, for another graph or another answer. */
const isOverride = (name: string): boolean =>
  !/^(list|page|find|count|exists|update|remove|insert|stream)$/.test(name);

/** `@Query("…")` in objects or in SQL, with what the method adds: a page, or one row only. */
function annotatedQuery(
  types: Types,
  entities: Entities,
  entity: Entity,
  { method, owner }: Member,
): CalledStatement | undefined {
  const annotations = expand(types.world, method.annotations, scopeOf(owner));
  const query = annotations.find(({ name }) =>
    /^(Query|NativeQuery|Select|Update|Insert|Delete|SelectProvider)$/.test(name),
  );
  if (query === undefined) return undefined;
  const texts = attribute(query, 'value');
  const parts = texts?.kind === 'list' ? texts.items : texts === undefined ? [] : [texts];
  const text = parts
    .map((part) => textOf(types.world, part, query.scope).text ?? '…')
    .join(' ')
    .trim();
  if (text === '' || text.startsWith('{')) return undefined;
  const native = attribute(query, 'nativeQuery');
  const isNative = query.name !== 'Query' || (native?.kind === 'boolean' && native.value);
  const sql = (isNative ? text : objectQuery(entities, text, entity)).replaceAll(/:?#\{[^}]*\}/g, ':value');
  const limited = method.parameters.some(({ type }) => isPageType(type)) || isSingle(method.returns);
  const raw = [...sql.matchAll(/\$\{([\w.]+)\}/g)].map(([, name = '']) => name);
  return {
    sql: sql.replaceAll(/\$\{([\w.]+)\}/g, '{$1}').replaceAll(/<\/?\w+[^>]*>/g, ' '),
    limited,
    ...(raw.length === 0 || query.name === 'Query' ? {} : { interpolates: raw }),
  };
}

function builtinText(body: Body, entity: Entity, call: Call, form: Form): string {
  const { table, key } = entity;
  const args = call.args.map(({ value }) => value);
  const pages = args.some((arg) => isPage(typeOf(body, arg), arg));
  const rest = args.filter((arg) => !isPage(typeOf(body, arg), arg) && !isSort(typeOf(body, arg), arg));
  const where =
    form.by === 'key'
      ? [equalTo(key)]
      : form.by === 'keys'
        ? [`${key} in (…)`]
        : rest.length > 0 && form.verb !== 'insert'
          ? [form.verb === 'delete' && form.by === undefined ? `${key} in (…)` : '…']
          : [];
  const limit = pages ? 'given' : form.one === true ? 'one' : undefined;
  const verb = form.verb === 'insert' && isLoaded(body, args[0]) ? 'update' : form.verb;
  return paraphrase({
    verb,
    table,
    where: verb === 'update' && where.length === 0 ? [equalTo(key)] : where,
    ...(limit === undefined ? {} : { limit }),
  });
}

/** What was read before is written back: the row is there. */
function isLoaded(body: Body, arg: Call['args'][number]['value'] | undefined): boolean {
  if (arg?.kind !== 'name') return false;
  const values = body.values.get(arg.name) ?? [];
  return values.some(({ value }) => {
    let at: typeof value | undefined = value;
    while (at?.kind === 'call') {
      if (
        /^(find|get|load|fetch|select|read)([A-Z]\w*)?$/.test(at.name) &&
        at.args.length > 0 &&
        at.on !== undefined
      )
        return true;
      at = at.on;
    }
    return false;
  });
}

const isPageType = (type: TypeName | undefined): boolean =>
  /^(Pageable|PageRequest|ScrollPosition|Limit|IPage|Page|RowBounds)$/.test(lastName(type?.name ?? ''));

function isPage(typed: Typed | undefined, code: Call['args'][number]['value']): boolean {
  if (isPageType(typed?.type)) return true;
  if (code.kind === 'call')
    return /^(PageRequest|Pageable|Limit)$/.test(code.on?.kind === 'name' ? code.on.name : '');
  return code.kind === 'name' && /^(pageable|pageRequest|paging)$/i.test(code.name);
}

const isSort = (typed: Typed | undefined, code: Call['args'][number]['value']): boolean =>
  /^(Sort|EntityGraph|LockModeType)$/.test(lastName(typed?.type.name ?? '')) ||
  (code.kind === 'call' && code.on?.kind === 'name' && code.on.name === 'Sort');

const manyTypes =
  /^(List|Set|Collection|Iterable|Stream|Page|Slice|Flux|Flow|Streamable|Window|Map|ArrayList|SortedSet|HashSet|LinkedHashSet|TreeSet|MutableList|MutableSet|MutableCollection|\[\]|Multi|Sequence|Array|Iterator)$/;

/** One row, a number or nothing is answered. */
export function isSingle(type: TypeName | undefined): boolean {
  if (type === undefined) return false;
  const name = lastName(type.name);
  if (/^(Page|Slice|Window)$/.test(name)) return true;
  if (/^(Optional|Mono|Uni|CompletableFuture|Maybe|Single|Future)$/.test(name))
    return type.args[0] === undefined || isSingle(type.args[0]);
  return !manyTypes.test(name);
}
