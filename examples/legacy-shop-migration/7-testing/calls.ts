// What the tests call: the operations of the model with who may, and requests for them that are in order.
import { bodyOf, listOf, load, looseOf, parametersOf, propertiesAt, schemaAt, textOf } from './documents.ts';
import type { Loose } from './documents.ts';
import { givenFor, withGiven } from './scenes.ts';
import { exampleAt, isObject } from './bodies.ts';
import { harness, send } from './harness.ts';
import type { Sent, Told } from './harness.ts';

export interface Operation {
  readonly id: string;
  /** The requirement it stands for: begins the name of its tests. */
  readonly requirement: string;
  readonly method: string;
  readonly path: string;
  readonly entity: string;
  readonly verb: string;
  readonly success: number;
  /** Takes an Idempotency-Key. */
  readonly key?: boolean;
  /** Answers with an ETag, or wants If-Match. */
  readonly conditional?: boolean;
  readonly long?: boolean;
  readonly hides?: boolean;
  /** Wants more than a token: a signature, a password, a code. */
  readonly proof?: boolean;
  /** Entity each path parameter is the id of. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Entity each field of the body is the id of. */
  readonly refs?: Readonly<Record<string, string>>;
  /** Fields of the body that no two objects share, key by key. */
  readonly unique?: readonly (readonly string[])[];
  readonly filters?: readonly string[];
  readonly order?: readonly { readonly name: string; readonly descending: boolean }[];
  readonly events?: readonly string[];
  readonly audited?: boolean;
  /** Statements that set a scene; what they give are values of a request that is in order. `caller` is whoever sends it. */
  readonly given?: readonly { readonly sql: string; readonly values: readonly string[] }[];
  /** State of the life of its entity that it ends in. */
  readonly to?: string;
  /** States of its flow, in their order: one request may lead through several. */
  readonly passing?: readonly string[];
}

export interface Entity {
  readonly name: string;
  readonly table: string;
  /** SQL that holds for rows of the person `$1`. */
  readonly own?: string;
  readonly versioned?: boolean;
  readonly lifecycle?: {
    readonly field: string;
    readonly states: readonly string[];
    readonly transitions: readonly (readonly [string, string])[];
  };
  readonly checks: readonly { readonly name: string; readonly sql: string }[];
  readonly unique: readonly { readonly name: string; readonly columns: readonly string[] }[];
}

export interface Suite {
  readonly operations: readonly Operation[];
  readonly entities: readonly Entity[];
  readonly [key: string]: unknown;
}

const readSuite = (): Suite => {
  const value = load('./suite.json');
  return {
    ...value,
    operations: itemsOf<Operation>(value, 'operations'),
    entities: itemsOf<Entity>(value, 'entities'),
  };
};

/** Lists of the file that stands beside the tests and was written with them. */
export function itemsOf<T>(value: Loose, name: string): readonly T[] {
  const list: T[] = JSON.parse(JSON.stringify(listOf(value[name])));
  return list;
}

export const suite: Suite = readSuite();
export const { operations } = suite;

export const entityOf = (name: string): Entity | undefined =>
  suite.entities.find((each) => each.name === name);

/** What a role may do with an operation. */
export interface Allowed {
  readonly role: string;
  readonly condition?: string;
  readonly mask?: string;
}

const matrix = load('./authorisation.json');
export const roles: readonly string[] = listOf(matrix['roles']).map(textOf);

/** Who may, whoever needs no condition first. */
export function allowedOf({ id }: Pick<Operation, 'id'>): readonly Allowed[] {
  const row = looseOf(looseOf(matrix['allow'])[id]);
  return Object.entries(row)
    .map(([role, rule]): Allowed => {
      const condition = textOf(looseOf(rule)['condition']);
      const mask = textOf(looseOf(rule)['mask']);
      return { role, ...(condition !== '' && { condition }), ...(mask !== '' && { mask }) };
    })
    .toSorted((a, b) => rank(a) - rank(b));
}

const rank = ({ role, condition, mask }: Allowed): number =>
  (role === 'anonymous' ? 4 : 0) + (condition === undefined ? 0 : 2) + (mask === undefined ? 0 : 1);

