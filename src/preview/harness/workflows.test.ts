import { afterEach, expect, test } from 'vitest';
import { runSuite } from '../../provers/suite/run-suite.ts';
import type { SuiteResult } from '../../provers/suite/run-suite.ts';
import { openWorkspace } from '../../provers/suite/workspace.ts';
import { shopBrief } from '../../testing/preview-checkouts.ts';
import { testedPackage } from '../../testing/tested-package.ts';
import { readPackage } from '../package.ts';
import { clientModule, startTestedPreview } from './start.ts';

/** Something to sell of each product, whatever the generated rows hold. */
const stock = `
delete from inventory.reservations; delete from inventory.stock_movements; delete from inventory.stock_levels;
insert into inventory.stock_levels (product_id, sku, location, on_hand, reserved)
  select id, sku, 'main', 100, 0 from products.products;
`;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function workflowsOf(
  edit: (path: string, text: string) => string,
): Promise<{ readonly ids: readonly string[]; readonly result: SuiteResult }> {
  const tested = testedPackage(shopBrief, (path, text) =>
    edit(path, path === '7-testing/generate-data.sql' ? `${text}${stock}` : text),
  );
  closing.push(tested.close);
  const workspace = openWorkspace(tested.directory, clientModule);
  closing.push(workspace.close);
  const preview = await startTestedPreview(readPackage(tested.directory));
  closing.push(preview.close);
  const result = await runSuite(workspace, 'workflows', {
    environment: { PREVIEW_URL: preview.url, PREVIEW_KEY: preview.key },
    timeoutMs: 240_000,
  });
  const { workflows }: { readonly workflows: readonly { readonly workflowId: string }[] } = JSON.parse(
    tested.file('4-api/arazzo.json'),
  );
  return { ids: workflows.map(({ workflowId }) => workflowId), result };
}

test('every workflow runs from its first step to its last', async () => {
  const { ids, result } = await workflowsOf((_path, text) => text);
  expect(result.broken).toBeUndefined();
  expect(result.tests.filter(({ state }) => state !== 'passed')).toEqual([]);
  expect(ids.length).toBeGreaterThan(10);
  for (const goal of ['signIn', 'erasure', 'checkout', 'cancellation', 'capturePayment', 'refund'])
    expect(ids).toContain(goal);
  expect(result.tests).toHaveLength(ids.length + 1);
}, 300_000);

test('a workflow that says something else than the API does fails, at its step', async () => {
  const { result } = await workflowsOf((path, text) => (path.endsWith('arazzo.json') ? broken(text) : text));
  const failed = new Map(
    result.tests.flatMap(({ name, state, why = '' }) =>
      state === 'failed' ? [[name.replace(/^.*?: (\w+): .*$/, '$1'), why] as const] : [],
    ),
  );
  expect([...failed.keys()].sort()).toEqual(['cancellation', 'passwordReset', 'signIn', 'workView']);
  expect(failed.get('signIn')).toContain('step createSession: $statusCode == 200 does not hold');
  expect(failed.get('workView')).toContain('no operation is called seeProducts');
  expect(failed.get('cancellation')).toContain('$steps.createOrder.outputs.key stands for nothing');
  expect(failed.get('passwordReset')).toContain('is not understood');
}, 300_000);

/** Four workflows, each with one fault. */
function broken(text: string): string {
  const edits: Readonly<Record<string, (workflow: string) => string>> = {
    signIn: (workflow) => workflow.replace('$statusCode == 201', '$statusCode == 200'),
    workView: (workflow) => workflow.replace('"operationId":"list', '"operationId":"see'),
    cancellation: (workflow) =>
      workflow.replace('$steps.createOrder.outputs.id', '$steps.createOrder.outputs.key'),
    passwordReset: (workflow) => workflow.replace('$statusCode == 202', '$statusCode between 200 and 299'),
  };
  const document: { readonly workflows: readonly { readonly workflowId: string }[] } = JSON.parse(text);
  const workflows = document.workflows.map((workflow) => {
    const before = JSON.stringify(workflow);
    const after = edits[workflow.workflowId]?.(before) ?? before;
    if (workflow.workflowId in edits) expect(after).not.toBe(before);
    const value: unknown = JSON.parse(after);
    return value;
  });
  return JSON.stringify({ ...document, workflows });
}
