import {
  child,
  elements,
  fixedMembers,
  isRecord,
  members,
  rawChild,
  text,
} from '../../../compatibility/located.ts';
import type { Located } from '../../../compatibility/located.ts';
import { schemasOf } from './schemas.ts';
import type { UsedSchema } from './schemas.ts';

export interface ApiParameter {
  readonly name: string;
  readonly place: string;
  readonly at: Located;
  readonly schema: Located | undefined;
}

export interface ApiMedia {
  readonly name: string;
  readonly at: Located;
  readonly schema: Located | undefined;
}

export interface ApiAnswer {
  readonly status: string;
  readonly at: Located;
  readonly media: readonly ApiMedia[];
  readonly headers: readonly string[];
}

export interface ApiOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly at: Located;
  readonly parameters: readonly ApiParameter[];
  readonly body: readonly ApiMedia[];
  readonly answers: readonly ApiAnswer[];
  /** Whether no credentials are asked for: nothing said, or an empty alternative. */
  readonly isOpen: boolean;
  readonly security: unknown;
}

/** An OpenAPI 3 document as rules look at it. */
export interface ApiView {
  readonly document: Located;
  readonly operations: readonly ApiOperation[];
  /** Requests that the server makes. */
  readonly webhooks: readonly ApiOperation[];
  /** Every schema that an operation uses, once, with the way its values go. */
  readonly schemas: readonly UsedSchema[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export function apiView(document: Located): ApiView {
  const operations = operationsIn(child(document, 'paths'), document);
  const webhooks = [
    ...operationsIn(child(document, 'webhooks'), document),
    ...operations.flatMap(({ at }) =>
      fixedMembers(child(at, 'callbacks')).flatMap(([, item]) => operationsIn(item, document)),
    ),
  ];
  return { document, operations, webhooks, schemas: schemasOf(operations) };
}

const operationsIn = (paths: Located | undefined, document: Located): readonly ApiOperation[] =>
  fixedMembers(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const at = child(item, method);
      return at === undefined ? [] : [operationOf(path, method, item, at, document)];
    }),
  );

function operationOf(
  path: string,
  method: string,
  item: Located,
  at: Located,
  document: Located,
): ApiOperation {
  const security = rawChild(at, 'security') ?? rawChild(document, 'security');
  return {
    name: `${method.toUpperCase()} ${path}`,
    method,
    path,
    at,
    parameters: parametersOf(item, at),
    body: mediaOf(child(at, 'requestBody')),
    answers: fixedMembers(child(at, 'responses')).map(([status, answer]) => ({
      status: status.toUpperCase(),
      at: answer,
      media: mediaOf(answer),
      headers: members(child(answer, 'headers')).map(([name]) => name.toLowerCase()),
    })),
    isOpen: isOpen(security),
    security: security?.value,
  };
}

function parametersOf(item: Located, operation: Located): readonly ApiParameter[] {
  const found = [item, operation].flatMap((holder) => elements(child(holder, 'parameters')));
  return found.map((at) => ({
    name: text(at, 'name') ?? '',
    place: text(at, 'in') ?? '',
    at,
    schema: child(at, 'schema') ?? child(members(child(at, 'content')).at(0)?.[1] ?? at, 'schema'),
  }));
}

const mediaOf = (holder: Located | undefined): readonly ApiMedia[] =>
  holder === undefined
    ? []
    : members(child(holder, 'content')).map(([name, at]) => ({
        name: name.toLowerCase(),
        at,
        schema: rawChild(at, 'schema'),
      }));

function isOpen(security: Located | undefined): boolean {
  if (security === undefined || !Array.isArray(security.value)) return true;
  const list = security.value;
  return list.length === 0 || list.some((each) => isRecord(each) && Object.keys(each).length === 0);
}

/** Definitions of credentials by name. */
export const schemesOf = ({ document }: ApiView): readonly (readonly [string, Located])[] =>
  members(child(child(document, 'components') ?? document, 'securitySchemes'));

export const isWrite = ({ method }: ApiOperation): boolean =>
  ['post', 'put', 'patch', 'delete'].includes(method);

export const isSuccess = ({ status }: ApiAnswer): boolean => status.startsWith('2');
export const isFailure = ({ status }: ApiAnswer): boolean => /^[45]/.test(status) || status === 'DEFAULT';

/** Whether a status is answered: by itself, or as one of its class. */
export const answers = ({ answers: list }: ApiOperation, status: string): boolean =>
  list.some((each) => each.status === status || each.status === `${status[0]}XX`);

export const typeOf = (schema: Located): readonly string[] => {
  const type = isRecord(schema.value) ? schema.value['type'] : undefined;
  return Array.isArray(type) ? type.map(String) : typeof type === 'string' ? [type] : [];
};

export const says = (schema: Located, ...keywords: readonly string[]): boolean => {
  const { value } = schema;
  return (
    isRecord(value) && keywords.some((keyword) => value[keyword] !== undefined && value[keyword] !== null)
  );
};

export { child, elements, isRecord, members, text };
export type { Located };
