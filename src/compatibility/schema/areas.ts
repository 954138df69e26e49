import type { Change, Check } from '../change.ts';
import type { FixedCheck } from '../check.ts';
import type { Fact, Side } from './fact.ts';
import { schemaKinds } from './kinds.ts';
import type { SchemaCheck } from './kinds.ts';

/** A place in an interface where schemas stand; ids of its checks begin with its names. */
export interface Area {
  readonly side: Side;
  /** For differences of the schema itself. */
  readonly self: string;
  /** For differences of what is inside it. */
  readonly inside: string;
}

export const areas = {
  parameter: { side: 'request', self: 'request-parameter', inside: 'request-property' },
  requestBody: { side: 'request', self: 'request-body', inside: 'request-property' },
  responseBody: { side: 'response', self: 'response-body', inside: 'response-property' },
  responseHeader: { side: 'response', self: 'response-header', inside: 'response-property' },
  sentPayload: { side: 'response', self: 'sent-payload', inside: 'sent-property' },
  sentHeaders: { side: 'response', self: 'sent-headers', inside: 'sent-header' },
  receivedPayload: { side: 'request', self: 'received-payload', inside: 'received-property' },
  receivedHeaders: { side: 'request', self: 'received-headers', inside: 'received-header' },
} as const satisfies Readonly<Record<string, Area>>;

/** Only something with a name can come, go, or be asked for. */
const ofMembers: ReadonlySet<string> = new Set([
  'removed',
  'removed-and-refused',
  'added',
  'added-beside-others',
  'required-added',
  'became-required',
  'became-optional',
  'became-read-only',
  'became-write-only',
  'deprecated',
] satisfies readonly SchemaCheck[]);

const oneSided: Readonly<Partial<Record<SchemaCheck, Side>>> = {
  'removed-and-refused': 'request',
  'became-read-only': 'request',
  'became-write-only': 'response',
  'default-added': 'request',
  'default-changed': 'request',
  'default-removed': 'request',
};

const jsonSchema = 'https://json-schema.org/draft/2020-12/json-schema-validation';

function checkOf(prefix: string, kind: SchemaCheck, side: Side): FixedCheck {
  const { meaning, instead, request, response, sends, reads } = schemaKinds[kind];
  return {
    id: `${prefix}-${kind}`,
    meaning,
    severity: side === 'request' ? request : response,
    who: side === 'request' ? sends : reads,
    instead,
    standard: jsonSchema,
  };
}

const isKind = (name: string): name is SchemaCheck => name in schemaKinds;
const kindNames = Object.keys(schemaKinds).filter(isKind);

/** Every check that comparing schemas can end in. */
export const schemaChecks: readonly Check[] = [
  ...new Map(
    Object.values(areas).flatMap(({ side, self, inside }) =>
      kindNames
        .filter((kind) => (oneSided[kind] ?? side) === side)
        .flatMap((kind) => [
          ...(ofMembers.has(kind) ? [] : [checkOf(self, kind, side)]),
          checkOf(inside, kind, side),
        ])
        .map((check) => [check.id, check] as const),
    ),
  ).values(),
];

export function changeOf(fact: Fact, area: Area, where: readonly string[]): Change {
  const prefix = fact.level === 'self' ? area.self : area.inside;
  const { id, severity, who, instead } = checkOf(prefix, fact.kind, area.side);
  return { id, severity, old: fact.old, new: fact.new, where, what: fact.what, who, instead };
}
