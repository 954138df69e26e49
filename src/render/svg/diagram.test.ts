import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagrams } from '../../../web/fixture/diagrams.ts';
import type { Diagram } from '../../deliverables/diagram.ts';
import { mermaid } from '../mermaid.ts';
import { diagramSvg } from './diagram.ts';
import { fitted, textWidth, wrapped } from './measure.ts';

/** Tags open and close in order, attributes are quoted, no stray `<` or `&`: enough to be well-formed for what we write. */
function problems(svg: string): readonly string[] {
  const open: string[] = [];
  const found: string[] = [];
  for (const [token] of svg.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      if (/&(?!(amp|lt|gt|quot);)/.test(token) || token.includes('>')) found.push(`text ${token}`);
    } else if (token.startsWith('</')) {
      if (open.pop() !== token.slice(2, -1)) found.push(`closes ${token}`);
    } else if (/^<[a-z]+( [a-zA-Z:-]+="[^"<]*")*\/?>$/.test(token)) {
      if (!token.endsWith('/>')) open.push(/^<([a-z]+)/.exec(token)?.[1] ?? '');
    } else found.push(`tag ${token}`);
  }
  return [...found, ...open.map((tag) => `never closed ${tag}`)];
}

function titlesOf(diagram: Diagram): readonly string[] {
  switch (diagram.kind) {
    case 'graph':
      return diagram.nodes.map(({ title }) => title);
    case 'erd':
      return diagram.tables.map(({ name }) => name);
    case 'sequence':
      return diagram.participants.map(({ title }) => title);
    case 'curve':
      return diagram.series.map(({ name }) => name);
    case 'scatter':
      return diagram.points.map(({ name }) => name);
    case 'ranges':
      return diagram.bars.map(({ name }) => name);
    case 'roadmap':
      return diagram.steps.map(({ title }) => title);
  }
}

describe.each(diagrams.map((diagram) => [diagram.id, diagram] as const))('%s', (_, diagram) => {
  test('is well-formed, alone and in a page', async () => {
    expect(problems(await diagramSvg(diagram))).toEqual([]);
    expect(problems(await diagramSvg(diagram, 'page'))).toEqual([]);
  });

  test('shows every title it was given', async () => {
    const svg = await diagramSvg(diagram);
    const titles = titlesOf(diagram);
    expect(titles.length).toBeGreaterThan(0);
    expect(titles.filter((title) => !svg.includes(title))).toEqual([]);
  });

  test('refers to nothing outside', async () => {
    expect((await diagramSvg(diagram)).replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|href|url\(|@import/,
    );
  });

  test('gives the same bytes again', async () => {
    const copy: Diagram = structuredClone(diagram);
    expect(await diagramSvg(copy)).toBe(await diagramSvg(diagram));
  });

  test('has a Mermaid source', () => {
    expect(mermaid(diagram)).toMatch(
      /^---\ntitle: .*\n---\n(flowchart|stateDiagram-v2|erDiagram|sequenceDiagram|xychart-beta|quadrantChart)/,
    );
  });
});

const names = fc
  .array(fc.string({ unit: 'binary', maxLength: 30 }), { minLength: 1, maxLength: 8 })
  .map((all) => [...new Set(all)]);

test('any graph can be drawn, whatever its names and edges', async () => {
  const graph = names.chain((ids) =>
    fc.record({
      kind: fc.constant('graph' as const),
      id: fc.string(),
      title: fc.string({ unit: 'binary' }),
      view: fc.constantFrom(
        'context' as const,
        'container' as const,
        'data-flow' as const,
        'state' as const,
        'modules' as const,
      ),
      groups: fc.constant([
        { id: 'a', title: 'A <b>', boundary: 'trust' as const },
        { id: 'empty', title: '', boundary: 'zone' as const },
      ]),
      nodes: fc.constant(
        ids.map((id, index) => ({
          id,
          title: id,
          kind: index % 2 === 0 ? ('store' as const) : ('external' as const),
          ...(index % 3 === 0 ? { group: 'a' } : index % 3 === 1 ? { group: 'nowhere' } : {}),
        })),
      ),
      edges: fc.array(
        fc.record({
          from: fc.constantFrom(...ids, 'missing'),
          to: fc.constantFrom(...ids),
          label: fc.string({ unit: 'binary', maxLength: 40 }),
          style: fc.constantFrom('solid' as const, 'dashed' as const),
        }),
        { maxLength: 14 },
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(graph, async (diagram) => {
      expect(problems(await diagramSvg(diagram))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('any tables can be drawn, also with relations that lead nowhere', async () => {
  const erd = names.chain((tables) =>
    fc.record({
      kind: fc.constant('erd' as const),
      id: fc.constant('e'),
      title: fc.constant('E'),
      tables: fc.constant(
        tables.map((name, index) => ({
          name,
          columns: Array.from({ length: index * 9 }, (_, column) => ({
            name: `c${column}`,
            type: 'text',
            key: 'none' as const,
            nullable: column % 2 === 0,
          })),
        })),
      ),
      relations: fc.array(
        fc.record({
          fromTable: fc.constantFrom(...tables, 'missing'),
          fromColumn: fc.constantFrom('c0', 'c60', 'nope'),
          toTable: fc.constantFrom(...tables),
          toColumn: fc.constantFrom('c0', 'id'),
          optional: fc.boolean(),
          unique: fc.boolean(),
        }),
        { maxLength: 12 },
      ),
    }),
  );
  await fc.assert(
    fc.asyncProperty(erd, async (diagram) => {
      expect(problems(await diagramSvg(diagram))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('empty diagrams are small pictures, not errors', async () => {
  const empty: readonly Diagram[] = [
    { kind: 'graph', id: 'g', title: 'G', view: 'context', groups: [], nodes: [], edges: [] },
    { kind: 'erd', id: 'e', title: 'E', tables: [], relations: [] },
    { kind: 'sequence', id: 's', title: 'S', participants: [], steps: [] },
    { kind: 'curve', id: 'c', title: 'C', x: 'x', y: 'y', series: [], marks: [] },
    { kind: 'scatter', id: 's', title: 'S', x: 'x', y: 'y', points: [] },
    {
      kind: 'scatter',
      id: 's',
      title: 'S',
      x: 'x',
      y: 'y',
      points: [{ name: 'alone', x: 1, y: 1, state: 'chosen', front: true }],
    },
    { kind: 'ranges', id: 'r', title: 'R', x: 'x', base: 1, bars: [] },
    { kind: 'ranges', id: 'r', title: 'R', x: 'x', base: 1, bars: [{ name: 'still', low: 1, high: 1 }] },
    {
      kind: 'curve',
      id: 'c',
      title: 'C',
      x: 'x',
      y: 'y',
      series: [{ name: 'one', points: [[1, 1]] }],
      marks: [],
    },
  ];
  for (const diagram of empty) expect(problems(await diagramSvg(diagram))).toEqual([]);
});

test('a cut text fits its width and says that it was cut', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.integer({ min: 40, max: 300 }),
      (text, width) => {
        expect(textWidth(fitted(text, width, 12), 12)).toBeLessThanOrEqual(width);
        expect(wrapped(text, width, 12, 2).length).toBeLessThanOrEqual(2);
      },
    ),
  );
  expect(fitted('a rather long name of a table', 60, 12)).toMatch(/…$/);
});
