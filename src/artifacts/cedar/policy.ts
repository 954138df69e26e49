import type { Backend } from '../../model/backend.ts';
import type { Emitted } from '../emitted.ts';
import { names } from '../emitted.ts';
import { policyDocument } from '../policy.ts';
import { kebabCase } from '../words.ts';
import { conditions, grantsOf } from './grants.ts';
import type { Condition, Grant } from './grants.ts';
import { cedarString, typeNames } from './names.ts';
import type { TypeNames } from './names.ts';

export const cedarPolicyPath = '3-security/policy.cedar';

/** Names of the object's attributes that a condition looks at. */
const conditionAttributes: Readonly<Record<Condition, string>> = {
  owner: 'owner',
  tenant: 'tenant',
  team: 'team',
  assigned: 'assignees',
};

const conditionText: Readonly<Record<Condition, string>> = {
  owner: 'resource has owner && resource.owner == principal',
  tenant: 'resource has tenant && principal in resource.tenant',
  team: 'resource has team && principal in resource.team',
  assigned: 'resource.assignees.contains(principal)',
};

/**
 * The permission matrix as policies of Cedar 4: one for each role, entity and condition. Masks stand in annotations;
 * Cedar answers with the policies that decided, and an answer is masked when each of them has one.
 */
export function cedarPolicy(backend: Backend): Emitted {
  const types = typeNames([...new Set(backend.operations.map(({ entity }) => entity))]);
  const grants = grantsOf(backend);
  const taken = new Set<string>();
  const policies = grants.map((grant) => policyText(grant, types, freeId(grant, taken)));
  return { text: `${[heading, ...policies].join('\n\n')}\n`, lost: losses(backend, grants) };
}

const heading = `// Who may do what, as policy.json says it; the types are in policy.cedarschema. What no policy permits is denied.
// An answer is masked when each policy that permitted it has @mask: it names the class of fields to leave out.`;

function freeId({ role, entity, condition, mask, effect }: Grant, taken: Set<string>): string {
  const parts = [role ?? 'everybody', entity, condition, mask === undefined ? undefined : `no ${mask}`];
  const wanted = kebabCase([...parts, effect === 'forbid' ? 'never' : undefined].join(' '));
  let id = wanted;
  for (let at = 2; taken.has(id); at += 1) id = `${wanted}-${at}`;
  taken.add(id);
  return id;
}

const lineWidth = 100;

/** Laid out as the formatter of Cedar does it. */
function policyText(grant: Grant, types: TypeNames, id: string): string {
  const { effect, role, entity, condition, mask, operations } = grant;
  const annotations = [
    `@id(${cedarString(id)})`,
    ...(mask === undefined ? [] : [`@mask(${cedarString(mask)})`]),
  ];
  const principal =
    role === undefined ? `principal is ${types.caller}` : `principal in ${types.role}::${cedarString(role)}`;
  const scope = [principal, actionText(operations), `resource is ${types.objects.get(entity) ?? entity}`].map(
    (line) => `  ${line}`,
  );
  const when = condition === undefined ? '' : `\nwhen { ${conditionText[condition]} }`;
  return `${annotations.join('\n')}\n${effect} (\n${scope.join(',\n')}\n)${when};`;
}

function actionText(operations: readonly string[]): string {
  const actions = operations.map((id) => `Action::${cedarString(id)}`);
  const [only] = actions;
  if (actions.length === 1) return `action == ${only}`;
  const line = `[${actions.join(', ')}]`;
  if (`  action in ${line},`.length <= lineWidth) return `action in ${line}`;
  if (`    ${line},`.length <= lineWidth) return `action in\n    ${line}`;
  return `action in\n    [${actions.join(',\n     ')}]`;
}

function losses(backend: Backend, grants: readonly Grant[]): readonly string[] {
  const masked = grants.flatMap(({ role, entity, mask }) =>
    mask === undefined ? [] : [`${mask} of ${entity} for ${role ?? 'everybody'}`],
  );
  const used = new Set(grants.flatMap(({ condition }) => condition ?? []));
  const related = conditions.flatMap((each) => (used.has(each) ? [conditionAttributes[each]] : []));
  const many = backend.operations.filter(
    ({ id, verb }) =>
      ['list', 'search', 'export'].includes(verb) &&
      grants.some(({ condition, operations }) => condition !== undefined && operations.includes(id)),
  );
  return [
    ...(masked.length === 0
      ? []
      : [
          `Cedar permits or denies and hides no fields: the application leaves out what @mask names (${names(masked)})`,
        ]),
    ...(many.length === 0
      ? []
      : [
          `Cedar decides one object at a time: for ${names(many.map(({ id }) => id))} the condition has to stand in the statement as well`,
        ]),
    ...(related.length === 0
      ? []
      : [
          `how an object is known to be of the caller is not in the policy: the application hands over ${related.join(', ')} with the object`,
        ]),
    'the rules as they were said, with the place of each, stand in policy.json only',
    ...policyDocument(backend).lost,
  ];
}
