import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { AccessRule } from '../../model/brief.ts';
import type { Permission } from '../../model/trust.ts';
import { shop } from '../../testing/shop.ts';
import { policy } from './policy.ts';

const origin = { kind: 'given', path: 'policies.access' } as const;

async function verdicts(backend: Backend): Promise<Readonly<Record<string, string>>> {
  const { claims, inputs } = policy.claims(backend);
  const outcomes = await policy.prove(claims, (path) => inputs.get(path) ?? '');
  return Object.fromEntries(
    outcomes.map(({ claim, verdict }) => [
      claim.replace('policy/', ''),
      verdict.kind === 'refuted' ? verdict.counterexample : verdict.kind,
    ]),
  );
}

const withTrust = (trust: Partial<Backend['trust']>): Backend => ({
  ...shop,
  trust: { ...shop.trust, ...trust },
});

function changed(role: string, operation: string, row: Partial<Permission>): readonly Permission[] {
  return shop.trust.permissions.map((each) =>
    each.role === role && each.operation === operation ? { ...each, ...row } : each,
  );
}

test('the shop keeps every property', async () => {
  expect(await verdicts(shop)).toEqual({
    complete: 'proved',
    'agrees-with-rules': 'proved',
    'default-deny': 'proved',
    'own-objects-only': 'proved',
    'tenant-isolation': 'proved',
    'privileged-actions': 'proved',
    'anonymous-as-declared': 'proved',
    'no-idle-rule': 'proved',
  });
});

test('every state is visited', async () => {
  const { claims, inputs } = policy.claims(shop);
  const [, agrees] = await policy.prove(claims, (path) => inputs.get(path) ?? '');
  expect(agrees?.measurements).toEqual({
    states: 4 * 8 * 16,
    breaches: 0,
    roles: 4,
    operations: 8,
    rules: 4,
  });
});

test("a lost owner condition lets a customer read another's order: three properties break", async () => {
  const rows = shop.trust.permissions.map(({ condition, ...row }): Permission =>
    row.role === 'customer' && row.operation === 'read Order'
      ? row
      : { ...row, ...(condition && { condition }) },
  );
  const answer = await verdicts(withTrust({ permissions: rows }));
  expect(answer['own-objects-only']).toContain("customer, read Order, somebody else's object: allowed");
  expect(answer['agrees-with-rules']).toContain('the rules say deny, the matrix says allow');
});

test('a role that nobody named for an action is refuted', async () => {
  const answer = await verdicts(
    withTrust({ permissions: changed('customer', 'update Product', { effect: 'allow' }) }),
  );
  expect(answer['default-deny']).toContain('customer, update Product');
  expect(answer['privileged-actions']).toContain('customer, update Product');
});

test('an anonymous caller may do what is declared open, and nothing else', async () => {
  const answer = await verdicts(
    withTrust({ permissions: changed('anonymous', 'list Order', { effect: 'allow' }) }),
  );
  expect(answer['anonymous-as-declared']).toContain('allowed, but not declared open');
});

test('an undecided pair and a role from nowhere are told', async () => {
  const [first, ...rest] = shop.trust.permissions;
  const ghost: Permission = { role: 'ghost', operation: 'read Order', effect: 'deny', origin };
  const answer = await verdicts(withTrust({ permissions: [...rest, ghost] }));
  expect(answer['complete']).toContain(`${first?.role}, ${first?.operation}: not decided`);
  expect(answer['complete']).toContain('ghost: the role is nowhere declared');
});

test('a shadowed rule and a rule that speaks of nothing are told', async () => {
  const rules: readonly AccessRule[] = [
    ...shop.trust.rules,
    { role: 'admin', verbs: ['read'], entities: ['Order'], origin },
    { role: 'admin', verbs: ['fly'], entities: ['Order'], origin },
  ];
  const answer = await verdicts(withTrust({ rules }));
  expect(answer['no-idle-rule']).toContain('other rules already decide all it says');
  expect(answer['no-idle-rule']).toContain('speaks of no operation');
});

test('a file of another shape leaves every claim undecided and says where', async () => {
  const { claims } = policy.claims(shop);
  const [outcome] = await policy.prove(claims, () => '{"policy": 2}');
  expect(outcome?.verdict).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('policy.json: policy'),
  });
});

test('a backend without a matrix makes no claim', () => {
  expect(policy.claims(emptyBackend('x', 'recovered')).claims).toEqual([]);
});
