import type { Diagram } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { linear, logarithm, tickText } from './axis.ts';
import type { Axis } from './axis.ts';
import { fitted, textWidth } from './measure.ts';
import { label, n, path, tooltip } from './picture.ts';
import type { Picture } from './picture.ts';

type Curve = Extract<Diagram, { kind: 'curve' }>;

const width = 640;
const height = 320;
const frame = { left: 62, right: 18, top: 34, bottom: 46 } as const;

/** Lines over a numeric axis, with marks. An axis that spans more than three decades is logarithmic and says so. */
export function curvePicture(diagram: Curve): Picture {
  const points = diagram.series.flatMap((series) => series.points);
  const xs = [...points.map(([x]) => x), ...diagram.marks.map(({ x }) => x)].filter(Number.isFinite);
  const ys = points.map(([, y]) => y).filter(Number.isFinite);
  if (xs.length === 0 || ys.length === 0)
    return { width, height: 60, body: label('No points to draw.', { x: 12, y: 34 }, 's') };
  const logarithmic = Math.min(...ys) > 0 && Math.max(...ys) / Math.min(...ys) > 1000;
  const x = linear(Math.min(...xs), Math.max(...xs), frame.left, width - frame.right);
  const y = logarithmic
    ? logarithm(Math.min(...ys), Math.max(...ys), height - frame.bottom, frame.top)
    : linear(Math.min(0, ...ys), Math.max(...ys), height - frame.bottom, frame.top);
  const body = [
    ...grid(x, y),
    label(oneLine(diagram.x), { x: (frame.left + width - frame.right) / 2, y: height - 8 }, 's i'),
    label(`${oneLine(diagram.y)}${logarithmic ? ' (logarithmic)' : ''}`, { x: 10, y: 14 }, 's'),
    ...diagram.series.map((series, index) => line(series, index, x, y)),
    ...diagram.marks.map((mark, index) => markText(mark, index, x)),
    ...(diagram.series.length > 1 ? legend(diagram) : []),
  ];
  return { width, height, body: body.join('') };
}

function grid(x: Axis, y: Axis): readonly string[] {
  const bottom = height - frame.bottom;
  return [
    ...y.ticks.map((tick) => path(`M${frame.left} ${n(y.at(tick))}H${width - frame.right}`, 'g')),
    ...y.ticks.map((tick) => label(tickText(tick), { x: frame.left - 8, y: y.at(tick) + 4 }, 's e')),
    ...x.ticks.map((tick) => label(tickText(tick), { x: x.at(tick), y: bottom + 17 }, 's i')),
    path(`M${frame.left} ${frame.top}V${bottom}H${width - frame.right}`, 'p'),
  ];
}

function line({ name, points }: Curve['series'][number], index: number, x: Axis, y: Axis): string {
  const d = points
    .filter((point) => point.every(Number.isFinite))
    .map(([px, py], position) => `${position === 0 ? 'M' : 'L'}${n(x.at(px))} ${n(y.at(py))}`)
    .join('');
  return d === '' ? '' : `<g>${tooltip(oneLine(name))}${path(d, `y${index % 4}`)}</g>`;
}

/** Labels of neighbouring marks are set at two heights, and on the side where there is room. */
function markText(mark: Curve['marks'][number], index: number, x: Axis): string {
  const at = x.at(mark.x);
  const text = fitted(oneLine(mark.label), 220, 11);
  const left = at + textWidth(text, 11) + 8 > width - frame.right;
  return `${path(`M${n(at)} ${frame.top}V${height - frame.bottom}`, 'p d')}${label(text, { x: left ? at - 5 : at + 5, y: frame.top + 11 + (index % 3) * 15 }, left ? 'l e' : 'l')}`;
}

function legend(diagram: Curve): readonly string[] {
  let right = width - frame.right;
  return diagram.series
    .map((series, index) => ({ name: fitted(oneLine(series.name), 180, 11), index }))
    .reverse()
    .flatMap(({ name, index }) => {
      right -= textWidth(name, 11) + 34;
      return [path(`M${n(right)} 12h18`, `y${index % 4}`), label(name, { x: right + 23, y: 16 }, 's')];
    });
}
