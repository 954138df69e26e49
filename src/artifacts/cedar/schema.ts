import type { Backend } from '../../model/backend.ts';
import type { Entity } from '../../model/domain.ts';
import type { Emitted } from '../emitted.ts';
import { ownerFields } from '../owner-fields.ts';
import { roleNames } from '../policy.ts';
import { conditions, grantsOf } from './grants.ts';
import type { Condition } from './grants.ts';
import { cedarString, typeNames } from './names.ts';
import type { TypeNames } from './names.ts';

export const cedarSchemaPath = '3-security/policy.cedarschema';

/** Types of callers and objects and the actions on each, against which `policy.cedar` validates strictly. */
export function cedarSchema(backend: Backend): Emitted {
  const entities = [...new Set(backend.operations.map(({ entity }) => entity))];
  const types = typeNames(entities);
  const grants = grantsOf(backend);
  const conditionsOf = (entity: string): ReadonlySet<Condition> =>
    new Set(grants.flatMap((grant) => (grant.entity === entity ? (grant.condition ?? []) : [])));
  const used = new Set(grants.flatMap(({ condition }) => condition ?? []));
  const objects = entities.map((name) =>
    [objectText(backend, name, conditionsOf(name), types), actionsText(backend, name, types)].join('\n'),
  );
  return { text: `${[callersText(backend, used, types), ...objects].join('\n\n')}\n`, lost: [] };
}

function callersText(backend: Backend, used: ReadonlySet<Condition>, types: TypeNames): string {
  const { caller, role, tenant, team } = types;
  const groups = [role, ...(used.has('tenant') ? [tenant] : []), ...(used.has('team') ? [team] : [])];
  return [
    '// Who asks: a person or process, put into the roles it acts in. Whoever is not signed in acts as anonymous.',
    `entity ${role} enum [${roleNames(backend).map(cedarString).join(', ')}];`,
    ...groups.slice(1).map((name) => `entity ${name};`),
    `entity ${caller} in [${groups.join(', ')}];`,
  ].join('\n');
}

function objectText(backend: Backend, name: string, asked: ReadonlySet<Condition>, types: TypeNames): string {
  const entity = backend.entities.find((each) => each.name === name);
  const about = entity?.about === undefined ? '' : `@doc(${cedarString(entity.about)})\n`;
  const declared = `${about}entity ${types.objects.get(name) ?? name}`;
  const attributes = conditions
    .filter((condition) => asked.has(condition))
    .flatMap((condition) => attributeText(backend, entity, condition, types).map((line) => `  ${line}`));
  return attributes.length === 0 ? `${declared};` : `${declared} = {\n${attributes.join('\n')}\n};`;
}

/** Lines that declare what a condition looks at. */
function attributeText(
  backend: Backend,
  entity: Entity | undefined,
  condition: Condition,
  { caller, tenant, team }: TypeNames,
): readonly string[] {
  switch (condition) {
    case 'owner': {
      const fields = entity === undefined ? [] : ownerFields(backend, entity);
      const doc = fields.length === 0 ? [] : [`@doc(${cedarString([entity?.name, ...fields].join('.'))})`];
      return [...doc, `owner?: ${caller},`];
    }
    case 'tenant':
      return [`tenant?: ${tenant},`];
    case 'team':
      return [`team?: ${team},`];
    case 'assigned':
      return [`assignees: Set<${caller}>,`];
  }
}

function actionsText({ operations }: Backend, entity: string, { objects, caller }: TypeNames): string {
  const own = operations.filter((operation) => operation.entity === entity).map(({ id }) => id);
  const actions = [...new Set(own)].map(cedarString).join(', ');
  return `action ${actions} appliesTo {\n  principal: [${caller}],\n  resource: [${objects.get(entity) ?? entity}],\n};`;
}
