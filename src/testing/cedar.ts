import { setFlagsFromString } from 'node:v8';
import type { CedarValueJson, DetailedError } from '@cedar-policy/cedar-wasm/nodejs';

// V8 of Node 20 ends the process now and then ("unreachable code", in its deoptimiser) where it has put the call of a
// WebAssembly function into the JavaScript around it.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');
const {
  formatPolicies,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  schemaToJson,
  statefulIsAuthorized,
  validate,
} = await import('@cedar-policy/cedar-wasm/nodejs');

/** What is asked: the caller acts in one role and has the relations to the object that are true. */
export interface CedarRequest {
  readonly role: string;
  readonly operation: string;
  readonly owner: boolean;
  readonly tenant: boolean;
  readonly team: boolean;
  readonly assigned: boolean;
}

export interface CedarDecision {
  readonly allowed: boolean;
  /** Set when each policy that permitted it has one. */
  readonly mask?: string;
}

const inWords = (errors: readonly DetailedError[]): readonly string[] =>
  errors.map(({ message, help }) => (help === null ? message : `${message} (${help})`));

/** What strict validation says of policies and schema, warnings too. */
export function cedarFaults(policies: string, schema: string): readonly string[] {
  const answer = validate({
    validationSettings: { mode: 'strict' },
    schema,
    policies: { staticPolicies: policies },
  });
  if (answer.type === 'failure') return inWords([...answer.errors, ...answer.warnings]);
  const { validationErrors, validationWarnings, otherWarnings } = answer;
  return inWords([
    ...validationErrors.map(({ error }) => error),
    ...validationWarnings.map(({ error }) => error),
    ...otherWarnings,
  ]);
}

/** The text as Cedar's own formatter lays it out. */
export function cedarFormatted(policies: string): string {
  const answer = formatPolicies({ policyText: policies, lineWidth: 100, indentWidth: 2 });
  return answer.type === 'failure' ? inWords(answer.errors).join('\n') : answer.formatted_policy;
}

let counted = 0;

/**
 * Reads both files once; what it gives decides requests. One of the sixteen for each role and operation is validated
 * against the schema, with its entities. @throws on any error
 */
export function cedarDecider(policies: string, schema: string): (request: CedarRequest) => CedarDecision {
  const name = `policies-${(counted += 1)}`;
  const { byId, masks } = readPolicies(policies);
  const parsed = [preparsePolicySet(name, { staticPolicies: byId }), preparseSchema(name, schema)];
  for (const answer of parsed)
    if (answer.type === 'failure') throw new Error(inWords(answer.errors).join('\n'));
  const { resources, attributes, types } = readSchema(schema);
  const uid = (type: string | undefined, id: string) => ({ type: type ?? '', id });
  return ({ role, operation, ...relations }) => {
    const type = resources.get(operation) ?? '';
    const me = uid(types.caller, 'me');
    const other = uid(types.caller, 'other');
    const told: Readonly<Record<string, CedarValueJson>> = {
      owner: { __entity: relations.owner ? me : other },
      tenant: { __entity: uid(types.tenant, relations.tenant ? 'mine' : 'other') },
      team: { __entity: uid(types.team, relations.team ? 'mine' : 'other') },
      assignees: (relations.assigned ? [me, other] : [other]).map((each) => ({ __entity: each })),
    };
    const declared = attributes.get(type) ?? [];
    const object = { type, id: 'object' };
    const parents = [types.tenant, types.team].flatMap((group) =>
      group === undefined ? [] : [uid(group, 'mine')],
    );
    const answer = statefulIsAuthorized({
      principal: me,
      action: uid('Action', operation),
      resource: object,
      context: {},
      preparsedPolicySetId: name,
      ...(Object.values(relations).every((holds) => holds) && {
        preparsedSchemaName: name,
        validateRequest: true,
      }),
      entities: [
        { uid: me, attrs: {}, parents: [uid(types.role, role), ...parents] },
        {
          uid: object,
          attrs: Object.fromEntries(Object.entries(told).filter(([key]) => declared.includes(key))),
          parents: [],
        },
      ],
    });
    if (answer.type === 'failure') throw new Error(inWords(answer.errors).join('\n'));
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0) throw new Error(diagnostics.errors[0]?.error.message);
    if (decision === 'deny') return { allowed: false };
    const said = diagnostics.reason.map((id) => masks.get(id));
    const words = said.filter((mask) => mask !== undefined);
    return words.length < said.length
      ? { allowed: true }
      : { allowed: true, mask: [...new Set(words)].toSorted().join('+') };
  };
}

function readPolicies(text: string) {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error(inWords(parts.errors).join('\n'));
  const byId: Record<string, string> = {};
  const masks = new Map<string, string>();
  for (const policy of parts.policies) {
    const read = policyToJson(policy);
    if (read.type === 'failure') throw new Error(inWords(read.errors).join('\n'));
    const { id, mask } = read.json.annotations ?? {};
    if (id === undefined || id in byId) throw new Error(`a policy has no id of its own: ${policy}`);
    byId[id] = policy;
    if (mask !== undefined) masks.set(id, mask);
  }
  return { byId, masks };
}

function readSchema(text: string) {
  const read = schemaToJson(text);
  if (read.type === 'failure') throw new Error(inWords(read.errors).join('\n'));
  const { entityTypes = {}, actions = {} } = read.json[''] ?? {};
  const resources = new Map(
    Object.entries(actions).map(([id, { appliesTo }]) => [id, appliesTo?.resourceTypes[0]]),
  );
  const caller = Object.values(actions)[0]?.appliesTo?.principalTypes[0];
  const attributes = new Map(
    Object.entries(entityTypes).map(([name, type]) => [
      name,
      'shape' in type && type.shape !== undefined && 'attributes' in type.shape
        ? Object.keys(type.shape.attributes)
        : [],
    ]),
  );
  const entry = entityTypes[caller ?? ''];
  const groups = entry !== undefined && 'memberOfTypes' in entry ? (entry.memberOfTypes ?? []) : [];
  const named = (pattern: RegExp): string | undefined => groups.find((name) => pattern.test(name));
  const types = { caller, role: named(/^Role/), tenant: named(/^Tenant/), team: named(/^Team/) };
  return { resources, attributes, types };
}
