import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeDeliverables } from './all.ts';
import { hasContent } from './content.ts';
import type { Basis, Deliverable } from './deliverable.ts';
import { catalogueItem } from './items.ts';
import { brokenReferences } from './references.ts';
import { emptyBackend } from '../model/backend.ts';
import { library } from '../testing/recovered.ts';
import type { Backend } from '../model/backend.ts';
import { busyShop } from '../testing/busy-shop.ts';
import { recoveredShop } from '../testing/recovered-shop.ts';
import { sampleFindings } from '../testing/sample-findings.ts';
import { storeData } from '../testing/store-data.ts';
import { shop } from '../testing/shop.ts';

const basis = (backend: Backend, more: Partial<Basis> = {}): Basis => ({
  backend,
  findings: [],
  recommendations: [],
  claims: [],
  outcomes: [],
  ...more,
});

/** The shop as what another backend becomes, without a step. */
const migrated = (legacy: Backend): Backend => {
  const none = { endpoints: {}, jobs: {}, tables: {}, rules: {} };
  return {
    ...shop,
    migration: {
      legacy,
      plan: {
        plan: 'out',
        legacy: none,
        contexts: [],
        target: { endpoints: [], jobs: [], tables: {} },
        ledger: { ...none, columns: {} },
        steps: [],
      },
    },
  };
};

const bases: readonly (readonly [string, Basis])[] = [
  ['a designed shop', basis(shop)],
  ['a shop with outbox, jobs and retries', basis(busyShop)],
  ['a designed data model alone', basis({ ...emptyBackend('store', 'designed'), data: storeData })],
  ['a recovered shop', basis(recoveredShop, { findings: sampleFindings })],
  ['a recovered library', basis(library)],
  ['a recovered backend of which nothing is known', basis(emptyBackend('bare', 'recovered'))],
  ['a target that a legacy shop becomes', basis(migrated(recoveredShop))],
  [
    'a target of a legacy backend of which nothing is known',
    basis(migrated(emptyBackend('bare', 'recovered'))),
  ],
];

const written = (given: Basis): readonly Deliverable[] => writeDeliverables(given);

test.each(bases)('%s: paths and anchors are unique, nothing is empty', (_name, given) => {
  const deliverables = written(given);
  const paths = deliverables.flatMap(({ documents, artifacts }) =>
    [...documents, ...artifacts].map(({ path }) => path),
  );
  expect(paths.toSorted()).toEqual([...new Set(paths)].toSorted());
  for (const { documents, number } of deliverables)
    for (const { path, sections } of documents) {
      expect(path).toMatch(new RegExp(`^${number}-`));
      const ids = sections.map(({ id }) => id);
      expect(ids, path).toEqual([...new Set(ids)]);
      for (const section of sections)
        expect(section.blocks.some(hasContent), `${path}#${section.id}`).toBe(true);
    }
});

test.each(bases)('%s: sections claim known items only', (_name, given) => {
  const items = written(given).flatMap(({ documents, artifacts, notApplicable }) => [
    ...documents.flatMap(({ sections }) => sections.flatMap((section) => section.items)),
    ...artifacts.flatMap((artifact) => artifact.items),
    ...notApplicable.map(({ item }) => item),
  ]);
  expect(items.filter((item) => catalogueItem(item) === undefined)).toEqual([]);
});

test.each(bases)('%s: every link leads to a section or an artifact', (_name, given) => {
  expect(brokenReferences(written(given))).toEqual([]);
});

test('no link breaks whichever part of the model is missing', () => {
  const empty = emptyBackend('shop', 'designed');
  const parts = [
    'entities',
    'operations',
    'architecture',
    'data',
    'api',
    'trust',
    'processes',
    'load',
  ] as const;
  fc.assert(
    fc.property(fc.subarray([...parts]), (missing) => {
      const backend = missing.reduce((all, part) => ({ ...all, [part]: empty[part] }), shop);
      const deliverables = written({
        backend,
        findings: [],
        recommendations: [],
        claims: [],
        outcomes: [],
      });
      expect(brokenReferences(deliverables)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('a link that leads nowhere is told with its place', () => {
  const whole = written(basis(shop));
  const torn = whole.map((deliverable) => ({
    ...deliverable,
    documents: deliverable.documents.filter(({ path }) => path !== '4-api/reference-orders.md'),
  }));
  expect(torn).not.toEqual(whole);
  expect(brokenReferences(torn)).toEqual(['4-api/guides.md#reference → 4-api/reference-orders.md']);
});

test.each(bases)('%s: equal input gives equal bytes, and JSON loses nothing', (_name, given) => {
  const first = written(given);
  expect(JSON.stringify(written(given))).toBe(JSON.stringify(first));
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
});

test.each(bases)('%s: every diagram draws edges between things it shows', (_name, given) => {
  for (const { documents } of written(given))
    for (const { sections } of documents)
      for (const { blocks } of sections)
        for (const block of blocks) {
          if (block.kind !== 'diagram' || block.diagram.kind !== 'graph') continue;
          const { nodes, edges, groups, id } = block.diagram;
          const known = new Set(nodes.map((node) => node.id));
          expect(known.size, id).toBe(nodes.length);
          expect(
            edges.filter(({ from, to }) => !known.has(from) || !known.has(to)),
            id,
          ).toEqual([]);
          const frames = new Set(groups.map((group) => group.id));
          expect(
            nodes.filter(({ group }) => group !== undefined && !frames.has(group)),
            id,
          ).toEqual([]);
        }
});
