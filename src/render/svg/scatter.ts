import type { Diagram } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { linear, logarithm, tickText } from './axis.ts';
import type { Axis } from './axis.ts';
import { fitted, textWidth } from './measure.ts';
import { label, n, path, tooltip } from './picture.ts';
import type { Picture } from './picture.ts';

type Scatter = Extract<Diagram, { kind: 'scatter' }>;
type Dot = Scatter['points'][number];

const width = 640;
const height = 380;
const frame = { left: 62, right: 18, top: 44, bottom: 46 } as const;

/** Values that differ by more than this are set on a logarithmic axis. */
const wide = 20;

/** Points by two figures, the front joined by steps: left of and below a corner there is nothing. */
export function scatterPicture(diagram: Scatter): Picture {
  const dots = diagram.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (dots.length === 0)
    return { width, height: 60, body: label('No points to draw.', { x: 12, y: 34 }, 's') };
  const x = axis(
    dots.map((dot) => dot.x),
    frame.left,
    width - frame.right,
  );
  const values = [...dots.map((dot) => dot.y), ...(diagram.limit === undefined ? [] : [diagram.limit.y])];
  const y = axis(values, height - frame.bottom, frame.top);
  const drawnLast = dots.toSorted((a, b) => rank(a) - rank(b));
  const body = [
    ...grid(x, y),
    label(
      `${oneLine(diagram.x)}${x.logarithmic ? ' (logarithmic)' : ''}`,
      { x: (frame.left + width - frame.right) / 2, y: height - 8 },
      's i',
    ),
    label(`${oneLine(diagram.y)}${y.logarithmic ? ' (logarithmic)' : ''}`, { x: 10, y: 14 }, 's'),
    limitLine(diagram, y),
    path(frontLine(dots, x, y), 'y0'),
    ...drawnLast.map((dot) => point(dot, x, y)),
    ...labels(drawnLast, x, y),
    ...legend(dots),
  ];
  return { width, height, body: body.join('') };
}

type Scale = Axis & { readonly logarithmic: boolean };

function axis(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const logarithmic = low > 0 && high / low > wide;
  return {
    ...(logarithmic ? logarithm(low, high, from, to) : linear(Math.min(0, low), high, from, to)),
    logarithmic,
  };
}

const rank = ({ state, front }: Dot): number =>
  state === 'chosen' ? 3 : front ? 2 : state === 'possible' ? 1 : 0;

function grid(x: Axis, y: Axis): readonly string[] {
  const bottom = height - frame.bottom;
  return [
    ...y.ticks.map((tick) => path(`M${frame.left} ${n(y.at(tick))}H${width - frame.right}`, 'g')),
    ...y.ticks.map((tick) => label(tickText(tick), { x: frame.left - 8, y: y.at(tick) + 4 }, 's e')),
    ...x.ticks.map((tick) => label(tickText(tick), { x: x.at(tick), y: bottom + 17 }, 's i')),
    path(`M${frame.left} ${frame.top}V${bottom}H${width - frame.right}`, 'p'),
  ];
}

function limitLine({ limit }: Scatter, y: Axis): string {
  if (limit === undefined) return '';
  const at = y.at(limit.y);
  return `${path(`M${frame.left} ${n(at)}H${width - frame.right}`, 'p u')}${label(oneLine(limit.label), { x: width - frame.right, y: at - 5 }, 'l e')}`;
}

/** From the cheapest corner to the fastest: to the right at the height of the last, then down. */
function frontLine(dots: readonly Dot[], x: Axis, y: Axis): string {
  return dots
    .filter(({ front }) => front)
    .toSorted((a, b) => a.x - b.x || b.y - a.y)
    .map((dot, index) =>
      index === 0 ? `M${n(x.at(dot.x))} ${n(y.at(dot.y))}` : `H${n(x.at(dot.x))}V${n(y.at(dot.y))}`,
    )
    .join('');
}

const classOf = ({ state, front }: Dot): string =>
  state === 'chosen' ? 'oc' : front || state === 'possible' ? 'of' : 'o';

function point(dot: Dot, x: Axis, y: Axis): string {
  const radius = dot.state === 'chosen' ? 7 : dot.front ? 5.5 : 4;
  return `<circle cx="${n(x.at(dot.x))}" cy="${n(y.at(dot.y))}" r="${radius}" class="${classOf(dot)}">${tooltip(oneLine(dot.name))}</circle>`;
}

/** The most important label first; one that would cover another is left to the pointer and the table. */
function labels(dots: readonly Dot[], x: Axis, y: Axis): readonly string[] {
  const taken: { readonly left: number; readonly right: number; readonly y: number }[] = [];
  return dots.toReversed().flatMap((dot) => {
    if (dot.label === undefined) return [];
    const text = fitted(oneLine(dot.label), 380, 11);
    const at = { x: x.at(dot.x), y: y.at(dot.y) };
    const length = textWidth(text, 11);
    const end = at.x + 12 + length > width - frame.right;
    const left = end ? at.x - 10 - length : at.x + 10;
    const level = [-13, 22, -27, 36]
      .map((shift) => at.y + shift)
      .find((line) =>
        taken.every(
          (other) => left > other.right || left + length < other.left || Math.abs(line - other.y) > 12,
        ),
      );
    if (level === undefined) return [];
    taken.push({ left, right: left + length, y: level });
    return [label(text, { x: end ? at.x - 10 : at.x + 10, y: level }, end ? 'l e' : 'l')];
  });
}

const kinds: readonly (readonly [className: string, words: string, has: (dot: Dot) => boolean])[] = [
  ['oc', 'chosen', ({ state }) => state === 'chosen'],
  ['of', 'meets every criterion', ({ state }) => state === 'possible'],
  ['o', 'misses a criterion', ({ state }) => state === 'refused'],
];

function legend(dots: readonly Dot[]): readonly string[] {
  let left = frame.left;
  return kinds
    .filter(([, , has]) => dots.some(has))
    .flatMap(([className, words]) => {
      const at = left;
      left += textWidth(words, 11) + 34;
      return [
        `<circle cx="${n(at + 6)}" cy="30" r="5" class="${className}"/>`,
        label(words, { x: at + 16, y: 34 }, 's'),
      ];
    });
}
