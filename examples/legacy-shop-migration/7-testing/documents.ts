// The documents of the API as the tests read them: operations, schemas, and whether an answer is as documented.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Told } from './harness.ts';

/** A value of a document whose shape is looked at as one goes. */
export type Loose = { readonly [key: string]: unknown };

const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const none: Loose = {};
export const looseOf = (value: unknown): Loose => (isLoose(value) ? value : none);
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** A value as it stands in a URL, or in a message. */
export const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function load(path: string): Loose {
  const value: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  return looseOf(value);
}

export const api = load('../4-api/openapi.json');
const eventsPath = '../4-api/asyncapi.json';
const events = existsSync(new URL(eventsPath, import.meta.url)) ? load(eventsPath) : none;

const ajv = new Ajv2020({ strict: false, allErrors: true });
const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  email: /^[^@\s]+@[^@\s]+$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  'uri-reference': /^\S*$/,
};
for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
for (const name of ['int32', 'int64', 'float', 'double', 'byte', 'binary', 'password', 'iri', 'hostname'])
  ajv.addFormat(name, true);
ajv.addSchema(api, 'api');
if (events !== none) ajv.addSchema(events, 'events');

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
export const pointerOf = (...keys: readonly string[]): string =>
  keys.map((key) => `/${escaped(key)}`).join('');

export function at(document: Loose, pointer: string): unknown {
  let value: unknown = document;
  for (const key of pointer.split('/').slice(1))
    value = looseOf(value)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  return value;
}

/** The place of a part, behind its references. */
export function behind(pointer: string, document: Loose = api): string {
  const ref = looseOf(at(document, pointer))['$ref'];
  return typeof ref === 'string' && ref.startsWith('#/') ? behind(ref.slice(1), document) : pointer;
}

const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a value, in words; empty where nothing is. */
export function faultsOf(pointer: string, value: unknown, document: 'api' | 'events' = 'api'): string {
  const key = `${document}#${encodeURI(pointer)}`;
  const validate = compiled.get(key) ?? ajv.compile({ $ref: key });
  compiled.set(key, validate);
  return validate(value) ? '' : ajv.errorsText(validate.errors, { dataVar: 'it' });
}

/** A schema with what stands behind its reference. */
export const schemaAt = (pointer: string): Loose => looseOf(at(api, behind(pointer)));

export const operationAt = (path: string, method: string): string =>
  pointerOf('paths', path, method.toLowerCase());

/** The parameters of an operation, references resolved. */
export const parametersOf = (path: string, method: string): readonly Loose[] =>
  listOf(looseOf(at(api, operationAt(path, method)))['parameters']).map((_, index) =>
    looseOf(at(api, behind(`${operationAt(path, method)}/parameters/${index}`))),
  );

export interface BodyOf {
  readonly media: string;
  /** JSON Pointer of its schema. */
  readonly schema: string;
  readonly example: unknown;
  readonly required: boolean;
}

/** What an operation takes; undefined = no body. */
export function bodyOf(path: string, method: string): BodyOf | undefined {
  const place = behind(`${operationAt(path, method)}/requestBody`);
  const body = looseOf(at(api, place));
  const [media] = Object.entries(looseOf(body['content']));
  if (media === undefined) return undefined;
  const [type, content] = media;
  const examples = Object.values(looseOf(looseOf(content)['examples']));
  return {
    media: type,
    schema: `${place}${pointerOf('content', type, 'schema')}`,
    example: looseOf(content)['example'] ?? looseOf(examples[0])['value'],
    required: body['required'] === true,
  };
}

/** Headers that only say something while callers are limited, or to a page of another origin. */
const dependent = /^(ratelimit|retry-after|deprecation|sunset|access-control-)/i;

/** What no answer may tell of the inside. */
export const inside =
  /node_modules|\bat [\w.<>]+ \(|\bat \S+:\d+:\d+|\.(ts|js|mjs):\d+|SQLSTATE|syntax error at|PostgresError|pg_catalog|PGlite|relation \\?"|duplicate key value|violates \w+ constraint|stack"|root:x:/i;

/** How an answer differs from what its operation documents; empty where it does not. */
export function differences(path: string, method: string, answer: Told): string {
  if (answer.status >= 400 && inside.test(answer.text)) return `it tells of its inside. ${answer.told}`;
  const place = behind(`${operationAt(path, method)}/responses/${answer.status}`);
  const response = looseOf(at(api, place));
  if (response === none) return `status ${answer.status} is not documented. ${answer.told}`;
  const missing = Object.keys(looseOf(response['headers'])).filter(
    (name) => !dependent.test(name) && answer.headers[name.toLowerCase()] === undefined,
  );
  if (missing.length > 0) return `the header ${missing.join(', ')} is missing. ${answer.told}`;
  const content = looseOf(response['content']);
  if (Object.keys(content).length === 0)
    return answer.text === '' ? '' : `no body is documented. ${answer.told}`;
  if (answer.status === 304) return '';
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (content[type] === undefined) return `content type ${type} is not documented. ${answer.told}`;
  const pointer = `${place}${pointerOf('content', type, 'schema')}`;
  const faults = faultsOf(pointer, answer.body) || undocumented(pointer, answer.body);
  if (faults !== '') return `${faults}. ${answer.told}`;
  return answer.status < 400 ? '' : problemFaults(answer, looseOf(content[type]));
}

/** The problem types that stand as examples at a status are all that it may answer with. */
function problemFaults(answer: Told, content: Loose): string {
  const { type, status } = looseOf(answer.body);
  if (status !== answer.status) return `the problem says ${String(status)}. ${answer.told}`;
  const known = Object.values(looseOf(content['examples'])).map(
    (each) => looseOf(looseOf(each)['value'])['type'],
  );
  return known.length === 0 || known.includes(type)
    ? ''
    : `${String(type)} is not documented at ${answer.status}. ${answer.told}`;
}

/** Fields that no schema names: a schema that is open to come still must not leak what is here today. */
function undocumented(pointer: string, value: unknown): string {
  if (!isLoose(value)) return '';
  const place = behind(pointer);
  if (Array.isArray(value))
    return value.map((each) => undocumented(`${place}/items`, each)).find((each) => each !== '') ?? '';
  const properties = propertiesAt(place);
  if (properties === undefined) return '';
  for (const [name, each] of Object.entries(value)) {
    const at = properties.get(name);
    if (at === undefined) return `the field ${name} is not documented`;
    const inner = undocumented(at, each);
    if (inner !== '') return inner;
  }
  return '';
}

/** Places of the properties of an object schema, those of `allOf` among them; undefined = it names none. */
export function propertiesAt(pointer: string): ReadonlyMap<string, string> | undefined {
  const place = behind(pointer);
  const schema = looseOf(at(api, place));
  const own = Object.keys(looseOf(schema['properties'])).map(
    (name) => [name, `${place}${pointerOf('properties', name)}`] as const,
  );
  const parts = listOf(schema['allOf']).flatMap((_, index) => [
    ...(propertiesAt(`${place}/allOf/${index}`) ?? []),
  ]);
  const all = [...own, ...parts];
  return all.length === 0 ? undefined : new Map(all);
}

/** Which event document a message is of, and what is wrong with it. */
export function messageFaults(type: string, data: unknown): string {
  const messages = looseOf(looseOf(events['components'])['messages']);
  const found = Object.entries(messages).find(([, message]) => looseOf(message)['name'] === type);
  if (found === undefined) return `${type} is in no document`;
  return faultsOf(`/components/messages/${escaped(found[0])}/payload`, data, 'events');
}
