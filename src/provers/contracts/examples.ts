import type { ValidateFunction } from 'ajv';
import { firstOf, proved, refuted, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isRecord, member, parseJson, pointerPart } from './json.ts';

interface Example {
  /** JSON pointer of the schema. */
  readonly place: string;
  /** As it stands there, references unresolved. */
  readonly schema: unknown;
  readonly value: unknown;
}

interface Found {
  readonly examples: readonly Example[];
  readonly without: readonly string[];
}

/** Objects with a `schema` and `example` or `examples`: media types, parameters, headers. */
function findExamples(document: unknown): Found {
  const examples: Example[] = [];
  const without: string[] = [];
  const visit = (value: unknown, place: string): void => {
    if (Array.isArray(value)) value.forEach((item, at) => visit(item, `${place}/${at}`));
    if (!isRecord(value)) return;
    if (isRecord(value['schema'])) {
      const here = valuesOf(value).map((example) => ({
        place: `${place}/schema`,
        schema: value['schema'],
        value: example,
      }));
      if (here.length === 0 && place.includes('/content/')) without.push(place);
      examples.push(...here);
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key !== 'example' && key !== 'examples') visit(inner, `${place}/${pointerPart(key)}`);
    }
  };
  visit(document, '');
  return { examples, without };
}

function valuesOf(holder: Readonly<Record<string, unknown>>): readonly unknown[] {
  const single = 'example' in holder ? [holder['example']] : [];
  const named = isRecord(holder['examples']) ? Object.values(holder['examples']) : [];
  return [...single, ...named.flatMap((each) => (isRecord(each) && 'value' in each ? [each['value']] : []))];
}

/** Validates every example of an OpenAPI 3.1 document against its schema with Ajv (JSON Schema 2020-12). */
export const settleExamples = async (text: string): Promise<Settled> => {
  const document = parseJson(text);
  return settleFound(document, findExamples(document));
};

/** Validates the examples of the messages of an AsyncAPI document, bodies and headers, against their schemas. */
export async function settleMessageExamples(text: string): Promise<Settled> {
  const document = parseJson(text);
  const messages = Object.entries(member(member(document, 'components'), 'messages'));
  const found = messages.map(([name, message]) => messageExamples(name, message));
  return settleFound(document, {
    examples: found.flat(),
    without: messages.flatMap(([name], at) => (found[at]?.length === 0 ? [`message ${name}`] : [])),
  });
}

function messageExamples(name: string, message: unknown): readonly Example[] {
  if (!isRecord(message) || !Array.isArray(message['examples'])) return [];
  const examples: readonly unknown[] = message['examples'];
  return examples.flatMap((example) =>
    ['payload', 'headers'].flatMap((part) =>
      isRecord(example) && part in example && part in message
        ? [
            {
              place: `/components/messages/${pointerPart(name)}/${part}`,
              schema: message[part],
              value: example[part],
            },
          ]
        : [],
    ),
  );
}

async function settleFound(document: unknown, { examples, without }: Found): Promise<Settled> {
  const compile = await compiler(document);
  const faults = examples.flatMap(({ place, schema, value }) => {
    const validate = compile(place, schema);
    if (validate(value)) return [];
    const errors = (validate.errors ?? []).map((error) =>
      `${error.instancePath} ${error.message ?? ''}`.trim(),
    );
    return [`${place}: ${errors.join('; ')}`];
  });
  const measurements = { examples: examples.length, contentWithoutExample: without.length };
  const incomplete = without.map((place) => `no example at ${place}`);
  if (faults.length > 0) return { verdict: refuted(firstOf(faults)), measurements, incomplete };
  if (examples.length === 0)
    return { verdict: undecided('the document has no examples'), measurements, incomplete };
  return { verdict: proved, measurements, incomplete };
}

/** Schemas of the same text mean the same within one document, so each text is compiled once. */
async function compiler(document: unknown): Promise<(place: string, schema: unknown) => ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const formats = await import('ajv-formats');
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  formats.default.default(ajv);
  if (isRecord(document)) ajv.addSchema({ ...document }, 'document');
  const compiled = new Map<string, ValidateFunction>();
  return (place, schema) => {
    const text = JSON.stringify(schema);
    const known = compiled.get(text) ?? ajv.compile({ $ref: `document#${encodeURI(place)}` });
    compiled.set(text, known);
    return known;
  };
}
