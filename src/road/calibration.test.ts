import { expect, test } from 'vitest';
import type { LoadRecord } from '../model/load-record.ts';
import { shopText } from '../testing/briefs.ts';
import { analyse } from './analyse.ts';
import { clarify } from './clarify.ts';
import { explore } from './explore.ts';
import type { RoadRequest } from './request.ts';

const request = (operation: string): Extract<RoadRequest, { job: 'design' }> => {
  const record: LoadRecord = {
    kind: 'throughput',
    tool: 'autocannon',
    runs: [{ operation, throughput: 5000 }],
  };
  return {
    job: 'design',
    brief: { kind: 'file', file: 'shop.brief.yaml', text: shopText },
    packFolders: [],
    calibration: { file: 'run.json', text: '', record, cores: 1 },
  };
};
const explored = async (operation: string) => {
  const asked = request(operation);
  return await explore(asked, clarify(asked).value);
};

/** What phase 2 learned of costs was once lost on the way to phase 3, which composed its domain anew. */
test('what a load test says of an operation reaches the designed backend', async () => {
  const { value, checks } = await explored('list Product');
  expect(checks.every(({ passed }) => passed)).toBe(true);
  const { backend } = analyse(value).value;
  const cpu = backend.operations.find(({ id }) => id === 'list Product')?.cost.cpu;
  expect(cpu).toMatchObject({ value: 0.2, high: 0.2, origin: { kind: 'derived' } });
});

test('a load test without any operation of the brief stops the road', async () => {
  const { checks } = await explored('GET /products');
  expect(checks.find(({ passed }) => !passed)).toMatchObject({
    essential: true,
    detail: expect.stringContaining('operations are called "'),
  });
});
