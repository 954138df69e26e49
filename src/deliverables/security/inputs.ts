import { codeCell, count, judgement, list, names, section, table, warning } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { cappedTable } from '../capped.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { sizeOf } from './input-size.ts';
import { writes } from '../../artifacts/http.ts';
import { unbounded } from '../../artifacts/json-schema.ts';
import type { ApiSchema, Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed, derived } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

/** How large and how deep each body can be, from its schema; what refuses the rest. */
export function inputs(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  const bodies = backend.api.endpoints.flatMap((endpoint) => {
    const schema = schemas.get(endpoint.requestSchema ?? '');
    return schema === undefined || !writes(endpoint.method) ? [] : [{ endpoint, schema }];
  });
  const designed = backend.source === 'designed';
  const open = [...new Set(bodies.flatMap(({ schema }) => unbounded(schema)))];
  return [
    section(
      {
        id: 'inputs',
        title: 'Input limits',
        items: bodies.length > 0 && (open.length === 0 || designed) ? ['3.9'] : [],
      },
      bodies.length === 0 ? undefined : list(rules),
      bodies.length === 0
        ? undefined
        : judgement(
            'Rules are a choice after ASVS 5 chapters 1, 2 and 4; the figures below follow from the schemas.',
          ),
      open.length === 0 || bodies.length === 0
        ? undefined
        : warning(
            `No upper bound: ${names(open.slice(0, 20))}${open.length > 20 ? ` and ${open.length - 20} more` : ''}. ${designed ? `The body as a whole is refused above ${quantityText(cap)}.` : 'A body limit cannot be derived where one of these stands.'}`,
          ),
    ),
    ...endpointGroups(backend).map(({ anchor, title, endpoints }) =>
      section(
        { id: `inputs-${anchor}`, title: `Bodies: ${title}` },
        table(
          ['operation', 'fields', 'largest body', 'depth', 'without a bound'],
          bodies
            .filter(({ endpoint }) => endpoints.includes(endpoint))
            .map(({ endpoint, schema }) => bodyRow(endpoint, schema, schemas, designed)),
        ),
      ),
    ),
    urls(backend),
    unchecked(backend),
  ];
}

/** Where a schema leaves something open, the body as a whole is bounded all the same. */
const cap = assumed(65_536, 'bytes', 'a field has no bound of its own', 16_384, 1_048_576);

const rules: readonly string[] = [
  'A body larger than its figure below is refused with 413 before it is parsed; deeper nesting, unknown fields and repeated keys with 422.',
  'Numbers are checked against the range of the column; text is normalised (NFC), control characters are refused; identifiers are parsed as their type.',
  'SQL takes values as parameters only; a sort or filter name is looked up in a list, never copied into a statement.',
  'JSON is parsed as data. No other format is deserialised into objects; `__proto__` and `constructor` are refused as keys.',
  'Files, where there are any: type by content and not by name, size before reading, stored under a random name outside the web root, scanned before they are served, served from another origin.',
];

function bodyRow(
  { id }: Endpoint,
  schema: ApiSchema,
  schemas: ReadonlyMap<string, ApiSchema>,
  designed: boolean,
): readonly Cell[] {
  const size = sizeOf(schema, schemas);
  const open = unbounded(schema).length;
  return [
    codeCell(id),
    count(schema.properties.length, `properties of ${schema.name}`),
    size.bytes === undefined
      ? designed
        ? cap
        : 'no bound'
      : derived(size.bytes, 'bytes', 'JSON of the longest values, 4 bytes a character', [schema.name]),
    count(size.depth, 'nested objects and lists'),
    open === 0 ? 'none' : String(open),
  ];
}

/** Bodies callers send, each once. */
const bodiesOf = ({ api }: Backend): readonly ApiSchema[] => {
  const asked = new Set(api.endpoints.flatMap(({ requestSchema }) => requestSchema ?? []));
  return api.schemas.filter(({ name }) => asked.has(name));
};

/** Fields of bodies that hold an address the server might follow, as `Body.field`. */
export const addressFields = (backend: Backend): readonly string[] =>
  bodiesOf(backend).flatMap((schema) =>
    schema.properties
      .filter(
        ({ type, name }) =>
          type.kind === 'string' && (type.format === 'uri' || /(^|_)(url|uri|webhook|callback)$/i.test(name)),
      )
      .map(({ name }) => `${schema.name}.${name}`),
  );

/** Addresses a caller hands in, which the server might follow (API7:2023). */
function urls(backend: Backend): Section | undefined {
  const fields = addressFields(backend);
  const { trust } = backend;
  return section(
    { id: 'ssrf', title: 'Addresses handed in' },
    table(
      ['field', 'rule'],
      fields.map((field): readonly Cell[] => [
        codeCell(field),
        'https only; name resolved once, private and link-local ranges refused, that address connected to; no redirects; short timeout; answer size bounded; through an egress proxy with an allow list',
      ]),
    ),
    fields.length === 0
      ? undefined
      : judgement(
          `The rule is a choice (OWASP API7:2023)${trust.controls.some(({ standards }) => standards.includes('API7:2023')) ? ', and a control of the model names it' : ''}.`,
        ),
  );
}

/** Recovered: endpoints that take input, and no check of its shape was seen on the way. */
function unchecked({ api, source }: Backend): Section | undefined {
  if (source !== 'recovered') return undefined;
  const found = api.endpoints.filter(
    ({ guards, method, parameters }) =>
      !guards.some(({ kind }) => kind === 'validation') && (writes(method) || parameters.length > 0),
  );
  return section(
    { id: 'unchecked', title: 'No validation seen before the handler' },
    ...cappedTable(
      ['endpoint', 'inputs seen', 'handler'],
      found.map(({ id, parameters, handler }): readonly Cell[] => [
        codeCell(id),
        names(parameters.map(({ name, in: place }) => `${name} (${place})`)),
        handler === undefined ? '–' : `${handler.file}:${handler.line}`,
      ]),
      '3-security/access.csv',
    ),
    found.length === 0
      ? undefined
      : judgement('A handler may check its input itself; only checks before it were looked for.'),
  );
}
