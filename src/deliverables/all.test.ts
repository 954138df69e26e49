import { expect, test } from 'vitest';
import { allDeliverables } from './all.ts';
import { hasContent } from './content.ts';
import type { Basis, Deliverable } from './deliverable.ts';
import { catalogueItem } from './items.ts';
import { brokenReferences } from './references.ts';
import { emptyBackend } from '../model/backend.ts';
import { library } from '../testing/recovered.ts';
import { shop } from '../testing/shop.ts';

const bases: readonly (readonly [string, Basis])[] = [
  ['a designed shop', { backend: shop, findings: [], recommendations: [], claims: [], outcomes: [] }],
  ['a recovered library', { backend: library, findings: [], recommendations: [], claims: [], outcomes: [] }],
  [
    'a recovered backend of which nothing is known',
    {
      backend: emptyBackend('bare', 'recovered'),
      findings: [],
      recommendations: [],
      claims: [],
      outcomes: [],
    },
  ],
];

const written = (basis: Basis): readonly Deliverable[] => allDeliverables.map((write) => write(basis));

test.each(bases)('%s: paths and anchors are unique, nothing is empty', (_name, basis) => {
  const deliverables = written(basis);
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

test.each(bases)('%s: sections claim known items only', (_name, basis) => {
  const items = written(basis).flatMap(({ documents, artifacts, notApplicable }) => [
    ...documents.flatMap(({ sections }) => sections.flatMap((section) => section.items)),
    ...artifacts.flatMap((artifact) => artifact.items),
    ...notApplicable.map(({ item }) => item),
  ]);
  expect(items.filter((item) => catalogueItem(item) === undefined)).toEqual([]);
});

test.each(bases)('%s: every link leads to a section or an artifact', (_name, basis) => {
  expect(brokenReferences(written(basis))).toEqual([]);
});

test('a link that leads nowhere is told with its place', () => {
  const basis: Basis = { backend: shop, findings: [], recommendations: [], claims: [], outcomes: [] };
  const whole = written(basis);
  const torn = whole.map((deliverable) => ({
    ...deliverable,
    documents: deliverable.documents.filter(({ path }) => path !== '4-api/reference-orders.md'),
  }));
  expect(torn).not.toEqual(whole);
  expect(brokenReferences(torn)).toEqual(['4-api/guides.md#reference → 4-api/reference-orders.md']);
});

test.each(bases)('%s: equal input gives equal bytes, and JSON loses nothing', (_name, basis) => {
  const first = written(basis);
  expect(JSON.stringify(written(basis))).toBe(JSON.stringify(first));
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
});

test.each(bases)('%s: every diagram draws edges between things it shows', (_name, basis) => {
  for (const { documents } of written(basis))
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
