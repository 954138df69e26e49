import { expect, test } from 'vitest';
import { shopText } from '../../testing/briefs.ts';
import { basisOf, partsOf } from '../../testing/designed.ts';
import { domainFor } from './apart.ts';
import { isAudited } from './audited.ts';
import { composeDomain } from './compose.ts';
import { trailOf } from './trail.ts';
import { briefOf } from '../../testing/briefs.ts';

const domain = composeDomain(briefOf(shopText));
const basis = basisOf(shopText, { style: 'services-per-context' });
const services = partsOf(basis);
const trail = trailOf(basis.domain);

test('within one database the trail is written in the transaction of the change, without messages', () => {
  expect(domainFor(domain, { style: 'modular-monolith' })).toBe(domain);
});

test('a domain that was told apart stays as it is', () => {
  expect(domainFor(basis.domain, { style: 'services-per-context' })).toEqual(basis.domain);
});

test('each service with audited operations tells the one trail, and keeps none of its own', () => {
  const audited = domain.operations.filter(
    (operation) => operation.context !== trail?.context && isAudited(domain, operation),
  );
  const tellings = services.processes.events.filter(({ entity }) => entity === trail?.name);
  expect(tellings.map(({ producer }) => producer).toSorted()).toEqual(
    [...new Set(audited.map(({ context }) => context))].toSorted(),
  );
  for (const { consumers, orderedBy, payload } of tellings) {
    expect(consumers).toEqual([{ context: trail?.context, action: 'append it to the trail' }]);
    expect(orderedBy).toBe('target_id');
    expect(payload).toEqual(expect.arrayContaining(['occurred_at', 'actor_id', 'action', 'request_id']));
    expect(payload).not.toContain('hash');
  }
  expect(
    services.data.tables.filter(({ name }) => name === 'audit_entries').map(({ schema }) => schema),
  ).toEqual([trail?.context]);
  for (const { id, context } of audited) {
    const own = services.data.queries.filter(
      ({ operation, tables }) => operation === id && tables[0] === `${context}.outbox_events`,
    );
    expect(own.length, id).toBeGreaterThan(0);
    for (const { inTransaction } of own) expect(inTransaction).toBe(true);
  }
});

test('the context of the trail appends what it is told, and it alone', () => {
  const append = services.data.queries.find(({ id }) => id === 'trail-append');
  expect(append?.tables).toEqual(['audit.audit_entries']);
  const writers = services.data.roles.filter(({ grants }) =>
    grants.some(({ table, privileges }) => table === 'audit.audit_entries' && privileges.includes('insert')),
  );
  expect(writers.map(({ name }) => name)).toEqual(['shop_audit_app']);
  const jobs = services.processes.jobs.filter(({ id }) => id.startsWith('audit-on-'));
  expect(jobs.some(({ queue }) => queue === 'audit.auth.audited')).toBe(true);
  for (const job of jobs) expect(job.unique).toBe('consumer and event id, stored in the inbox');
});

test('nobody waits for the trail', () => {
  const signIn = services.processes.flows.find(({ id }) => id === 'sign-in');
  expect(signIn?.steps.map(({ kind, at, action }) => [kind, at, action]).at(-1)).toEqual([
    'publish',
    'auth',
    'auth.audited',
  ]);
});
