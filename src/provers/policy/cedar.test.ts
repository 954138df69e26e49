import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cedarPolicy } from '../../artifacts/cedar/policy.ts';
import { cedarSchema } from '../../artifacts/cedar/schema.ts';
import { policyDocument } from '../../artifacts/policy.ts';
import type { Backend } from '../../model/backend.ts';
import type { AccessRule } from '../../model/brief.ts';
import type { Operation, Verb } from '../../model/domain.ts';
import { cedarDecider, cedarFaults, cedarFormatted } from '../../testing/cedar.ts';
import { auditText, libraryText, shopText } from '../../testing/briefs.ts';
import { basisOf, partsOf } from '../../testing/designed.ts';
import { shop } from '../../testing/shop.ts';
import {
  allRelations,
  covers,
  decideByMatrix,
  decideByRules,
  inWords,
  relationsInWords,
  sameDecision,
} from './decide.ts';
import { readPolicy } from './read-policy.ts';

/** Conditions of every kind, two masks for one role, and names that Cedar reserves or that need quotes. */
const deskText = `
brief: 1
system: { id: desk, name: Help desk }
actors: [customer, agent, lead, payment-provider]
capabilities: { auth: {} }
entities:
  Ticket:
    about: A question of a customer, with what was "said"
    owner: author
    fields: { author: ref User, title: string <=80, team: uuid, tenant: uuid, assignee: ref User }
    rows: 1M
  Record: { fields: { title: string <=80, tenant: uuid }, rows: 1k, operations: { list: {}, read: { anonymous: true } } }
  Role: { fields: { title: string <=80 }, rows: 1k }
  Action: { fields: { title: string <=80 }, rows: 1k }
  Caller: { fields: { title: string <=80 }, rows: 1k }
policies:
  access:
    - customer may create, read, update Ticket where owner
    - customer may list Ticket where tenant mask pii
    - agent may read, update Ticket where assigned
    - agent may list Ticket where team
    - lead may all Ticket, Record where tenant
    - payment-provider may read Role, Action, Caller
    - lead may list Role mask pii
`;

const briefs = {
  shop: shopText,
  library: libraryText,
  audit: auditText,
  desk: deskText,
};

const ask = (backend: Backend) => cedarDecider(cedarPolicy(backend).text, cedarSchema(backend).text);

/**
 * Every role, operation and relation: how often Cedar was asked, and where it says something else than the matrix or,
 * where those agree among themselves, the rules.
 */
function compare(
  backend: Backend,
  withRules = true,
): { readonly asked: number; readonly differing: readonly string[] } {
  const decide = ask(backend);
  const policy = readPolicy(policyDocument(backend).text);
  const differing: string[] = [];
  let asked = 0;
  for (const { name: role } of policy.roles)
    for (const operation of policy.operations) {
      const rows = policy.permissions.filter((row) => row.role === role && row.operation === operation.id);
      for (const relations of allRelations) {
        asked += 1;
        const cedar = decide({ role, operation: operation.id, ...relations });
        const others = [
          decideByMatrix(rows, relations),
          ...(withRules ? [decideByRules(policy, policy.rules, role, operation, relations)] : []),
        ];
        for (const other of others)
          if (!sameDecision(cedar, other))
            differing.push(
              `${role}, ${operation.id}, ${relationsInWords(relations)}: Cedar says ${inWords(cedar)}, not ${inWords(other)}`,
            );
      }
    }
  return { asked, differing };
}

test.each(Object.entries(briefs))(
  '%s: policies and schema validate strictly, without a warning',
  (_, text) => {
    const backend = partsOf(basisOf(text));
    expect(cedarFaults(cedarPolicy(backend).text, cedarSchema(backend).text)).toEqual([]);
  },
);

test.each(Object.entries(briefs))(
  '%s: Cedar decides and masks as the matrix does, in every state',
  (_, text) => {
    const backend = partsOf(basisOf(text));
    const { asked, differing } = compare(backend);
    expect(differing).toEqual([]);
    expect(asked).toBe(backend.trust.permissions.length * allRelations.length);
  },
);

test('the text is laid out as by the formatter of Cedar', () => {
  const { text } = cedarPolicy(partsOf(basisOf(shopText)));
  const policies = text.slice(text.indexOf('@id'));
  expect(policies).toBe(cedarFormatted(policies));
});

