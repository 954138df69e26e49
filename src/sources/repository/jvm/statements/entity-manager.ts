import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import type { CalledStatement } from './called.ts';
import type { Entities, Entity } from './entities.ts';
import { objectQuery } from './object-queries.ts';
import { writtenText } from './texts.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call, Place } from './walk.ts';

const holders =
  /^(EntityManager|Session|StatelessSession|HibernateTemplate|JpaEntityManager|TypedEntityManager|MutinySession)$/;

/** Calls of an `EntityManager` or a Hibernate `Session`. */
export function entityManagerCall(
  entities: Entities,
  body: Body,
  call: Call,
  { chain }: Place,
): CalledStatement | undefined {
  if (call.on === undefined || !holders.test(lastName(typeOf(body, call.on)?.type.name ?? '')))
    return undefined;
  const [first, second] = call.args.map(({ value }) => value);
  const orm = `EntityManager.${call.name}`;
  const limited = chain.some(({ name }) =>
    /^(setMaxResults|getSingleResult|uniqueResult|getSingleResultOrNull|uniqueResultOptional)$/.test(name),
  );
  switch (call.name) {
    case 'createQuery':
    case 'createSelectionQuery':
    case 'createMutationQuery':
    case 'createNativeQuery':
    case 'createSQLQuery': {
      const told = writtenText(body, first);
      if (told === undefined || told.text === '') return undefined;
      const isNative = /Native|SQL/.test(call.name);
      return {
        sql: isNative ? told.text : objectQuery(entities, told.text),
        ...(isNative ? {} : { orm }),
        limited: limited || isPaged(body, call),
        ...(told.open.length === 0 ? {} : { interpolates: told.open }),
      };
    }
    case 'find':
    case 'get':
    case 'getReference':
    case 'load':
    case 'byId': {
      const entity = classEntity(entities, body, first);
      return entity === undefined
        ? undefined
        : { sql: paraphrase({ verb: 'select', table: entity.table, where: [equalTo(entity.key)] }), orm };
    }
    case 'persist':
    case 'save':
    case 'insert':
      return ofArgument(entities, body, first ?? second, 'insert', orm);
    case 'merge':
    case 'update':
    case 'saveOrUpdate':
      return ofArgument(entities, body, first, 'update', orm);
    case 'remove':
    case 'delete':
      return ofArgument(entities, body, first, 'delete', orm);
    default:
      return undefined;
  }
}

/** `Query q = em.createQuery(…); q.setMaxResults(10);` */
function isPaged(body: Body, call: Call): boolean {
  const name = [...body.values].find(([, values]) => values.some(({ value }) => contains(value, call)))?.[0];
  if (name === undefined) return false;
  const text = body.types.world.text(body.scope.file.path);
  return new RegExp(`\\b${name}\\s*\\.(setMaxResults|getSingleResult|uniqueResult)\\b`).test(text);
}

function contains(value: Code, call: Call): boolean {
  for (let at: Code | undefined = value; at?.kind === 'call'; at = at.on) if (at === call) return true;
  return false;
}

function classEntity(entities: Entities, body: Body, code: Code | undefined): Entity | undefined {
  if (code?.kind !== 'class') return undefined;
  const of = body.types.classOf({ type: code.type, scope: body.scope });
  return of === undefined ? undefined : entities.entityOf(of);
}

function ofArgument(
  entities: Entities,
  body: Body,
  code: Code | undefined,
  verb: 'insert' | 'update' | 'delete',
  orm: string,
): CalledStatement | undefined {
  const of = body.types.classOf(typeOf(body, code));
  if (of === undefined || !isEntity(of)) return undefined;
  const { table, key } = entities.entityOf(of);
  return { sql: paraphrase({ verb, table, where: verb === 'insert' ? [] : [equalTo(key)] }), orm };
}

const isEntity = (of: { readonly annotations: readonly { readonly name: string }[] }): boolean =>
  of.annotations.some(({ name }) => /(^|\.)Entity$/.test(name));
