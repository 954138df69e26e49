import type { Crossing } from '../../migration/seams/crossings.ts';
import type { Seams } from '../../migration/seams/seams.ts';
import type { Backend } from '../../model/backend.ts';
import type { Diagram, GraphEdge, GraphNode } from '../diagram.ts';

/** A picture of more contexts is not read. */
const most = 24;

/** The candidates and what goes across between them; reads alone are left out. */
export function seamMap(backend: Backend, { contexts, crossings }: Seams): Diagram {
  const shown = contexts.slice(0, most);
  const ids = new Set(shown.map(({ id }) => id));
  const all = pairsOf(
    crossings.filter(({ kind, from, to }) => kind !== 'read' && ids.has(from) && ids.has(to)),
  );
  return {
    kind: 'graph',
    id: 'seams',
    title: `${backend.name}: candidate contexts${shown.length < contexts.length ? `, the largest ${shown.length} of ${contexts.length}` : ''}`,
    view: 'context-map',
    groups: [],
    nodes: shown.map(({ id, name, tables, entries }): GraphNode => ({
      id,
      title: name,
      subtitle: `${tables.length} ${tables.length === 1 ? 'table' : 'tables'}`,
      kind: 'component',
      facts: { tables: tables.join(', '), 'endpoints and jobs': String(entries.length) },
    })),
    edges: all.map(({ from, to, crossings: between }): GraphEdge => ({
      from,
      to,
      label: crossingWords(between),
      style: between.some(({ kind }) => kind === 'transaction' || kind === 'write') ? 'solid' : 'dashed',
    })),
  };
}

/** What goes across from one context to another. */
export interface Between {
  readonly from: string;
  readonly to: string;
  readonly crossings: readonly Crossing[];
}

export function pairsOf(crossings: readonly Crossing[]): readonly Between[] {
  const pairs = new Map<string, { from: string; to: string; crossings: Crossing[] }>();
  for (const crossing of crossings) {
    const { from, to } = crossing;
    const pair = pairs.get(`${from} ${to}`) ?? { from, to, crossings: [] };
    pair.crossings.push(crossing);
    pairs.set(`${from} ${to}`, pair);
  }
  return [...pairs.values()];
}

const words: readonly (readonly [Crossing['kind'], string, string])[] = [
  ['transaction', 'transaction', 'transactions'],
  ['write', 'write', 'writes'],
  ['key', 'key', 'keys'],
  ['read', 'reader', 'readers'],
];

/** `2 transactions, 1 write`. */
export const crossingWords = (crossings: readonly Crossing[]): string =>
  words
    .flatMap(([kind, one, many]) => {
      const all = crossings.filter((crossing) => crossing.kind === kind).length;
      return all === 0 ? [] : [`${all} ${all === 1 ? one : many}`];
    })
    .join(', ');
