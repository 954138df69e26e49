import type { Diagram } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { linear, tickText } from './axis.ts';
import { fitted } from './measure.ts';
import { label, n, path, rect, tooltip } from './picture.ts';
import type { Picture } from './picture.ts';

type Ranges = Extract<Diagram, { kind: 'ranges' }>;

const width = 640;
const names = 250;
const row = 24;
const frame = { right: 18, top: 40, bottom: 44 } as const;

/** Bars from the result as it is to what it becomes at both ends of each input, in the order given. */
export function rangesPicture(diagram: Ranges): Picture {
  const values = [diagram.base, ...diagram.bars.flatMap(({ low, high }) => [low, high])];
  if (diagram.bars.length === 0 || !values.every(Number.isFinite))
    return { width, height: 60, body: label('No ranges to draw.', { x: 12, y: 34 }, 's') };
  const x = linear(Math.min(...values), Math.max(...values), names + 12, width - frame.right);
  const bottom = frame.top + diagram.bars.length * row;
  const base = x.at(diagram.base);
  const body = [
    ...x.ticks.map((tick) => path(`M${n(x.at(tick))} ${frame.top}V${bottom}`, 'g')),
    ...x.ticks.map((tick) => label(tickText(tick), { x: x.at(tick), y: bottom + 17 }, 's i')),
    label(oneLine(diagram.x), { x: (names + 12 + width - frame.right) / 2, y: bottom + 36 }, 's i'),
    ...diagram.bars.map((bar, index) => barOf(bar, frame.top + index * row, base, x.at)),
    path(`M${n(base)} ${frame.top - 4}V${bottom}`, 'p'),
    rect({ x: names + 12, y: 12, width: 10, height: 10 }, 'bl'),
    label('input at its low end', { x: names + 27, y: 21 }, 's'),
    rect({ x: names + 152, y: 12, width: 10, height: 10 }, 'bh'),
    label('at its high end', { x: names + 167, y: 21 }, 's'),
  ];
  return { width, height: bottom + frame.bottom, body: body.join('') };
}

function barOf(
  { name, low, high }: Ranges['bars'][number],
  top: number,
  base: number,
  at: (value: number) => number,
): string {
  const bar = (value: number, className: string, y: number, size: number): string => {
    const end = at(value);
    const box = { x: Math.min(base, end), y, width: Math.max(1, Math.abs(end - base)), height: size };
    return rect(box, className);
  };
  const sameSide = (at(low) - base) * (at(high) - base) > 0;
  const [lowBar, highBar] = sameSide
    ? [bar(low, 'bl', top + 4, 7), bar(high, 'bh', top + 12, 7)]
    : [bar(low, 'bl', top + 4, 15), bar(high, 'bh', top + 4, 15)];
  return `<g>${tooltip(oneLine(name))}${lowBar}${highBar}${label(fitted(oneLine(name), names - 8, 11), { x: names, y: top + 16 }, 's e')}</g>`;
}
