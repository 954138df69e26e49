import type { Diagram, ErdRelation, ErdTable } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { place } from './layout.ts';
import type { ElkNode, ElkPort, PlacedEdge } from './layout.ts';
import { fitted, textWidth } from './measure.ts';
import { label, n, path, rect, rounded, tooltip, towards } from './picture.ts';
import type { Box, Picture, Point } from './picture.ts';

type Erd = Extract<Diagram, { kind: 'erd' }>;

const headHeight = 28;
const rowHeight = 19;
const rowLimit = 26;
const monoWidth = 6.7;

interface Sheet {
  readonly table: ErdTable;
  readonly rows: ErdTable['columns'];
  /** Columns that are not drawn because the table has very many. */
  readonly hidden: number;
  readonly width: number;
  readonly height: number;
}

/** Tables with their columns; each line ends at the very columns it joins, with crow's feet. */
export async function erdPicture(diagram: Erd): Promise<Picture> {
  const joined = new Set(
    diagram.relations.flatMap((relation) => [
      `${relation.fromTable}.${relation.fromColumn}`,
      `${relation.toTable}.${relation.toColumn}`,
    ]),
  );
  const sheets = diagram.tables.map((table) => sheet(table, joined));
  const known = new Map(sheets.map((each) => [each.table.name, each]));
  const relations = diagram.relations.filter(
    ({ fromTable, toTable }) => known.has(fromTable) && known.has(toTable),
  );
  const placement = await place(
    {
      id: 'root',
      children: sheets.map((each) => tableNode(each, relations)),
      edges: relations.map((relation, index) => ({
        id: `e${index}`,
        sources: [parentPort(relation)],
        targets: [portId(relation.fromTable, relation.fromColumn, 'WEST')],
      })),
    },
    {
      'elk.direction': 'RIGHT',
      'elk.spacing.nodeSelfLoop': '24',
      'elk.layered.spacing.edgeNodeBetweenLayers': '22',
      'elk.layered.spacing.nodeNodeBetweenLayers': '56',
      'elk.spacing.nodeNode': '24',
    },
  );
  const order = new Map(sheets.map(({ table }, index) => [table.name, index]));
  const lines = relations.map((relation, index) =>
    relationText(relation, order, placement.edges.get(`e${index}`)),
  );
  const tables = sheets.flatMap((each, index) => {
    const box = placement.nodes.get(`t ${each.table.name}`);
    return box === undefined ? [] : [sheetText(each, box, index)];
  });
  return { width: placement.width, height: placement.height, body: [...lines, ...tables].join('') };
}

/** Very long tables keep keys and joined columns, then the first of the rest. */
function sheet(table: ErdTable, joined: ReadonlySet<string>): Sheet {
  const must = table.columns.filter(({ name, key }) => key !== 'none' || joined.has(`${table.name}.${name}`));
  const rest = table.columns
    .filter((column) => !must.includes(column))
    .slice(0, Math.max(0, rowLimit - must.length));
  const rows = table.columns.filter((column) => must.includes(column) || rest.includes(column));
  const hidden = table.columns.length - rows.length;
  const names = rows.map(({ name }) => textWidth(oneLine(name), 12, 'bold'));
  const types = rows.map(({ type }) => Math.min(20, oneLine(type).length) * monoWidth);
  const body = Math.min(190, Math.max(40, ...names)) + Math.max(30, ...types) + 62;
  const head = textWidth(oneLine(table.name), 13, 'bold') + 28;
  return {
    table,
    rows,
    hidden,
    width: Math.ceil(Math.min(380, Math.max(head, body))),
    height: headHeight + (rows.length + (hidden > 0 ? 1 : 0)) * rowHeight + 6,
  };
}

const portId = (...parts: readonly string[]): string => JSON.stringify(parts);

/** Optional and mandatory relations leave a key at two places, so that their signs do not lie on each other. */
const parentPort = ({ toTable, toColumn, optional }: ErdRelation): string =>
  portId(toTable, toColumn, optional ? 'EAST?' : 'EAST');

function tableNode({ table, rows, width, height }: Sheet, relations: readonly ErdRelation[]): ElkNode {
  const y = (column: string): number => {
    const row = rows.findIndex(({ name }) => name === column);
    return row === -1 ? headHeight / 2 : headHeight + row * rowHeight + rowHeight / 2 + 2;
  };
  const ends = new Map<string, ElkPort>();
  for (const relation of relations) {
    const { fromTable, fromColumn, toTable, toColumn, optional } = relation;
    if (toTable === table.name) {
      const id = parentPort(relation);
      ends.set(id, port(id, 'EAST', width, y(toColumn) + (optional ? 6 : 0)));
    }
    if (fromTable === table.name) {
      const id = portId(fromTable, fromColumn, 'WEST');
      ends.set(id, port(id, 'WEST', 0, y(fromColumn)));
    }
  }
  const ports = [...ends.values()];
  return {
    id: `t ${table.name}`,
    width,
    height,
    ports,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
  };
}

