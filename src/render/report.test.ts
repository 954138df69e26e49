import { describe, expect, test } from 'vitest';
import { reportInput } from '../../web/fixture/report.ts';
import { rounded } from '../model/rounded.ts';
import { documentFiles } from './document-files.ts';
import { reportData } from './report.ts';
import { reportHtml, templateMarks } from './report-html.ts';
import { unpack } from './packed.ts';
import { decodeReport, encodeReport } from './report-json.ts';
import { visible } from './visible.ts';

const template = `<title>${templateMarks.title}</title><meta content="${templateMarks.hash}"><script>${templateMarks.data}</script>`;
/** As data of the page: hidden characters shown. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? visible(each) : each)));

describe('report data', () => {
  test('survive the compact form, in fewer bytes', async () => {
    const data = await reportData(reportInput());
    const text = encodeReport(data);
    expect(plain(decodeReport(text))).toEqual(plain(rounded(data)));
    expect(text.length).toBeLessThan(JSON.stringify(data).length);
    expect(text).not.toContain('<');
  });

  test('say how it stands', async () => {
    const { verdict, recommendations } = await reportData(reportInput());
    expect(verdict.sentence).toBe(
      'Not ready to hand off: the output gate is shut, the system gate is short of evidence.',
    );
    expect(verdict.proofs).toEqual({
      total: 8,
      proved: 5,
      refuted: 1,
      undecided: 1,
      judgement: 1,
      notSettled: 0,
    });
    expect(recommendations.map(({ id }) => id)).toEqual([
      'idempotent-payments',
      'owner-checks',
      'bound-lists',
      'partition-orders',
      'read-replicas',
      'outbox',
      'money-type',
    ]);
  });

  test('draw every diagram that a document shows', async () => {
    const data = await reportData(reportInput());
    const shown = data.deliverables.flatMap(({ documents }) =>
      documents.flatMap(({ sections }) =>
        sections.flatMap(({ blocks }) =>
          blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : [])),
        ),
      ),
    );
    expect(shown.length).toBeGreaterThan(7);
    expect(shown.filter((id) => data.pictures[id] === undefined)).toEqual([]);
  });

  test('list all 104 items', async () => {
    expect((await reportData(reportInput())).items).toHaveLength(104);
  });
});

describe('report page', () => {
  test('has the same bytes for the same input, and the hash of its data', async () => {
    const first = await reportHtml(await reportData(reportInput()), template);
    expect(await reportHtml(await reportData(reportInput()), template)).toBe(first);
    expect(first).toMatch(/<meta content="[0-9a-f]{64}">/);
  });

  test('text of the target cannot leave the data', async () => {
    const request = `</script><script>alert(1)</script> $& ${templateMarks.data}`;
    const data = await reportData({ ...reportInput(), request });
    const html = await reportHtml(data, template);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    const [, packed = ''] = /<script>([^<]*)<\/script>/.exec(html) ?? [];
    expect(decodeReport(unpack(packed)).request).toBe(request);
  });

  test('a page without a place for data is told', async () => {
    await expect(reportHtml(await reportData(reportInput()), '<html></html>')).rejects.toThrow(
      'npm run build',
    );
  });
});

test('a deliverable becomes files: text, pictures with their source, artifacts', async () => {
  const { deliverables, claims, outcomes } = reportInput();
  const [database] = deliverables.filter(({ id }) => id === 'database');
  if (database === undefined) throw new Error('no database deliverable in the fixture');
  const files = await documentFiles(database, { claims, outcomes });
  expect([...files.keys()].filter((path) => path.includes('diagrams/')).length % 2).toBe(0);
  expect([...files.keys()]).toContain('2-database/schema.sql');
  for (const text of files.values()) expect(text.trim()).not.toBe('');
});
