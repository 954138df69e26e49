import type { SyntaxNode } from '../../languages/syntax.ts';
import { comparison, narrowed, rowSelection, selectionOf, statementText } from '../../queries/stored.ts';
import type { Selection, Verb } from '../../queries/stored.ts';
import { kindNames, methodOf } from '../codebase.ts';
import { snake } from '../data/models.ts';
import { className } from '../names.ts';
import { plainString, writtenArguments } from '../syntax.ts';
import { repositoryEntity } from './doctrine-entities.ts';
import type { PhpEntity } from './entities.ts';
import { writtenText } from './texts.ts';
import { typeOf } from './typing.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

const managers =
  /^(Doctrine\\(ORM\\EntityManager(Interface)?|Persistence\\(ObjectManager|ManagerRegistry)|Common\\Persistence\\(ObjectManager|ManagerRegistry)|ODM\\MongoDB\\DocumentManager|Bundle\\DoctrineBundle\\Registry)|Symfony\\Bridge\\Doctrine\\(RegistryInterface|ManagerRegistry))$/;

/** Calls of Doctrine: its manager, repositories, query builders and DQL. */
export function doctrineCall(
  reading: Reading,
  node: SyntaxNode,
  type: PhpType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  if (type?.kind !== 'object') return undefined;
  if (managers.test(type.name)) return managerCall(reading, node, name, frame);
  const entity = type.of === undefined ? repositoryOf(reading, type.name) : reading.entities.of(type.of);
  if (entity === undefined) return undefined;
  const declared = reading.codebase.class(type.name);
  if (declared !== undefined && methodOf(reading.codebase, declared, name) !== undefined) return undefined;
  return repositoryCall(node, entity, name);
}

const repositories = new WeakMap<Reading['codebase'], Map<string, PhpEntity | undefined>>();

function repositoryOf(reading: Reading, name: string): PhpEntity | undefined {
  const known = repositories.get(reading.codebase) ?? new Map<string, PhpEntity | undefined>();
  repositories.set(reading.codebase, known);
  if (known.has(name)) return known.get(name);
  const declared = reading.codebase.class(name);
  const isRepository =
    declared !== undefined &&
    kindNames(reading.codebase, declared).some((each) =>
      /(ServiceEntity|Entity|Document|Object)Repository$/.test(each),
    );
  const found = isRepository ? repositoryEntity(reading.codebase, declared, reading.entities.of) : undefined;
  known.set(name, found);
  return found;
}

const stated = (verb: Verb, selection: Selection, name: string, type?: PhpType): Outcome => ({
  issues: [
    { sql: statementText(verb, selection), orm: `${selection.entity?.name ?? selection.table}.${name}` },
  ],
  ...(type === undefined ? {} : { type }),
});

function managerCall(reading: Reading, node: SyntaxNode, name: string, frame: Frame): Outcome {
  const args = writtenArguments(node).map((each) => each.node);
  const given = args[0] === undefined ? undefined : typeOf(reading, args[0], frame);
  const entity = given?.kind === 'class' ? reading.entities.of(given.name) : undefined;
  if (/^(getManager|getManagerForClass|getEntityManager)$/.test(name))
    return { type: { kind: 'object', name: 'Doctrine\\ORM\\EntityManager' } };
  if (name === 'getConnection') return { type: { kind: 'object', name: 'Doctrine\\DBAL\\Connection' } };
  if (name === 'getRepository' && entity !== undefined)
    return {
      type: {
        kind: 'object',
        name: repositoryClass(entity) ?? 'Doctrine\\ORM\\EntityRepository',
        of: entity.declared.name,
      },
    };
  if (/^(find|getReference)$/.test(name) && entity !== undefined)
    return name === 'find'
      ? stated('one', rowSelection(entity), name, { kind: 'row', entity })
      : { type: { kind: 'row', entity } };
  if (name === 'createQueryBuilder')
    return { type: { kind: 'query', table: '', where: [], limited: false, loaded: [] } };
  if (name === 'createQuery') return dqlOutcome(reading, args[0], frame);
  if (name === 'createNativeQuery') return {};
  if (/^(persist|remove)$/.test(name) && given?.kind === 'row') {
    if (name === 'persist' && given.fresh !== true) return {};
    const selection = name === 'persist' ? selectionOf(given.entity) : rowSelection(given.entity);
    const found = stated(name === 'persist' ? 'insert' : 'delete', selection, name);
    return { issues: (found.issues ?? []).map((each) => ({ ...each, gathered: true })) };
  }
  return {};
}

/** The repository an entity names in its mapping. */
function repositoryClass(entity: PhpEntity): string | undefined {
  const { declared } = entity;
  const written = /repositoryClass\s*[:=]\s*"?([\w\\]+?)(?:::class|")/.exec(
    `${declared.doc ?? ''}${declared.attributes.map(({ node }) => node.text).join('')}`,
  )?.[1];
  return written === undefined ? undefined : className(declared.file.names, written);
}