const port = (id: string, side: 'EAST' | 'WEST', x: number, y: number): ElkPort => ({
  id,
  x,
  y,
  width: 0,
  height: 0,
  layoutOptions: { 'elk.port.side': side },
});

function relationText(
  relation: ErdRelation,
  order: ReadonlyMap<string, number>,
  placed: PlacedEdge | undefined,
): string {
  const points = placed?.points ?? [];
  const [first, second] = points;
  const last = points.at(-1);
  const before = points.at(-2);
  if (first === undefined || second === undefined || last === undefined || before === undefined) return '';
  const parent = relation.optional
    ? circle(first, second, 11) + bar(first, second, 6)
    : bar(first, second, 6) + bar(first, second, 10);
  const child = relation.unique
    ? bar(last, before, 6) + circle(last, before, 11)
    : foot(last, before) + circle(last, before, 14);
  const words = `${relation.fromTable}.${relation.fromColumn} references ${relation.toTable}.${relation.toColumn}`;
  return `<g data-f="${order.get(relation.fromTable) ?? ''}" data-t="${order.get(relation.toTable) ?? ''}">${tooltip(words)}${path(rounded(points), 'p')}${parent}${child}</g>`;
}

/** A stroke across the line: exactly one. */
function bar(end: Point, next: Point, by: number): string {
  const at = towards(end, next, by);
  const [dx, dy] = across(end, next);
  return path(`M${n(at.x - 5 * dx)} ${n(at.y - 5 * dy)}L${n(at.x + 5 * dx)} ${n(at.y + 5 * dy)}`, 'p');
}

/** A ring on the line: possibly none. */
function circle(end: Point, next: Point, by: number): string {
  const at = towards(end, next, by + 3);
  return `<circle cx="${n(at.x)}" cy="${n(at.y)}" r="3.5" class="p" style="fill:var(--dg-back,#fff)"/>`;
}

/** Three toes: many. */
function foot(end: Point, next: Point): string {
  const heel = towards(end, next, 11);
  const [dx, dy] = across(end, next);
  return path(
    `M${n(end.x + 5 * dx)} ${n(end.y + 5 * dy)}L${n(heel.x)} ${n(heel.y)}L${n(end.x - 5 * dx)} ${n(end.y - 5 * dy)}`,
    'p',
  );
}

function across(end: Point, next: Point): readonly [number, number] {
  const step = towards(end, next, 1);
  return [step.y - end.y, step.x - end.x];
}

function sheetText({ table, rows, hidden, width }: Sheet, box: Box, index: number): string {
  const { x, y } = box;
  const parts = [
    tooltip(`${table.name}: ${table.columns.length} columns`),
    rect(box, 'c', 6),
    path(
      `M${x + 0.5} ${y + headHeight}v${-(headHeight - 6)}q0-5.5 5.5-5.5h${n(width - 12)}q5.5 0 5.5 5.5v${headHeight - 6}z`,
      'h',
    ),
    label(fitted(oneLine(table.name), width - 24, 13, 'bold'), { x: x + 12, y: y + 19 }, 't'),
    ...rows.map((row, position) => rowText(row, { x, y: y + headHeight + position * rowHeight + 2 }, width)),
    hidden > 0
      ? label(`${hidden} more columns`, { x: x + 30, y: y + headHeight + rows.length * rowHeight + 15 }, 's')
      : '',
  ];
  return `<g data-n="${index}">${parts.join('')}</g>`;
}

function rowText(column: ErdTable['columns'][number], at: Point, width: number): string {
  const key = column.key === 'primary' ? 'PK' : column.key === 'foreign' ? 'FK' : '';
  const type = oneLine(column.type) + (column.nullable ? '?' : '');
  const shown = type.length > 20 ? `${type.slice(0, 19)}…` : type;
  const room = width - 30 - 16 - shown.length * monoWidth;
  return [
    label(key, { x: at.x + 9, y: at.y + 13 }, 'w'),
    label(fitted(oneLine(column.name), room, 12), { x: at.x + 30, y: at.y + 13 }, key === 'PK' ? 't' : ''),
    label(shown, { x: at.x + width - 10, y: at.y + 13 }, 's m e'),
  ].join('');
}
