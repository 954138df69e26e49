import type { ClassDeclaration, SourceFile } from '../classes.ts';
import type { Code } from '../code.ts';
import { once } from '../../once.ts';
import type { World } from '../world.ts';
import type { CalledStatement } from './called.ts';
import type { Entities } from './entities.ts';
import { entitiesOf } from './entities.ts';
import { entityManagerCall } from './entity-manager.ts';
import { exposedCall } from './exposed.ts';
import { jdbcCall } from './jdbc.ts';
import { jooqCall } from './jooq.ts';
import type { Messages } from './messages.ts';
import { messagesOf } from './messages.ts';
import type { Mappers } from './mybatis.ts';
import { lazyRelation } from './lazy.ts';
import { mappersOf } from './mybatis.ts';
import { brokerClients } from './sent-messages.ts';
import { repositoryBases, repositoryCall, repositoryOf } from './repositories.ts';
import type { RepositoryOf } from './repositories.ts';
import type { Body, Typed, Types } from './typing.ts';
import { typeOf, typeOfClass, typesIn } from './typing.ts';
import type { Call, Place } from './walk.ts';

export interface Readers {
  readonly types: Types;
  readonly entities: Entities;
  readonly mappers: Mappers;
  readonly messages: Messages;
  readonly repository: (of: ClassDeclaration) => RepositoryOf | undefined;
  /** Files in which statements may stand. */
  readonly files: () => readonly SourceFile[];
}

const libraries =
  /\b(EntityManager|JdbcTemplate|NamedParameterJdbcTemplate|JdbcOperations|NamedParameterJdbcOperations|JdbcClient|SimpleJdbcInsert|DSLContext|SqlSession|prepareStatement|createStatement|DatabaseClient|R2dbcEntityTemplate|HibernateTemplate|SessionFactory|Jdbi|org\.jetbrains\.exposed|PanacheEntity\w*|createNativeQuery|RestTemplate|RestOperations|WebClient|RestClient|\w*HttpClient|openConnection|ws\.rs\.client)\b/;

export function createReaders(world: World): Readers {
  const known = new Map<ClassDeclaration, RepositoryOf | undefined>();
  const types: Types = { ...typesIn(world), answer: (of, name) => answerOf(of, name) };
  const entities = entitiesOf(types);
  const mappers = mappersOf(world);
  const repository = (of: ClassDeclaration): RepositoryOf | undefined => {
    if (!known.has(of)) known.set(of, repositoryOf(types, entities, of));
    return known.get(of);
  };
  const answerOf = (of: ClassDeclaration | undefined, name: string): Typed | undefined => {
    const entity = of === undefined ? undefined : repository(of)?.entity;
    if (entity === undefined) return undefined;
    const one = typeOfClass(entity.of);
    if (/^(findAll|findAllById|saveAll|listAll|list|selectList|listByIds|saveAllAndFlush)$/.test(name))
      return { type: { name: 'List', args: [one.type] }, scope: one.scope };
    if (/^(findById|findOne|findByIdOptional)$/.test(name))
      return { type: { name: 'Optional', args: [one.type] }, scope: one.scope };
    return /^(save|saveAndFlush|getById|getOne|getReferenceById|selectById|selectOne|findByIdOrNull|persist)$/.test(
      name,
    )
      ? one
      : undefined;
  };
  const messages = messagesOf(world);
  return {
    types,
    entities,
    mappers,
    messages,
    repository,
    files: once(() => filesOf(world, types, mappers)),
  };
}

/** Files that name a library of databases, a repository or a mapper. */
function filesOf(world: World, types: Types, mappers: Mappers): readonly SourceFile[] {
  const bases = new Set<string>(mappers.names);
  for (const path of world.paths) {
    const text = world.text(path);
    if (!repositoryBases.test(text)) continue;
    for (const [, name = ''] of text.matchAll(/\b(?:interface|class|object)\s+(\w+)/g)) bases.add(name);
  }
  const names = types.heirs.below(bases);
  const paths = world.paths.filter((path) => {
    const text = world.text(path);
    if (libraries.test(text) || brokerClients.test(text)) return true;
    return names.size > 0 && namesOne(text, names);
  });
  return paths.flatMap((path) => world.file(path) ?? []);
}

/** Types of fields and parameters: every capital word before a name. */
function namesOne(text: string, names: ReadonlySet<string>): boolean {
  for (const [, word = ''] of text.matchAll(
    /\b([A-Z]\w*)(?:<[^>\n]*>)?[?!]?\s*(?:[a-z_]\w*\s*[;,)=(]|[,)\n{}]|\.\w)/g,
  ))
    if (names.has(word)) return true;
  return false;
}

/** The statement a call or a reference to a method stands for. */
export function statementIn(
  readers: Readers,
  body: Body,
  code: Code,
  place: Place,
): CalledStatement | undefined {
  if (code.kind === 'reference') {
    const asCall: Call = {
      kind: 'call',
      name: code.name,
      args: [],
      types: [],
      line: code.line,
      ...(code.on && { on: code.on }),
    };
    return repositoryStatement(readers, body, asCall);
  }
  if (code.kind !== 'call') return undefined;
  return (
    repositoryStatement(readers, body, code) ??
    lazyRelation(readers, body, code, place) ??
    entityManagerCall(readers.entities, body, code, place) ??
    jdbcCall(body, code) ??
    jooqCall(body, code, place) ??
    exposedCall(readers, body, code, place)
  );
}

function repositoryStatement(readers: Readers, body: Body, call: Call): CalledStatement | undefined {
  const { types, entities, mappers } = readers;
  const on = call.on === undefined ? undefined : typeOf(body, call.on);
  const of = call.on === undefined ? body.owner : types.classOf(on);
  if (of === undefined) return undefined;
  const [declared] = types.methods(of, call.name, call.args.length);
  // A method that the target writes itself is walked, not told.
  if (declared?.method.body !== undefined) return undefined;
  const mapped = declared === undefined ? undefined : mappers.statement(declared.owner, call.name);
  if (mapped !== undefined) return { ...mapped, orm: `${of.name}.${call.name}` };
  const repository = readers.repository(of);
  if (repository === undefined) return undefined;
  if (
    call.on === undefined &&
    !/^(BaseMapper|IService|ServiceImpl|PanacheRepository|PanacheRepositoryBase)$/.test(repository.base) &&
    declared === undefined
  )
    return undefined;
  // A part that is written by hand: its class is walked.
  if (
    declared !== undefined &&
    types.heirs
      .of(declared.owner)
      .some((heir) =>
        types.methods(heir, call.name, call.args.length).some(({ method }) => method.body !== undefined),
      )
  )
    return undefined;
  return repositoryCall(body, entities, call, {
    of,
    repository,
    ...(declared === undefined ? {} : { declared }),
  });
}
