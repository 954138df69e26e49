import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { schemaSql } from '../../artifacts/ddl.ts';
import { composeDomain } from '../../design/domain/compose.ts';
import { loadModel } from '../../design/load/load.ts';
import type { Backend } from '../../model/backend.ts';
import type { Brief } from '../../model/brief.ts';
import { briefOf } from '../../testing/briefs.ts';
import { partsOf } from '../../testing/designed.ts';
import { randomLegacy } from '../../testing/random-legacy.ts';
import { checkMigrationPlan } from '../replay/check-plan.ts';
import { stepsOf } from '../steps/of-backend.ts';
import { targetOf } from './target.ts';

beforeAll(loadModule);

const withAccounts = briefOf('brief: 1\nsystem: { id: web, name: Web }\ncapabilities: { auth: {} }\n');

/** The parts of the design that a plan needs, without the choice of an architecture. */
function designOf(brief: Brief): Backend {
  const domain = composeDomain(brief);
  const load = loadModel({ ...domain, ...(brief.users !== undefined && { users: brief.users }) });
  const shape = {
    style: 'modular-monolith',
    replicas: false,
    cache: false,
    partitioning: false,
    asyncCheckout: false,
  } as const;
  return partsOf({ brief, domain, load, shape });
}

const lost = new Set([
  'missing-in-ledger',
  'ledger-of-nothing',
  'ledger-leads-nowhere',
  'gone-but-used',
  'table-without-owner',
  'table-in-two-contexts',
  'entry-without-context',
]);

test.each([
  ['nothing', undefined],
  ['accounts', withAccounts],
])('whatever the legacy system has gets a line that leads somewhere; the wishes ask for %s', (_, wishes) => {
  fc.assert(
    fc.property(randomLegacy, (legacy) => {
      const { brief, contexts, places } = targetOf(legacy, wishes);
      const target = designOf(brief);
      const plan = stepsOf(legacy, contexts, target, places(target));
      const faults = checkMigrationPlan(plan).faults.filter(({ rule }) => lost.has(rule));
      expect(faults.map(({ rule, subject }) => `${rule}@${subject}`)).toEqual([]);
      const { text, lost: untold } = schemaSql(target.data);
      expect(untold).toEqual([]);
      expect(() => (text.trim() === '' ? undefined : parseSync(text))).not.toThrow();
    }),
    { numRuns: wishes === undefined ? 40 : 15 },
  );
});

test('the order in which readers found things does not matter', () => {
  fc.assert(
    fc.property(randomLegacy, (legacy) => {
      const turned: Backend = {
        ...legacy,
        api: { ...legacy.api, endpoints: legacy.api.endpoints.toReversed() },
        data: {
          ...legacy.data,
          tables: legacy.data.tables.toReversed(),
          queries: legacy.data.queries.toReversed(),
        },
        processes: { ...legacy.processes, jobs: legacy.processes.jobs.toReversed() },
      };
      const [one, other] = [targetOf(legacy, undefined), targetOf(turned, undefined)];
      expect(other.brief).toEqual(one.brief);
      expect(other.notes).toEqual(one.notes);
      const target = designOf(one.brief);
      expect(other.places(target)).toEqual(one.places(target));
    }),
    { numRuns: 60 },
  );
});