test('the policies of a desk, as they are read', () => {
  const backend = partsOf(basisOf(deskText));
  const { text, lost } = cedarPolicy(backend);
  const own = text.split('\n\n').filter((policy) => /Ticket|Record|Role|Action_/.test(policy));
  expect(`${own.join('\n\n')}\n--- lost\n${lost.join('\n')}`).toMatchSnapshot();
  expect(cedarSchema(backend).text).toMatchSnapshot();
});

const verbs: readonly Verb[] = ['list', 'read', 'create', 'update', 'process'];
const roles = ['a', 'b "x"', 'c\\d'];
const origin = { kind: 'given', path: 'policies.access' } as const;
const conditions = [undefined, 'owner', 'tenant', 'team', 'assigned'] as const;

const [first] = shop.operations;
const operationsOf = (entities: readonly string[], open: ReadonlySet<string>): readonly Operation[] =>
  first === undefined
    ? []
    : entities.flatMap((entity) =>
        verbs.map((verb): Operation => ({
          ...first,
          id: verb === 'process' ? `process ${entity} close` : `${verb} ${entity}`,
          verb,
          entity,
          ...(verb === 'process' && { action: 'close' }),
          anonymous: open.has(`${verb} ${entity}`),
        })),
      );

const names = fc.uniqueArray(
  fc.constantFrom(
    'Order',
    'Team',
    'Tenant',
    'Caller',
    'Role',
    'Set',
    'Bool',
    'Long',
    'Extension',
    'if',
    'Ähre',
  ),
  { minLength: 1, maxLength: 4 },
);

const rule = fc.record({
  role: fc.constantFrom(...roles),
  verbs: fc.subarray([...verbs], { minLength: 1 }),
  where: fc.constantFrom(...conditions),
  mask: fc.constantFrom(undefined, 'pii', 'health'),
  entity: fc.nat(3),
});

/** A matrix of all the rows that small random rules amount to, and now and then a row that denies. */
const backends = fc
  .record({
    names,
    rules: fc.array(rule, { maxLength: 8 }),
    open: fc.boolean(),
    denied: fc.array(rule, { maxLength: 2 }),
  })
  .map(
    ({ names: entities, rules, open, denied }): { readonly backend: Backend; readonly agrees: boolean } => {
      const nameOf = (at: number): string => entities[at % entities.length] ?? '';
      const operations = operationsOf(entities, new Set(open ? [`list ${nameOf(0)}`] : []));
      const said = (each: (typeof rules)[number]): AccessRule => ({
        role: each.role,
        verbs: each.verbs,
        entities: [nameOf(each.entity)],
        ...(each.where !== undefined && { where: each.where }),
        ...(each.mask !== undefined && { mask: each.mask }),
        origin,
      });
      const spoken = rules.map(said);
      const rows = (from: readonly AccessRule[], effect: 'allow' | 'deny') =>
        from.flatMap(({ role, where, mask, ...each }) =>
          operations
            .filter((operation) =>
              covers(
                { ...each, verbs: [...each.verbs], entities: [...each.entities], role, from: '' },
                operation,
              ),
            )
            .filter(({ anonymous }) => !anonymous)
            .map(({ id }) => ({
              role,
              operation: id,
              effect,
              ...(where !== undefined && { condition: where }),
              ...(mask !== undefined && { mask }),
              origin,
            })),
        );
      const free = operations.filter(({ anonymous }) => anonymous);
      const permissions = [
        ...rows(spoken, 'allow'),
        ...rows(denied.map(said), 'deny'),
        ...[...roles, 'anonymous'].flatMap((role) =>
          free.map(({ id }) => ({ role, operation: id, effect: 'allow' as const, origin })),
        ),
      ];
      const trust = {
        ...shop.trust,
        actors: roles.map((name) => ({ name, kind: 'person' as const, origin })),
        rules: spoken,
        permissions,
      };
      return { backend: { ...shop, entities: [], operations, trust }, agrees: denied.length === 0 };
    },
  );

test('Cedar agrees with the matrix, and with the rules where nothing is denied, for any small policy', () => {
  fc.assert(
    fc.property(backends, ({ backend, agrees }) => {
      expect(cedarFaults(cedarPolicy(backend).text, cedarSchema(backend).text)).toEqual([]);
      expect(compare(backend, agrees).differing).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);

test('Cedar is no part of the product', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(text);
  expect(Object.keys(dependencies)).not.toContain('@cedar-policy/cedar-wasm');
  expect(devDependencies['@cedar-policy/cedar-wasm']).toBe('4.13.0');
});
