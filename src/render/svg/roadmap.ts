import type { Diagram, RoadmapStep } from '../../deliverables/diagram.ts';
import { oneLine } from '../visible.ts';
import { linear, tickText } from './axis.ts';
import { fitted } from './measure.ts';
import { label, n, path, rect, tooltip } from './picture.ts';
import type { Picture } from './picture.ts';

const width = 900;
const names = 300;
const row = 20;
const frame = { right: 18, top: 40, bottom: 44 } as const;

interface Bar {
  readonly step: RoadmapStep;
  readonly from: number;
  readonly to: number;
}

/**
 * The steps of a plan as bars on a line of days, one after another as one person would take them, each by the middle
 * of its range; a step of which no days are told is a mark without length.
 */
export function roadmapPicture({ steps }: Extract<Diagram, { kind: 'roadmap' }>): Picture {
  const bars: Bar[] = [];
  for (const step of steps) {
    const from = bars.at(-1)?.to ?? 0;
    bars.push({
      step,
      from,
      to: from + (step.days === undefined ? 0 : (step.days.low + step.days.high) / 2),
    });
  }
  const x = linear(0, Math.max(1, bars.at(-1)?.to ?? 0), names + 12, width - frame.right);
  const bottom = frame.top + bars.length * row;
  const body = [
    ...x.ticks.map((tick) => path(`M${n(x.at(tick))} ${frame.top}V${bottom}`, 'g')),
    ...x.ticks.map((tick) => label(tickText(tick), { x: x.at(tick), y: bottom + 17 }, 's i')),
    label(
      'person-days, one step after another, each by the middle of its range',
      { x: (names + 12 + width - frame.right) / 2, y: bottom + 36 },
      's i',
    ),
    ...bars.map((bar, index) => barOf(bar, frame.top + index * row, x.at)),
    ...legend(),
  ];
  return { width, height: bottom + frame.bottom, body: body.join('') };
}

function legend(): readonly string[] {
  return [
    rect({ x: names + 12, y: 12, width: 10, height: 10 }, 'bl'),
    label('step', { x: names + 27, y: 21 }, 's'),
    rect({ x: names + 82, y: 12, width: 10, height: 10 }, 'bh'),
    label('writes change hands', { x: names + 97, y: 21 }, 's'),
    path(`M${names + 232} 10V24`, 'p u'),
    label('no way back', { x: names + 242, y: 21 }, 's'),
  ];
}

function barOf({ step, from, to }: Bar, top: number, at: (value: number) => number): string {
  const { id, title, days, changesOwner, hasWayBack } = step;
  const left = at(from);
  const right = Math.max(at(to), left + 2);
  const range = days === undefined ? 'no days told' : `${days.low} to ${days.high} days`;
  const box = { x: left, y: top + 3, width: right - left, height: row - 7 };
  return [
    `<g>${tooltip(oneLine(`${id}: ${title}, ${range}`))}`,
    rect(box, changesOwner ? 'bh' : 'bl', 2),
    hasWayBack ? '' : path(`M${n(right)} ${top}V${top + row - 1}`, 'p u'),
    label(fitted(oneLine(title), names - 40, 11), { x: names, y: top + 14 }, 's e'),
    '</g>',
  ].join('');
}
