// What the failure table of the design allows to be degraded, and what has to hold while a part is broken and afterwards.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { listOf, load, textOf } from './documents.ts';
import { entityOf, isDone, itemsOf, operations, perform, suite } from './calls.ts';
import { harness, lacking } from './harness.ts';

interface Failure {
  readonly component: string;
  readonly failure: string;
  readonly degraded: string;
}
interface Flow {
  readonly id: string;
  readonly trigger: string;
  readonly steps: readonly string[];
  readonly invariant?: string;
}

const data = load('./suite.json');
const flows = itemsOf<Flow>(data, 'flows');
/** ms: what the gateway waits, and some for the machine that is tested. */
const longest = Math.max(5000, Number(data['patience']) + 1000);
const integrations = listOf(data['integrations']).map(textOf);
before(() => harness.reset());
after(() => harness.reset());
afterEach(() => harness.reset());

for (const { component, failure, degraded } of itemsOf<Failure>(data, 'failures')) {
  const isPeer = integrations.includes(component);
  const skip = isPeer
    ? lacking('break', 'settle')
    : `needs staging: ${component} cannot be broken without the machines it runs on`;
  for (const how of isPeer ? ['down', 'slow'] : ['down'])
    test(`[failure ${component}] ${failure} (${how}): ${degraded}`, { skip }, async () => {
      await harness.break(component, how);
      try {
        for (const operation of operations.filter(({ id }) => flows.some(({ trigger }) => trigger === id))) {
          const began = performance.now();
          const answer = await perform(operation);
          if (answer === undefined) continue;
          assert.ok(answer.status < 500 || answer.status === 503, answer.told);
          assert.ok(performance.now() - began < longest, `it waits for ${component}: ${answer.told}`);
        }
      } finally {
        await harness.break(component, 'well');
      }
      await harness.settle();
      await assertWhole();
    });
}

for (const flow of flows) {
  const operation = operations.find(({ id }) => id === flow.trigger);
  if (operation === undefined) continue;
  for (const step of flow.steps)
    test(
      `[flow ${flow.id}] a crash after ${step}: ${flow.invariant ?? 'it ends done or undone'}`,
      { skip: lacking('crash', 'settle') },
      async (t) => {
        await harness.break(`flow ${flow.id} ${step}`, 'crash');
        const answer = await perform(operation);
        if (answer === undefined || !isDone(answer))
          return t.skip(`it does not begin here: ${answer?.told ?? 'no object'}`);
        await harness.settle();
        await harness.break(`flow ${flow.id} ${step}`, 'well');
        await harness.settle();
        await assertWhole();
      },
    );
}

/** No row breaks a rule, and no chain is broken. */
async function assertWhole(): Promise<void> {
  for (const { name } of suite.entities) {
    const entity = entityOf(name);
    for (const { name: rule, sql } of entity?.checks ?? []) {
      const [row] = await harness.query(`select count(*) as broken from ${entity?.table} where not (${sql})`);
      assert.equal(Number(row?.['broken']), 0, `${name}: ${rule} is broken`);
    }
  }
}
