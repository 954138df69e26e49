import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { CalledStatement } from './called.ts';
import type { Readers } from './readers.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call, Place } from './walk.ts';

const tables = /^(Table|IntIdTable|LongIdTable|UUIDTable|IdTable|CompositeIdTable|UIntIdTable|ULongIdTable)$/;
const objects =
  /^(IntEntityClass|LongEntityClass|UUIDEntityClass|EntityClass|ImmutableEntityClass|CompositeEntityClass)$/;

const verbs: Readonly<Record<string, 'select' | 'insert' | 'update' | 'delete'>> = {
  selectAll: 'select',
  select: 'select',
  slice: 'select',
  selectBatched: 'select',
  insert: 'insert',
  insertAndGetId: 'insert',
  insertIgnore: 'insert',
  batchInsert: 'insert',
  upsert: 'insert',
  replace: 'insert',
  update: 'update',
  deleteWhere: 'delete',
  deleteAll: 'delete',
  deleteIgnoreWhere: 'delete',
};

/** Statements of Exposed: of its tables (`Books.selectAll()`), and of entities (`Book.findById(id)`). */
export function exposedCall(
  { types }: Readers,
  body: Body,
  call: Call,
  { chain }: Place,
): CalledStatement | undefined {
  if (!types.world.mentions('org.jetbrains.exposed')) return undefined;
  const of = call.on?.kind === 'name' ? types.classOf(typeOf(body, call.on)) : undefined;
  if (of === undefined) return undefined;
  const orm = `${of.name}.${call.name}`;
  const limited = chain.some(({ name }) =>
    /^(limit|single|singleOrNull|first|firstOrNull|count|empty)$/.test(name),
  );
  const table = tableName(body, of);
  if (table !== undefined) {
    const verb = Object.hasOwn(verbs, call.name) ? verbs[call.name] : undefined;
    if (verb === undefined) return undefined;
    const where = [call, ...chain].flatMap((each) => conditionsIn(of, each));
    return { sql: paraphrase({ verb, table, where }), orm, limited };
  }
  const own = entityTable(body, of);
  if (own === undefined) return undefined;
  switch (call.name) {
    case 'findById':
    case 'get':
      return { sql: paraphrase({ verb: 'select', table: own, where: [equalTo('id')] }), orm };
    case 'all':
      return { sql: paraphrase({ verb: 'select', table: own }), orm, limited };
    case 'find':
      return { sql: paraphrase({ verb: 'select', table: own, where: ['…'] }), orm, limited };
    case 'count':
      return { sql: paraphrase({ verb: 'count', table: own }), orm };
    case 'new':
      return { sql: paraphrase({ verb: 'insert', table: own }), orm };
    default:
      return undefined;
  }
}

/** `object Books : IntIdTable("books")`; without a name the object names it. */
function tableName(body: Body, of: ClassDeclaration): string | undefined {
  if (of.kind !== 'object' || !of.supertypes.some(({ name }) => tables.test(lastName(name))))
    return undefined;
  const text = body.types.world.text(of.file.path);
  const head = new RegExp(
    `object\\s+${of.name}\\s*:\\s*\\w+(?:<[^>]*>)?\\(\\s*(?:name\\s*=\\s*)?("[^"]*"|[A-Z_]+)?`,
  ).exec(text)?.[1];
  if (head === undefined) return of.name.replace(/Table$/, '').toLowerCase();
  if (head.startsWith('"')) return head.slice(1, -1);
  return (
    textOf(body.types.world, { kind: 'name', name: head, line: 0 }, scopeOf(of)).text ?? of.name.toLowerCase()
  );
}

/** `class Book : IntEntity { companion object : IntEntityClass<Book>(Books) }`. */
function entityTable(body: Body, of: ClassDeclaration): string | undefined {
  const text = body.types.world.text(of.file.path);
  if (!/EntityClass\s*</.test(text)) return undefined;
  const found = new RegExp(`(\\w*EntityClass)\\s*<[^>]*\\b${of.name}\\s*>\\s*\\(\\s*(\\w+)`).exec(text);
  if (found === null || !objects.test(found[1] ?? '')) return undefined;
  const table = body.types.classOf({ type: { name: found[2] ?? '', args: [] }, scope: scopeOf(of) });
  return table === undefined ? undefined : tableName(body, table);
}

/** `Books.id eq id` is a call of `eq` on a column. */
function conditionsIn(of: ClassDeclaration, call: Call): readonly string[] {
  if (!/^(where|andWhere|deleteWhere|update|select)$/.test(call.name)) return [];
  const [first] = call.args.map(({ value }) => value).filter(({ kind }) => kind === 'lambda');
  if (first?.kind !== 'lambda' || (call.name === 'update' && call.args.length < 2)) return [];
  const [only] = first.body;
  return only === undefined ? [] : [conditionOf(of, only)];
}

function conditionOf(of: ClassDeclaration, code: Code): string {
  if (code.kind !== 'call' || code.on === undefined) return '…';
  if (code.name === 'and')
    return `${conditionOf(of, code.on)} and ${conditionOf(of, code.args[0]?.value ?? code.on)}`;
  const property = code.on.kind === 'member' || code.on.kind === 'name' ? code.on.name : undefined;
  const field = property === undefined ? undefined : of.fields.find(({ name }) => name === property);
  const definition = field?.value?.();
  const named = definition === undefined ? undefined : firstText(definition);
  const column = named ?? property;
  return column !== undefined && code.name === 'eq' ? equalTo(column) : '…';
}

function firstText(code: Code): string | undefined {
  let at: Code | undefined = code;
  while (at?.kind === 'call') {
    const [first] = at.args;
    if (first?.value.kind === 'text') return first.value.value;
    at = at.on;
  }
  return undefined;
}
