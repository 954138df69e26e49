import { expand } from '../annotations.ts';
import type { Annotated } from '../annotations.ts';
import { attribute } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { propertyNamed, scopeOf } from '../names.ts';
import { paraphrase } from '../../queries/paraphrase.ts';
import type { CalledStatement } from './called.ts';
import type { Readers } from './readers.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call, Place } from './walk.ts';

/**
 * A list that an entity loads when it is first looked at, for each entity of a query: only where the entity says that
 * it is loaded late, the query is seen, and neither it nor the settings load it before.
 */
export function lazyRelation(
  readers: Readers,
  body: Body,
  call: Call,
  place: Place,
): CalledStatement | undefined {
  const property = /^get([A-Z]\w*)$/.exec(call.name)?.[1];
  if (property === undefined || call.args.length > 0 || call.on?.kind !== 'name' || !place.inLoop)
    return undefined;
  const { types, entities } = readers;
  const of = types.classOf(typeOf(body, call.on));
  if (of === undefined || !of.annotations.some(({ name }) => lastName(name) === 'Entity')) return undefined;
  const field = propertyNamed(property);
  const target = entities.related(of, field);
  if (target === undefined || !isLate(readers, of, field) || !isQueried(readers, body, call.on.name))
    return undefined;
  return {
    sql: paraphrase({ verb: 'select', table: target.table, where: ['…'] }),
    orm: `${of.name}.${field}`,
  };
}

function isLate({ types }: Readers, of: ClassDeclaration, name: string): boolean {
  for (const owner of types.lineOf(of)) {
    const field = owner.fields.find((each) => each.name === name);
    if (field === undefined) continue;
    const annotations = expand(types.world, field.annotations, scopeOf(owner));
    const relation = annotations.find((each) => /^(OneToMany|ManyToMany|ElementCollection)$/.test(each.name));
    const batched = [...annotations, ...expand(types.world, owner.annotations, scopeOf(owner))];
    if (relation === undefined || isEager(relation)) return false;
    if (batched.some((each) => /^(BatchSize|Fetch)$/.test(each.name))) return false;
    const size = types.world.properties.get(
      'spring.jpa.properties.hibernate.default_batch_fetch_size',
      of.file.path,
    );
    return size === undefined && !types.world.mentions('default_batch_fetch_size');
  }
  return false;
}

function isEager(relation: Annotated): boolean {
  const fetch = attribute(relation, 'fetch');
  return fetch !== undefined && (fetch.kind === 'member' || fetch.kind === 'name') && fetch.name === 'EAGER';
}

/** The name runs over rows of a repository's query that does not fetch what hangs on them. */
function isQueried(readers: Readers, body: Body, name: string, depth = 0): boolean {
  const values = body.values.get(name) ?? [];
  return values.length === 1 && values.every(({ value }) => isPlainQuery(readers, body, value, depth));
}

function isPlainQuery(readers: Readers, body: Body, code: Code, depth: number): boolean {
  if (depth > 3) return false;
  if (code.kind === 'name') return isQueried(readers, body, code.name, depth + 1);
  if (code.kind !== 'call' || code.on === undefined) return false;
  const { types } = readers;
  const on = types.classOf(typeOf(body, code.on));
  if (on === undefined || readers.repository(on) === undefined)
    return (
      /^(stream|getContent|toList|iterator|orElse\w*)$/.test(code.name) &&
      isPlainQuery(readers, body, code.on, depth + 1)
    );
  const [declared] = types.methods(on, code.name, code.args.length);
  const annotations = declared?.method.annotations ?? [];
  if (annotations.some((each) => lastName(each.name) === 'EntityGraph')) return false;
  const query = annotations.find((each) => lastName(each.name) === 'Query');
  return query === undefined || !/fetch/i.test(JSON.stringify(query.args));
}
