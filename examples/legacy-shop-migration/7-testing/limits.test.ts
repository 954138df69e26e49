// Callers are limited as the design says, are told so, and are let through again in time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { differences, load } from './documents.ts';
import { allowedOf, call, callerOf, itemsOf, operations, prepare } from './calls.ts';
import type { Operation, Prepared } from './calls.ts';
import { harness, lacking } from './harness.ts';

interface Limit {
  readonly id: string;
  /** A role, or an operation. */
  readonly appliesTo: string;
  readonly perSecond: number;
}

before(() => harness.reset());
after(() => harness.reset());

const limits = itemsOf<Limit>(load('./suite.json'), 'limits');

/** An operation by which the limit is met first: its own, or one of the role that has none of its own. */
function subjectOf({
  appliesTo,
}: Limit): { readonly operation: Operation; readonly role: string } | undefined {
  const own = operations.find(({ id }) => id === appliesTo);
  if (own !== undefined) return { operation: own, role: callerOf(own) };
  const limited = new Set(limits.map((each) => each.appliesTo));
  const found = operations.find(
    (each) =>
      each.method === 'GET' &&
      !limited.has(each.id) &&
      allowedOf(each).some(({ role }) => role === appliesTo),
  );
  return found && { operation: found, role: appliesTo };
}

/** `"name";q=10;w=1` of the header that tells the policy. */
const policyOf = (text = ''): { readonly quota: number; readonly seconds: number } => ({
  quota: Number(/;q=(\d+)/.exec(text)?.[1] ?? Number.NaN),
  seconds: Number(/;w=(\d+)/.exec(text)?.[1] ?? Number.NaN),
});

for (const limit of limits) {
  const subject = subjectOf(limit);
  if (subject === undefined) continue;
  const { operation, role } = subject;
  test(
    `[${operation.requirement}] limit ${limit.id}: ${operation.id} is refused beyond it, and taken again later`,
    { skip: lacking('limits', 'time') },
    async (t) => {
      const prepared = await prepare(operation, role);
      if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
      await harness.limits(true);
      try {
        await meet(limit, operation, role, prepared);
      } finally {
        await harness.limits(false);
        await harness.advance(3_600_000);
      }
    },
  );
}

async function meet(limit: Limit, operation: Operation, role: string, prepared: Prepared): Promise<void> {
  const first = await call(operation, role, prepared);
  assert.notEqual(first.status, 429, `the first is refused: ${first.told}`);
  assert.ok(first.headers['ratelimit'] !== undefined, `RateLimit is missing: ${first.told}`);
  // From here on it is refused by its parameters: what is limited is the sending, and this is quick.
  const quick = operation.verb === 'list' ? { ...prepared, path: `${prepared.path}?limit=0` } : prepared;
  let passed = 1;
  let left = first.headers['ratelimit'] ?? '';
  for (let sent = 1; sent <= 1000; sent++) {
    const answer = await call(operation, role, quick);
    // Whoever guesses is refused by other counts than those of the design, which may last longer.
    const told = answer.headers['ratelimit-policy'] ?? '';
    const { quota, seconds } = policyOf(told);
    const retry = Number(answer.headers['retry-after']);
    // What takes the last of the quota has passed the limit, whoever refuses it behind.
    const wasLeft = !/;r=0\b/.test(left);
    left = answer.headers['ratelimit'] ?? '';
    const isUsedUp = !wasLeft && /;r=0\b/.test(left) && !(retry > Math.max(1, seconds));
    if (answer.status !== 429 || !isUsedUp) {
      passed += 1;
      continue;
    }
    assert.equal(differences(operation.path, operation.method, answer), '');
    assert.ok(
      retry >= 1 && retry <= Math.max(1, seconds),
      `Retry-After ${String(answer.headers['retry-after'])}: ${answer.told}`,
    );
    await harness.advance(seconds * 1000);
    // Another limit of the same caller was met before: it is over now.
    if (!told.includes(`"${limit.id}"`)) continue;
    const designed = limit.perSecond * seconds;
    assert.ok(
      Math.abs(quota - designed) <= Math.max(1, designed * 0.05),
      `${quota} in ${seconds} s are not ${limit.perSecond}/s`,
    );
    assert.ok(passed >= quota, `refused after ${passed} of ${quota}: ${answer.told}`);
    const later = await call(operation, role, quick);
    assert.notEqual(later.status, 429, `still refused after ${seconds} s: ${later.told}`);
    return;
  }
  assert.fail(`never refused: 1000 requests as ${role} where ${limit.perSecond}/s are allowed`);
}
