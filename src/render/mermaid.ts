import type { Diagram, GraphNode, SequenceMessage } from '../deliverables/diagram.ts';
import { oneLine, shortened } from './visible.ts';

type Graph = Extract<Diagram, { kind: 'graph' }>;
type Erd = Extract<Diagram, { kind: 'erd' }>;
type Sequence = Extract<Diagram, { kind: 'sequence' }>;
type Curve = Extract<Diagram, { kind: 'curve' }>;
type Scatter = Extract<Diagram, { kind: 'scatter' }>;
type Ranges = Extract<Diagram, { kind: 'ranges' }>;
type Roadmap = Extract<Diagram, { kind: 'roadmap' }>;

/** The diagram in Mermaid's notation, for tools that draw it themselves. */
export function mermaid(diagram: Diagram): string {
  switch (diagram.kind) {
    case 'graph':
      return diagram.view === 'state' ? stateText(diagram) : graphText(diagram);
    case 'erd':
      return erdText(diagram);
    case 'sequence':
      return sequenceText(diagram);
    case 'curve':
      return curveText(diagram);
    case 'scatter':
      return scatterText(diagram);
    case 'ranges':
      return rangesText(diagram);
    case 'roadmap':
      return roadmapText(diagram);
  }
}

/** Mermaid has no escape of its own inside quotes; its entity form `#code;` shows the character itself. */
const quoted = (text: string): string => `"${entities(shortened(oneLine(text), 160))}"`;
const entities = (text: string): string =>
  text.replace(/[#;"`<>\\{}[\]|%]/g, (character) => `#${character.charCodeAt(0)};`);

/** Ids of ours may hold anything; Mermaid's may not. Numbered by first appearance, so equal input gives equal text. */
function naming(prefix: string): (id: string) => string {
  const names = new Map<string, string>();
  return (id) => {
    const known = names.get(id) ?? `${prefix}${names.size + 1}`;
    names.set(id, known);
    return known;
  };
}

const frontMatter = (title: string): string => `---\ntitle: ${JSON.stringify(oneLine(title))}\n---`;

const shapes: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  person: ['([', '])'],
  system: ['[', ']'],
  external: ['[[', ']]'],
  container: ['[', ']'],
  store: ['[(', ')]'],
  queue: ['>', ']'],
  component: ['[', ']'],
  process: ['(', ')'],
  state: ['(', ')'],
  zone: ['[', ']'],
};

function graphText(diagram: Graph): string {
  const name = naming('n');
  const group = naming('g');
  const card = (node: GraphNode): string => {
    const [open, close] = shapes[node.kind];
    const subtitle = node.subtitle === undefined ? '' : `<br>${entities(oneLine(node.subtitle))}`;
    const title = quoted(node.title).slice(0, -1);
    return `${name(node.id)}${open}${title}${subtitle}"${close}`;
  };
  const grouped = diagram.groups.flatMap(({ id, title }) => [
    `  subgraph ${group(id)}[${quoted(title)}]`,
    ...diagram.nodes.filter((node) => node.group === id).map((node) => `    ${card(node)}`),
    '  end',
  ]);
  const known = new Set(diagram.groups.map(({ id }) => id));
  const loose = diagram.nodes.filter((node) => node.group === undefined || !known.has(node.group));
  const edges = diagram.edges.map(({ from, to, label, style }) => {
    const arrow = style === 'dashed' ? '-.->' : '-->';
    return `  ${name(from)} ${arrow}${label === '' ? '' : `|${quoted(label)}|`} ${name(to)}`;
  });
  const direction = diagram.view === 'data-flow' ? 'LR' : 'TB';
  return lines(
    frontMatter(diagram.title),
    `flowchart ${direction}`,
    ...grouped,
    ...loose.map((node) => `  ${card(node)}`),
    ...edges,
  );
}

function stateText(diagram: Graph): string {
  const name = naming('s');
  const states = diagram.nodes.map((node) => `  state ${quoted(node.title)} as ${name(node.id)}`);
  const edges = diagram.edges.map(
    ({ from, to, label }) =>
      `  ${name(from)} --> ${name(to)}${label === '' ? '' : ` : ${entities(oneLine(label)).replaceAll(':', '#58;')}`}`,
  );
  return lines(frontMatter(diagram.title), 'stateDiagram-v2', ...states, ...edges);
}

/** Mermaid's attribute syntax knows words only: other characters of a type or name become `_`. */
const word = (text: string): string =>
  oneLine(text)
    .replace(/[^\w()-]+/g, '_')
    .replace(/^(?=[^A-Za-z_])/, '_');

function erdText(diagram: Erd): string {
  const tables = diagram.tables.flatMap((table) => [
    `  ${quoted(table.name)} {`,
    ...table.columns.map(({ name, type, key, nullable }) => {
      const mark = key === 'primary' ? ' PK' : key === 'foreign' ? ' FK' : '';
      return `    ${word(type)} ${word(name)}${mark}${nullable ? ' "nullable"' : ''}`;
    }),
    '  }',
  ]);
  const relations = diagram.relations.map((relation) => {
    const parent = relation.optional ? '|o' : '||';
    const child = relation.unique ? 'o|' : 'o{';
    return `  ${quoted(relation.toTable)} ${parent}--${child} ${quoted(relation.fromTable)} : ${quoted(relation.fromColumn)}`;
  });
  return lines(frontMatter(diagram.title), 'erDiagram', ...tables, ...relations);
}

const arrows = { call: '->>', reply: '-->>', event: '-)', self: '->>' } as const;

function sequenceText(diagram: Sequence): string {
  const name = naming('p');
  const participants = diagram.participants.map(
    ({ id, title }) => `  participant ${name(id)} as ${entities(oneLine(title))}`,
  );
  const message = (step: SequenceMessage, indent: string): string =>
    `${indent}${name(step.from)}${arrows[step.kind]}${name(step.to)}: ${entities(oneLine(step.text))}`;
  const steps = diagram.steps.flatMap((step) =>
    'frame' in step
      ? [
          `  ${step.frame} ${entities(oneLine(step.title))}`,
          ...step.messages.map((inner) => message(inner, '    ')),
          '  end',
        ]
      : [message(step, '  ')],
  );
  return lines(frontMatter(diagram.title), 'sequenceDiagram', '  autonumber', ...participants, ...steps);
}

/** Mermaid spreads the values of a line evenly over the x axis, so each series is resampled at even steps. */
function curveText(diagram: Curve): string {
  const all = diagram.series.flatMap(({ points }) => points.map(([x]) => x));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const xs = Array.from({ length: 21 }, (_, step) => low + ((high - low) * step) / 20);
  const series = diagram.series
    .filter(({ points }) => points.length > 0)
    .map(
      ({ points }) => `  line [${xs.map((x) => Number(interpolate(points, x).toPrecision(6))).join(', ')}]`,
    );
  const axis = all.length === 0 ? [] : [`  x-axis ${quoted(diagram.x)} ${low} --> ${high}`];
  const marks = diagram.marks.map(({ x, label }) => `  %% ${x}: ${entities(oneLine(label))}`);
  return lines(
    frontMatter(diagram.title),
    'xychart-beta',
    ...axis,
    `  y-axis ${quoted(diagram.y)}`,
    ...series,
    ...marks,
  );
}

/** Mermaid places points of a quadrant chart between 0 and 1; the values stand in a comment. */
function scatterText(diagram: Scatter): string {
  const dots = diagram.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const [mostX, mostY] = [
    Math.max(1e-9, ...dots.map(({ x }) => x)),
    Math.max(1e-9, ...dots.map(({ y }) => y)),
  ];
  const part = (value: number, most: number): number => Number((value / most).toFixed(3));
  return lines(
    frontMatter(diagram.title),
    'quadrantChart',
    `  x-axis ${quoted(`${diagram.x}: 0`)} --> ${quoted(String(Number(mostX.toPrecision(4))))}`,
    `  y-axis ${quoted(`${diagram.y}: 0`)} --> ${quoted(String(Number(mostY.toPrecision(4))))}`,
    ...dots.flatMap(({ name, x, y, state, front }) => [
      `  %% ${entities(oneLine(name))}: ${Number(x.toPrecision(6))}, ${Number(y.toPrecision(6))}, ${state}${front ? ', front' : ''}`,
      `  ${quoted(name)}: [${part(x, mostX)}, ${part(y, mostY)}]`,
    ]),
  );
}

/** Two series of bars: the result with each input at its low and at its high end. */
function rangesText(diagram: Ranges): string {
  const six = (value: number): number => Number(value.toPrecision(6));
  return lines(
    frontMatter(diagram.title),
    'xychart-beta horizontal',
    `  x-axis [${diagram.bars.map(({ name }) => quoted(name)).join(', ')}]`,
    `  y-axis ${quoted(diagram.x)}`,
    `  bar [${diagram.bars.map(({ high }) => six(high)).join(', ')}]`,
    `  bar [${diagram.bars.map(({ low }) => six(low)).join(', ')}]`,
    `  line [${diagram.bars.map(() => six(diagram.base)).join(', ')}]`,
  );
}

/** Its days are counted from the first of January 1970, which the axis shows as day 1. */
function roadmapText({ title, steps }: Roadmap): string {
  let day = 0;
  const bars = steps.map(({ title: name, days }) => {
    const from = day;
    day += days === undefined ? 0 : (days.low + days.high) / 2;
    const seconds = (at: number): number => Math.round(at * 86_400);
    const words = shortened(oneLine(name), 80).replace(/[:#;,]/g, ' ');
    return `  ${words} :${seconds(from)}, ${seconds(day)}`;
  });
  return lines(frontMatter(title), 'gantt', '  dateFormat X', '  axisFormat %j', ...bars);
}

function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  const after = points.findIndex(([px]) => px >= x);
  const [x1, y1] = points[after === -1 ? points.length - 1 : after] ?? [0, 0];
  const [x0, y0] = points[Math.max(0, (after === -1 ? points.length : after) - 1)] ?? [x1, y1];
  return x1 === x0 || x >= x1 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

const lines = (...parts: readonly string[]): string => `${parts.join('\n')}\n`;
