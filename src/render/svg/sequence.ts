import type { Diagram, SequenceMessage } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { textWidth, wrapped } from './measure.ts';
import { arrowHead, label, n, path, rect, tooltip } from './picture.ts';
import type { Picture, Point } from './picture.ts';

type Sequence = Extract<Diagram, { kind: 'sequence' }>;

const headHeight = 46;
const lineHeight = 14;
const labelWidth = 210;

interface Row {
  readonly message: SequenceMessage;
  readonly number: number;
  readonly lines: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Step {
  readonly frame?: { readonly kind: string; readonly title: string };
  readonly rows: readonly Row[];
}

/** Participants as columns, messages numbered from top to bottom, alternatives in frames. Needs no layout engine. */
export function sequencePicture(diagram: Sequence): Picture {
  const order = new Map(diagram.participants.map(({ id }, index) => [id, index]));
  let count = 0;
  const row = (message: SequenceMessage): readonly Row[] => {
    const from = order.get(message.from);
    const to = order.get(message.to);
    if (from === undefined || to === undefined) return [];
    count += 1;
    return [
      {
        message,
        number: count,
        from,
        to,
        lines: wrapped(`${count}. ${oneLine(message.text)}`, labelWidth, 11, 3),
      },
    ];
  };
  const steps: readonly Step[] = diagram.steps.map((step) =>
    'frame' in step
      ? { frame: { kind: step.frame, title: oneLine(step.title) }, rows: step.messages.flatMap(row) }
      : { rows: row(step) },
  );
  const columns = columnCentres(
    diagram,
    steps.flatMap(({ rows }) => rows),
  );
  const width =
    (columns.at(-1) ?? 60) +
    lastOverhang(
      diagram,
      steps.flatMap(({ rows }) => rows),
    );
  let y = headHeight + 26;
  const drawn: string[] = [];
  for (const step of steps) {
    if (step.frame !== undefined) {
      const frame = frameText(step.frame, step.rows, columns, y);
      drawn.push(frame.text);
      y = frame.bottom;
    } else
      for (const each of step.rows) {
        drawn.push(rowText(each, columns, y));
        y += rowHeight(each);
      }
  }
  const heads = diagram.participants.map(({ title }, index) =>
    headText(oneLine(title), columns[index] ?? 0, y, index),
  );
  return { width, height: y + 8, body: [...heads, ...drawn].join('') };
}

const rowHeight = (row: Row): number => row.lines.length * lineHeight + (row.from === row.to ? 26 : 18);

const headWidth = (title: string): number =>
  Math.max(
    84,
    ...wrapped(oneLine(title), 130, 13, 2, 'bold').map((line) => textWidth(line, 13, 'bold') + 24),
  );

/** Centres of the columns: far enough apart for their heads and for the words between them. */
function columnCentres(diagram: Sequence, rows: readonly Row[]): readonly number[] {
  const centres: number[] = [];
  diagram.participants.forEach(({ title }, index) => {
    const before = diagram.participants[index - 1];
    const previous = centres[index - 1];
    if (before === undefined || previous === undefined) {
      centres.push(12 + headWidth(title) / 2);
      return;
    }
    let centre = previous + (headWidth(before.title) + headWidth(title)) / 2 + 18;
    for (const { from, to, lines } of rows) {
      const [left, right] = [Math.min(from, to), Math.max(from, to)];
      const start = centres[left];
      const words = Math.max(...lines.map((line) => textWidth(line, 11)));
      if (start === undefined) continue;
      if (right === index && left !== right) centre = Math.max(centre, start + words + 24);
      if (left === right && left === index - 1) centre = Math.max(centre, start + words + 44);
    }
    centres.push(Math.ceil(centre));
  });
  return centres;
}

function lastOverhang(diagram: Sequence, rows: readonly Row[]): number {
  const last = diagram.participants.length - 1;
  const own = rows
    .filter(({ from, to }) => from === to && from === last)
    .flatMap(({ lines }) => lines.map((line) => textWidth(line, 11) + 44));
  return Math.ceil(Math.max(headWidth(diagram.participants[last]?.title ?? '') / 2 + 12, ...own));
}

function headText(title: string, x: number, bottom: number, index: number): string {
  const width = headWidth(title);
  const lines = wrapped(title, 130, 13, 2, 'bold');
  const first = 8 + (headHeight - lines.length * 16) / 2 + 8;
  const words = lines.map((line, position) => label(line, { x, y: first + position * 16 }, 't i')).join('');
  const life = path(`M${n(x)} ${8 + headHeight - 6}V${n(bottom)}`, 'g');
  return `<g data-n="${index}">${tooltip(title)}${life}${rect({ x: x - width / 2, y: 8, width, height: headHeight - 6 }, 'c', 6)}${words}</g>`;
}

function rowText(row: Row, columns: readonly number[], top: number): string {
  const { message, lines, from, to } = row;
  const [start, end] = [columns[from] ?? 0, columns[to] ?? 0];
  const y = top + lines.length * lineHeight + 2;
  const own = from === to;
  const middle = own ? start + 12 : (start + end) / 2;
  const words = lines
    .map((line, index) => label(line, { x: middle, y: top + 10 + index * lineHeight }, own ? 'l' : 'l i'))
    .join('');
  const points: readonly Point[] = own
    ? [
        { x: start, y },
        { x: start + 26, y },
        { x: start + 26, y: y + 12 },
        { x: start, y: y + 12 },
      ]
    : [
        { x: start, y },
        { x: end, y },
      ];
  const line = path(
    points.map((point, index) => `${index === 0 ? 'M' : 'L'}${n(point.x)} ${n(point.y)}`).join(''),
    message.kind === 'reply' ? 'p d' : 'p',
  );
  const head = message.kind === 'event' ? openHead(points) : arrowHead(points);
  return `<g data-f="${from}" data-t="${to}">${tooltip(oneLine(message.text))}${line}${head}${words}</g>`;
}

/** Asynchronous messages have an open head, as in UML. */
function openHead(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return '';
  const back = before.x < tip.x ? -8 : 8;
  return path(
    `M${n(tip.x + back)} ${n(tip.y - 4)}L${n(tip.x)} ${n(tip.y)}L${n(tip.x + back)} ${n(tip.y + 4)}`,
    'p',
  );
}

function frameText(
  { kind, title }: NonNullable<Step['frame']>,
  rows: readonly Row[],
  columns: readonly number[],
  top: number,
): { readonly text: string; readonly bottom: number } {
  const reach = rows.flatMap(({ from, to, lines }) => {
    const [start, end] = [columns[from] ?? 0, columns[to] ?? 0];
    return from === to
      ? [start, start + 20 + Math.max(...lines.map((line) => textWidth(line, 11)))]
      : [start, end];
  });
  const left = Math.max(2, Math.min(...reach, columns[0] ?? 0) - 22);
  const widestTitle = textWidth(title, 11) + 64;
  const right = Math.max(...reach, left + widestTitle) + 22;
  let y = top + 30;
  const inner: string[] = [];
  for (const each of rows) {
    inner.push(rowText(each, columns, y));
    y += rowHeight(each);
  }
  const box = { x: left, y: top, width: right - left, height: y - top };
  const tab = path(`M${n(left)} ${n(top)}h36v12l-6 6h-30z`, 'h');
  const words = `${label(kind, { x: left + 7, y: top + 13 }, 'w')}${label(title, { x: left + 46, y: top + 13 }, 's t')}`;
  return { text: `<g>${rect(box, 'g', 4)}${tab}${words}</g>${inner.join('')}`, bottom: y + 14 };
}
