import { compareText } from '../../model/text.ts';
import { partOf, strengthOf } from './graph.ts';
import type { Graph } from './graph.ts';

const rounds = 3;

/**
 * The same graph with its units in an order that their ties decide (colour refinement, Weisfeiler and Leman 1968), so
 * that neither names nor the order of the input move the cut. Names decide only among units that look the same.
 */
export function inOrder(graph: Graph): Graph {
  let colours = ranks(graph.units.map((_tables, node) => String(strengthOf(graph, node)).padStart(20, '0')));
  for (let round = 0; round < rounds; round += 1)
    colours = ranks(colours.map((colour, node) => `${text(colour)} ${surroundings(graph, node, colours)}`));
  const names = graph.units.map((tables) => tables.toSorted(compareText)[0] ?? '');
  const order = [...graph.units.keys()].toSorted(
    (a, b) => (colours[b] ?? 0) - (colours[a] ?? 0) || compareText(names[a] ?? '', names[b] ?? ''),
  );
  return partOf(graph, order);
}

const text = (colour: number): string => String(colour).padStart(6, '0');

const surroundings = ({ edges }: Graph, node: number, colours: readonly number[]): string =>
  [...(edges[node] ?? [])]
    .map(([other, weight]) => `${text(colours[other] ?? 0)}:${String(weight).padStart(16, '0')}`)
    .toSorted(compareText)
    .join(' ');

/** Each text by its place among the different texts. */
function ranks(texts: readonly string[]): readonly number[] {
  const places = new Map([...new Set(texts)].toSorted(compareText).map((each, place) => [each, place]));
  return texts.map((each) => places.get(each) ?? 0);
}