/** The role that calls an operation in tests of other things than roles: nobody in particular where anybody may write. */
export function callerOf(operation: Operation): string {
  const allowed = allowedOf(operation);
  const isOpen = operation.method !== 'GET' && allowed.some(({ role }) => role === 'anonymous');
  return isOpen ? 'anonymous' : (allowed[0]?.role ?? 'anonymous');
}

/** Operations that somebody may do; of a system whose rules nobody knows all of them. */
export const offered: readonly Operation[] = operations.some((each) => allowedOf(each).length > 0)
  ? operations.filter((each) => allowedOf(each).length > 0)
  : operations;

let count = 0;
/** A text that no other call has used. */
export const fresh = (prefix = 'n'): string =>
  `${prefix}${process.pid.toString(36)}${(count += 1).toString(36)}`;

/** Where an operation is found for a person of a role; undefined = there is no such object. */
export async function pathFor(operation: Operation, role: string, owned = true): Promise<string | undefined> {
  const given = owned ? await givenFor(operation, role) : {};
  if (given === undefined) return undefined;
  let path = operation.path;
  for (const [parameter, name = ''] of operation.path.matchAll(/\{([^}]+)\}/g)) {
    const said = given[name];
    if (typeof said === 'string') {
      path = path.replace(parameter, encodeURIComponent(said));
      continue;
    }
    const id = await harness.object(operation.parameters?.[name] ?? operation.entity, { role, owned });
    if (id === undefined) return undefined;
    path = path.replace(parameter, encodeURIComponent(id));
  }
  const query = parametersOf(operation.path, operation.method)
    .filter((each) => each['in'] === 'query' && each['required'] === true)
    .map(
      (each) => `${textOf(each['name'])}=${encodeURIComponent(String(exampleAt(looseOf(each['schema']))))}`,
    );
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** The documented example with objects that are there and keys that are free. */
export async function bodyFor(operation: Operation, role: string, base?: Loose): Promise<Loose | undefined> {
  const documented = bodyOf(operation.path, operation.method);
  if (documented === undefined) return undefined;
  const body: Record<string, unknown> = { ...(base ?? looseOf(documented.example)) };
  for (const [field, entity] of Object.entries(operation.refs ?? {})) {
    if (typeof body[field] !== 'string') continue;
    // An object that is changed is not put below itself.
    if (entity === operation.entity && operation.path.includes('{id}')) delete body[field];
    else body[field] = (await harness.object(entity, { role, owned: true })) ?? body[field];
  }
  for (const field of new Set(operation.unique?.flat())) {
    const value = body[field];
    if (
      typeof value !== 'string' ||
      operation.refs?.[field] !== undefined ||
      !isFree(documented.schema, field)
    )
      continue;
    body[field] = value.includes('@') ? `${fresh()}@example.com` : free(documented.schema, field);
  }
  return withGiven(operation, body, (await givenFor(operation, role)) ?? {});
}

/** A text that no other call has used, as long as the field wants it. */
function free(schema: string, field: string): string {
  const shortest = Number(schemaAt(propertiesAt(schema)?.get(field) ?? schema)['minLength'] ?? 0);
  return fresh().padEnd(shortest, '0');
}

/** Any text will do. */
function isFree(schema: string, field: string): boolean {
  const place = propertiesAt(schema)?.get(field);
  if (place === undefined) return false;
  const { type, enum: choices, format, pattern } = schemaAt(place);
  return (
    [type].flat().includes('string') &&
    choices === undefined &&
    (typeof pattern !== 'string' || new RegExp(pattern).test(fresh())) &&
    (format === undefined || format === 'email')
  );
}

/** Its natural keys are choices of lists: the generated data may hold them all. */
export function hasFewKeys({ path, method, unique = [] }: Operation): boolean {
  const schema = bodyOf(path, method)?.schema;
  return schema !== undefined && unique.some((key) => !key.some((field) => isFree(schema, field)));
}

