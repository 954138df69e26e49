import type { DesignRecord, ScoredOption } from '../../model/decision.ts';
import type { Swing } from '../../model/load.ts';
import { cell, figure, list, paragraph, section, table, unknown } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { placedOptions } from './pareto.ts';
import type { Placed } from './pareto.ts';

/** All options by cost and latency, and what becomes of the chosen one at the ends of what is uncertain. */
export function designSpace({ backend }: Basis): readonly (Section | undefined)[] {
  const { design, load } = backend;
  return [
    design === undefined ? undefined : paretoSection(design),
    design === undefined ? undefined : zoneSection(design),
    design === undefined ? undefined : swingSection(load.swings ?? [], design),
  ];
}

function paretoSection(design: DesignRecord): Section | undefined {
  const placed = placedOptions(design);
  const allowed = design.options.filter(({ excluded }) => excluded === undefined);
  const front = placed
    .filter((each) => each.front)
    .toSorted((a, b) => a.option.cost.value - b.option.cost.value);
  const chosen = placed.find((each) => each.chosen);
  const meeting = placed.filter(({ option }) => option.meets);
  if (placed.length < 2) return undefined;
  return section(
    { id: 'pareto', title: 'All options by cost and latency' },
    figure({
      kind: 'scatter',
      id: 'options',
      title: 'Options by cost and latency',
      x: 'EUR/month',
      y: 'slowest answers, part of their limit',
      points: placed.map((each) => ({
        name: each.option.title,
        ...((each.front || each.chosen) && { label: each.option.title }),
        x: each.option.cost.value,
        y: each.latency.value,
        state: each.chosen ? 'chosen' : each.option.meets ? 'possible' : 'refused',
        front: each.front,
      })),
      limit: { y: 1, label: 'objective' },
    }),
    paragraph(
      `${allowed.length} options are allowed, ${placed.length} of them are drawn, ${meeting.length} of these meet every criterion. ${front.length} lie on the front: nothing${meeting.length > 0 ? ' that meets every criterion' : ''} is both cheaper and faster. ${chosen === undefined ? '' : positionOf(chosen, front)}`,
    ),
    table(
      ['option', 'cost', 'slowest answers', 'moving parts', 'meets all', 'why it is here'],
      [...front, ...(chosen === undefined || chosen.front ? [] : [chosen])].map((each): readonly Cell[] => [
        each.option.title,
        each.option.cost,
        each.latency,
        each.option.movingParts,
        each.option.meets ? 'yes' : 'no',
        each.chosen ? (each.front ? 'chosen, on the front' : 'chosen') : 'on the front',
      ]),
    ),
    placed.length === allowed.length
      ? undefined
      : unknown(
          `${allowed.length - placed.length} options have a saturated station at this load, or no latency objective to be placed by; they are not drawn.`,
        ),
  );
}

/** The chosen option in each number of zones; where another one is taken stands with the other flips of the choice. */
function zoneSection({ options, chosen }: DesignRecord): Section | undefined {
  const taken = options.find(({ id }) => id === chosen);
  const others = options.filter(({ shape }) => shape.zones !== undefined);
  const [own] = ([1, 2, 3] as const).filter((zones) => others.every(({ shape }) => shape.zones !== zones));
  if (taken === undefined || own === undefined || others.length === 0) return undefined;
  const rows = [
    { zones: own, option: taken },
    ...others.map((option) => ({ zones: option.shape.zones ?? own, option })),
  ];
  return section(
    { id: 'zones', title: 'Zones of the region' },
    table(
      ['zones', 'cost', 'meets all', 'why'],
      rows
        .toSorted((a, b) => a.zones - b.zones)
        .map(({ zones, option }): readonly Cell[] => [
          `${zones}`,
          option.cost,
          option.meets ? 'yes' : 'no',
          option.id === chosen ? 'chosen' : whyNot(option),
        ]),
    ),
  );
}

const whyNot = ({ excluded, meets, criteria }: ScoredOption): string =>
  excluded?.because ??
  (meets
    ? 'costs more'
    : criteria
        .filter(({ met }) => !met)
        .map(({ words }) => words)
        .join('; '));

function positionOf({ option, front: onFront }: Placed, front: readonly Placed[]): string {
  if (onFront) return `The chosen one, ${option.title}, lies on it.`;
  const cheaper = front.find((each) => each.option.cost.value <= option.cost.value && each.option.meets);
  return `The chosen one, ${option.title}, lies off it: it has the fewest moving parts of those that meet everything${cheaper === undefined ? '' : `, where ${cheaper.option.title} is cheaper and faster with ${cheaper.option.movingParts.value}`}.`;
}

/** Inputs drawn; all are in the table. */
const drawn = 12;

function swingSection(swings: readonly Swing[], design: DesignRecord): Section | undefined {
  const cost = design.options.find(({ id }) => id === design.chosen)?.cost;
  if (swings.length === 0 || cost === undefined) return undefined;
  return section(
    { id: 'swings', title: 'What is uncertain, and what it would change', items: ['5.12'] },
    paragraph(
      'Each input is taken to both ends of its own range while all others stay; the machines are sized anew and every criterion is judged again. A criterion in the last columns is one the chosen option would miss there.',
    ),
    figure({
      kind: 'ranges',
      id: 'swings',
      title: 'Cost of the chosen option at both ends of each input',
      x: 'EUR/month',
      base: cost.value,
      bars: swings
        .slice(0, drawn)
        .map(({ input, cost: ends }) => ({ name: input, low: ends.low.value, high: ends.high.value })),
    }),
    table(
      [
        'input',
        'range',
        'cost at the low end',
        'cost at the high end',
        'misses at the low end',
        'misses at the high end',
      ],
      swings.map(({ input, range, cost: ends, misses }): readonly Cell[] => [
        input,
        range,
        cell(ends.low),
        cell(ends.high),
        missed(misses.low),
        missed(misses.high),
      ]),
    ),
    measureFirst(swings),
  );
}

const missed = (words: readonly string[]): string => (words.length === 0 ? 'nothing' : words.join('; '));

function measureFirst(swings: readonly Swing[]): Block {
  const risky = swings.filter(({ misses }) => misses.low.length + misses.high.length > 0);
  const widest = swings[0];
  return list([
    ...(risky.length === 0
      ? ['Within all ranges the chosen option meets every criterion that it meets today.']
      : [`The choice depends on: ${risky.map(({ input }) => input).join('; ')}.`]),
    ...(widest === undefined ? [] : [`The cost depends most on: ${widest.input} (${widest.range}).`]),
  ]);
}