function repositoryCall(node: SyntaxNode, entity: PhpEntity, name: string): Outcome | undefined {
  const args = writtenArguments(node).map((each) => each.node);
  const query = selectionOf(entity);
  const filtered = narrowed(query, ...criteria(args[0]));
  const row: PhpType = { kind: 'row', entity };
  const rows: PhpType = { kind: 'rows', entity };
  if (name === 'find') return stated('one', rowSelection(entity), name, row);
  if (name === 'findOneBy') return stated('one', filtered, name, row);
  if (name === 'findAll') return stated('list', query, name, rows);
  if (name === 'findBy')
    return stated(
      'list',
      { ...filtered, limited: args[2] !== undefined && args[2].text !== 'null' },
      name,
      rows,
    );
  if (name === 'count') return stated('count', filtered, name);
  if (name === 'createQueryBuilder') return { type: query };
  const magic = /^(find|findOne|count)By([A-Z]\w*)$/.exec(name);
  if (magic !== null) {
    const by = narrowed(query, comparison(snake(magic[2] ?? '')));
    return stated(
      magic[1] === 'find' ? 'list' : magic[1] === 'count' ? 'count' : 'one',
      by,
      name,
      magic[1] === 'find' ? rows : row,
    );
  }
  return undefined;
}

/** `['name' => $name]`; anything else is a condition that is not seen. */
function criteria(node: SyntaxNode | undefined): readonly string[] {
  if (node === undefined) return [];
  if (node.type !== 'array_creation_expression') return ['…'];
  return node.children.flatMap((item) => {
    if (item.type !== 'array_element_initializer') return [];
    const [key, value] = item.children;
    return value === undefined
      ? ['…']
      : [comparison(snake(plainString(key) ?? ''), /^(\[|array\()/.test(value.text) ? 'in' : '=')];
  });
}

/** Methods of Doctrine's query builder and of the query it gives; undefined for those of others. */
export function doctrineBuilder(
  reading: Reading,
  query: Selection,
  name: string,
  args: readonly SyntaxNode[],
  frame: Frame,
): Outcome | undefined {
  const { entity } = query;
  if (
    /^(getQuery|setParameters?|setFirstResult|addOrderBy|innerJoin|setHint|setCacheable|useQueryCache|enableResultCache|indexBy|addGroupBy|setHydrationMode|setLockMode|addSelect|setFetchMode|expr|join|leftJoin|orderBy|groupBy|select|distinct|set|resetDQLPart|add)$/.test(
      name,
    )
  )
    return { type: query };
  if (name === 'setMaxResults') return { type: { ...query, limited: true } };
  if (/^(andWhere|where|orWhere|having|andHaving|addCriteria)$/.test(name))
    return { type: narrowed(query, dqlCondition(plainString(args[0]), query, name)) };
  if (/^(from|delete|update)$/.test(name)) {
    const given = args[0] === undefined ? undefined : typeOf(reading, args[0], frame);
    const named =
      given?.kind === 'class'
        ? reading.entities.of(given.name)
        : entity === undefined
          ? undefined
          : reading.entities.of(reading.entities.classOf(entity)?.name);
    if (named === undefined) return { type: query };
    return { type: { ...selectionOf(named), where: query.where, through: name } };
  }
  if (
    !/^(getResult|getArrayResult|getScalarResult|getSingleColumnResult|toIterable|iterate|getOneOrNullResult|getSingleResult|getSingleScalarResult|execute|executeQuery|executeStatement|fetch\w+)$/.test(
      name,
    )
  )
    return undefined;
  if (query.table === '') return {};
  const verb: Verb =
    query.through === 'delete'
      ? 'delete'
      : query.through === 'update'
        ? 'update'
        : /^(getOneOrNullResult|getSingleResult|fetchOne|fetchAssociative)$/.test(name)
          ? 'one'
          : name === 'getSingleScalarResult'
            ? 'count'
            : 'list';
  const type: PhpType | undefined =
    entity === undefined
      ? undefined
      : verb === 'one'
        ? { kind: 'row', entity }
        : verb === 'list'
          ? { kind: 'rows', entity }
          : undefined;
  return stated(verb, query, name, type);
}

/** `u.email = :email` names a column; everything else is a condition that is not seen. */
function dqlCondition(text: string | undefined, { where }: Selection, method: string): string {
  const column = /^\s*\w+\.(\w+)\s*=\s*[:?]\w+\s*$/.exec(text ?? '')?.[1];
  return column === undefined || method.startsWith('or') || where.length > 8
    ? '…'
    : comparison(snake(column));
}

function dqlOutcome(reading: Reading, node: SyntaxNode | undefined, frame: Frame): Outcome {
  const told = writtenText(reading, node, frame);
  if (told === undefined) return { unread: true };
  const found = /\b(?:from|update)\s+([\w\\:]+)|\bdelete\s+(?:from\s+)?([\w\\:]+)/i.exec(told.text);
  const entity = reading.entities.of((found?.[1] ?? found?.[2] ?? '').replace(/^\\/, ''));
  if (entity === undefined) return {};
  const query = /\bwhere\b/i.test(told.text) ? narrowed(selectionOf(entity), '…') : selectionOf(entity);
  const through = /^\s*(delete|update)/i.exec(told.text)?.[1]?.toLowerCase();
  return {
    type: {
      ...query,
      ...(through === undefined ? {} : { through }),
      ...(told.open.length === 0 ? {} : { interpolates: told.open }),
    },
  };
}