export const headersFor = (
  { method, path, key, conditional }: Operation,
  tag?: string,
): Readonly<Record<string, string>> => {
  const media = bodyOf(path, method)?.media;
  return {
    ...(media !== undefined && { 'content-type': media }),
    ...(key === true && { 'idempotency-key': fresh('key-0000-') }),
    ...(tag !== undefined && conditional === true && method !== 'GET' && { 'if-match': tag }),
  };
};

export interface Prepared {
  readonly path: string;
  readonly sent: Sent;
}

/** A request that is in order; undefined = there is no object for it. */
export async function prepare(
  operation: Operation,
  role: string,
  owned = true,
  base?: Loose,
): Promise<Prepared | undefined> {
  const path = await pathFor(operation, role, owned);
  if (path === undefined) return undefined;
  const body = await bodyFor(operation, role, base);
  const tag = operation.conditional === true ? await tagOf(operation.entity, idIn(path)) : undefined;
  return { path, sent: { headers: headersFor(operation, tag), ...(body !== undefined && { body }) } };
}

export const call = (operation: Operation, role: string, { path, sent }: Prepared): Promise<Told> =>
  send(role, operation.method, path, sent);

/** Sends what is in order for the operation, as who may. */
export async function perform(
  operation: Operation,
  role = callerOf(operation),
  base?: Loose,
): Promise<Told | undefined> {
  const prepared = await prepare(operation, role, true, base);
  return prepared === undefined ? undefined : call(operation, role, prepared);
}

/** Items of a page. */
export const itemsIn = ({ body }: Pick<Told, 'body'>): readonly Loose[] =>
  listOf(looseOf(body)['items']).filter(isObject);

export const isDone = ({ status }: Pick<Told, 'status'>): boolean => status >= 200 && status < 300;

export const title = ({ requirement, id }: Operation, words: string): string =>
  `[${requirement}] ${id}: ${words}`;

/** Rows of a table that hold for a condition. */
export async function countOf(
  table: string,
  where = 'true',
  values: readonly (string | null)[] = [],
): Promise<number> {
  const [row] = await harness.query(`select count(*) as n from ${table} where ${where}`, values);
  return Number(row?.['n'] ?? 0);
}

/** The entity tag of an object: its version in quotes, as the conventions of the API say. */
export async function tagOf(entity: string, id: string | undefined): Promise<string | undefined> {
  const known = entityOf(entity);
  if (known?.versioned !== true || id === undefined) return undefined;
  const [row] = await harness.query(`select version from ${known.table} where id = $1`, [id]);
  return row === undefined ? '"1"' : `"${row['version']}"`;
}

export const idIn = (path: string): string | undefined =>
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(path)?.[0];

/** An operation that was done, and the id of what it was done to. */
export interface Done {
  readonly answer: Told;
  readonly id: string;
}

/**
 * Does an operation on an object that is in a state for it: each state of its life is tried. Undefined where it is never done.
 */
export async function doneInSomeState(
  operation: Operation,
  change: (prepared: Prepared) => Prepared = (prepared) => prepared,
): Promise<(Done & { readonly prepared: Prepared }) | undefined> {
  const role = callerOf(operation);
  const entity = entityOf(operation.entity);
  const states = operation.path.includes('{id}') ? (entity?.lifecycle?.states ?? ['']) : [''];
  for (const state of states) {
    const found = await prepare(operation, role);
    if (found === undefined) return undefined;
    const prepared = change(found);
    const id = idIn(prepared.path);
    if (state !== '' && id !== undefined && !(await isSet(entity, id, state))) continue;
    const answer = await call(operation, role, prepared);
    const made = looseOf(answer.body)['id'];
    if (isDone(answer))
      return { answer, prepared, id: operation.path.includes('{id}') ? (id ?? '') : textOf(made) };
  }
  return undefined;
}

/** Puts an object into a state, past the API; false where the schema does not allow it. */
export async function isSet(entity: Entity | undefined, id: string, state: string): Promise<boolean> {
  if (entity?.lifecycle === undefined) return false;
  const { field } = entity.lifecycle;
  const sql = `update ${entity.table} set "${field}" = $1 where id = $2 returning "${field}" as state`;
  return harness.query(sql, [state, id]).then(
    (rows) => rows.length === 1,
    () => false,
  );
}
