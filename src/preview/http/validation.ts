import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApi } from '../package.ts';
import { documentParts } from './document-parts.ts';
import type { DocumentParts } from './document-parts.ts';
import { Refusal } from './problems.ts';
import type { FieldFault } from './problems.ts';

type Places = Readonly<Record<'query' | 'path' | 'header', Readonly<Record<string, unknown>>>>;

/** Checks requests against the delivered OpenAPI document: the one definition of what is accepted. */
export interface Validation {
  readonly parts: DocumentParts;
  /** @throws Refusal `invalid` with every field that is wrong */
  readonly body: (path: string, method: string, media: string, value: unknown) => void;
  /** Query, header and path values by the type their parameter has. @throws Refusal `malformed` */
  readonly parameters: (path: string, method: string, values: Places) => void;
  /** What of an answer is not as documented, in words; empty where all is. */
  readonly answer: (path: string, method: string, status: number, media: string, value: unknown) => string;
}

export function validationOf(document: OpenApi): Validation {
  const parts = documentParts(document);
  const strict = checker(document, false);
  const coercing = checker(document, true);
  return {
    parts,
    body: (path, method, media, value) => {
      const errors = strict(parts.bodySchema(path, method, media), value);
      if (errors.length > 0)
        throw new Refusal('invalid', 'Fields are missing, out of bounds or not accepted.', {
          errors: errors.slice(0, 100).map(fault),
        });
    },
    parameters: (path, method, values) => {
      const wrong = parts
        .parameters(path, method)
        .flatMap(({ name, place, required, isList, schema }): readonly FieldFault[] => {
          const given = values[place][place === 'header' ? name.toLowerCase() : name];
          // Without If-Match a change is answered 428, which says more than 400.
          if (given === undefined)
            return required && name !== 'If-Match' ? [{ pointer: `/${name}`, detail: 'is missing' }] : [];
          const value = isList && typeof given === 'string' ? given.split(',') : given;
          return coercing(schema, value).map((error) => ({
            pointer: `/${name}`,
            detail: fault(error).detail,
          }));
        });
      if (wrong.length > 0)
        throw new Refusal('malformed', 'Parameters are missing or cannot be read.', {
          errors: wrong.slice(0, 100),
        });
    },
    answer: (path, method, status, media, value) => {
      const documented = parts.answerMedia(path, method, status);
      if (documented === undefined) return `status ${status} is not documented`;
      if (value === undefined) return documented.length === 0 ? '' : 'a body is documented, none was sent';
      if (!documented.includes(media)) return `${media || 'no media type'} is not documented for ${status}`;
      const errors = strict(parts.answerSchema(path, method, status, media), value);
      return errors
        .map(fault)
        .map(({ pointer, detail }) => `${pointer} ${detail}`)
        .join(', ');
    },
  };
}

/** Holds a value to the schema at a place of the document. A schema is compiled when it is first needed. */
function checker(
  document: OpenApi,
  coerceTypes: boolean,
): (pointer: string, value: unknown) => readonly ErrorObject[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  const compiled = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const check =
      compiled.get(pointer) ??
      ajv.compile({ type: 'object', properties: { value: { $ref: `api#${encodeURI(pointer)}` } } });
    compiled.set(pointer, check);
    return check({ value }) ? [] : (check.errors ?? []);
  };
}

function fault({ instancePath, message, params, keyword }: ErrorObject): FieldFault {
  const path = instancePath.replace(/^\/value/, '');
  const named: unknown =
    keyword === 'required'
      ? params['missingProperty']
      : keyword === 'additionalProperties'
        ? params['additionalProperty']
        : undefined;
  const words: Readonly<Record<string, string>> = {
    required: 'is missing',
    additionalProperties: 'is not accepted',
  };
  return {
    pointer: `${path}${typeof named === 'string' ? `/${named}` : ''}`.slice(0, 500),
    detail: (words[keyword] ?? message ?? 'is not accepted').slice(0, 500),
  };
}
