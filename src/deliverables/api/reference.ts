import { code, codeCell, document, names, paragraph, section, table } from '../blocks.ts';
import { uniqueAnchors } from '../anchors.ts';
import type { Basis, Block, Cell, Document, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import type { EndpointGroup } from '../endpoint-groups.ts';
import { curlSample, typescriptSample } from '../../artifacts/sample-text.ts';
import { callOf, sampleNames } from '../../artifacts/samples.ts';
import { costClass } from '../../artifacts/cost-class.ts';
import { masksOf } from '../../artifacts/masks.ts';
import { sentence } from '../../artifacts/words.ts';
import type { ApiSchema, ApiType, Endpoint, Property } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import { eventsOf } from '../../model/happenings.ts';
import { costOf, latencyOf, who } from './operations.ts';

export const referencePath = (anchor: string): string => `4-api/reference-${anchor}.md`;

/** One document for each context: every operation with its inputs, answers and calls, then the schemas it uses. */
export function reference(basis: Basis): readonly Document[] {
  const { backend } = basis;
  const ids = sampleNames(backend);
  const anchors = uniqueAnchors(['schemas', ...backend.api.endpoints.map(({ id }) => id)]);
  return endpointGroups(backend).flatMap((group) =>
    document(referencePath(group.anchor), `Reference: ${group.title}`, [
      ...group.endpoints.map((endpoint) =>
        operation(backend, endpoint, ids.get(endpoint.id) ?? 'operation', anchors.get(endpoint.id) ?? ''),
      ),
      schemas(backend, group),
    ]),
  );
}

function operation(backend: Backend, endpoint: Endpoint, name: string, id: string): Section | undefined {
  const call = callOf(backend, endpoint);
  const sampled: readonly Block[] =
    call === undefined ? [] : [code('sh', curlSample(call)), code('ts', typescriptSample(name, call))];
  return section(
    {
      id,
      title: endpoint.id,
      items: backend.api.schemas.length > 0 ? ['4.11'] : [],
      answers: requirementsAbout(backend, 'capability', [endpoint.context ?? '']),
    },
    paragraph(about(backend, endpoint)),
    table(['parameter', 'in', 'type', 'required'], parameterRows(endpoint)),
    table(
      ['answer', 'body'],
      endpoint.responses.map(({ status, schema, problem }): readonly Cell[] => [
        String(status),
        problem === undefined ? (schema ?? '–') : codeCell(`/problems/${problem}`),
      ]),
    ),
    ...sampled,
  );
}

function about(backend: Backend, endpoint: Endpoint): string {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  const access =
    endpoint.access === 'public'
      ? 'Open to anybody.'
      : endpoint.access === 'guarded'
        ? `The caller must be known${endpoint.scopes.length === 0 ? '' : `; scopes: ${endpoint.scopes.join(', ')}`}.`
        : 'Whether callers are checked could not be found out.';
  const body = endpoint.requestSchema === undefined ? [] : [`Body: ${endpoint.requestSchema}.`];
  const words = operation?.about ?? endpoint.summary;
  return [
    ...(words === undefined ? [] : [`${sentence(words)}.`]),
    access,
    ...body,
    ...(operation === undefined ? [] : promises(backend, endpoint, operation)),
  ].join(' ');
}

/** What the design settles beside the call itself: who may, what it hides, how fast, at which cost, what is told. */
function promises(backend: Backend, endpoint: Endpoint, operation: Operation): readonly string[] {
  const cost = costOf(backend, endpoint);
  const latency = latencyOf(backend, endpoint);
  const told = eventsOf({ flows: backend.processes.flows, events: backend.processes.events }, operation);
  return [
    ...(endpoint.access === 'guarded' ? [`Allowed: ${who(backend, endpoint)}.`] : []),
    ...masksOf(backend, endpoint).map(({ role, absent }) => `For ${role} without ${absent.join(', ')}.`),
    ...(latency === '–' || latency === '' ? [] : [`Objective: ${latency}.`]),
    ...(cost === undefined ? [] : [`Cost: ${costClass(cost)}.`]),
    ...(told.length === 0 ? [] : [`Says: ${told.map(({ name }) => name).join(', ')}.`]),
  ];
}

const parameterRows = ({ parameters }: Endpoint): readonly (readonly Cell[])[] =>
  parameters.map(({ name, in: place, type, required }) => [
    codeCell(name),
    place,
    type ?? 'not known',
    required ? 'yes' : 'no',
  ]);

/** The schemas the operations of a group name, and those they lead to. */
function schemas(backend: Backend, { endpoints }: EndpointGroup): Section | undefined {
  const used = new Set<string>();
  const visit = (name: string | undefined): void => {
    const schema = backend.api.schemas.find((each) => each.name === name);
    if (schema === undefined || used.has(schema.name)) return;
    used.add(schema.name);
    for (const { type } of schema.properties) visit(namedBy(type));
  };
  for (const { requestSchema, responses } of endpoints) {
    visit(requestSchema);
    for (const { schema } of responses) visit(schema);
  }
  return section(
    { id: 'schemas', title: 'Schemas' },
    ...backend.api.schemas.filter(({ name }) => used.has(name)).flatMap(schemaBlocks),
  );
}

function namedBy(type: ApiType): string | undefined {
  if (type.kind === 'schema') return type.name;
  return type.kind === 'array' ? namedBy(type.items) : undefined;
}

const schemaBlocks = ({ name, description, properties }: ApiSchema): readonly (Block | undefined)[] => [
  paragraph(`${name}${description === undefined ? '' : `: ${description}`}`),
  table(
    ['field', 'type', 'required', 'set by', 'class'],
    properties.map((property): readonly Cell[] => [
      codeCell(property.name),
      typeWords(property.type),
      property.required ? 'yes' : 'no',
      property.readOnly === true ? 'server' : 'client',
      property.dataClass ?? '–',
    ]),
  ),
];

/** A type on one line with its bounds. */
export function typeWords(type: Property['type']): string {
  switch (type.kind) {
    case 'string':
      return [
        type.format ?? 'text',
        ...(type.maxLength === undefined ? [] : [`≤ ${type.maxLength}`]),
        ...(type.pattern === undefined ? [] : [type.pattern]),
      ].join(' ');
    case 'integer':
    case 'number':
      return `${type.kind}${bounds(type.minimum, type.maximum)}`;
    case 'boolean':
      return 'boolean';
    case 'enum':
      return names(type.values);
    case 'array':
      return `list of ${typeWords(type.items)}${bounds(undefined, type.maxItems)}`;
    case 'schema':
      return type.name;
    case 'map':
      return type.maxBytes === undefined ? 'object' : `object, up to ${type.maxBytes} bytes of JSON`;
  }
}

function bounds(low: number | undefined, high: number | undefined): string {
  if (low !== undefined && high !== undefined) return ` ${low}…${high}`;
  if (low !== undefined) return ` ≥ ${low}`;
  return high === undefined ? '' : ` ≤ ${high}`;
}
