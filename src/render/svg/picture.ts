import { escapeXml } from '../visible.ts';

/** A finished drawing without its frame: the inside of an <svg> of this size, in user units (CSS pixels). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Half pixels are enough for the eye and keep the file short. */
export const n = (value: number): string => String(Math.round(value * 2) / 2);

export const rect = (box: Box, className: string, radius = 0): string =>
  `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}"${radius === 0 ? '' : ` rx="${radius}"`} class="${className}"/>`;

export const label = (text: string, at: Point, className: string): string =>
  text === ''
    ? ''
    : `<text x="${n(at.x)}" y="${n(at.y)}"${className === '' ? '' : ` class="${className}"`}>${escapeXml(text)}</text>`;

export const path = (d: string, className: string): string => `<path d="${d}" class="${className}"/>`;

export const tooltip = (text: string): string => `<title>${escapeXml(text)}</title>`;

/** A line through the points with rounded corners; made for right angles, right for any. */
export function rounded(points: readonly Point[], radius = 6): string {
  return points.map((point, index) => corner(point, points[index - 1], points[index + 1], radius)).join('');
}

function corner(point: Point, before: Point | undefined, after: Point | undefined, radius: number): string {
  if (before === undefined) return `M${n(point.x)} ${n(point.y)}`;
  if (after === undefined) return `L${n(point.x)} ${n(point.y)}`;
  const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
  const enter = towards(point, before, r);
  const leave = towards(point, after, r);
  return `L${n(enter.x)} ${n(enter.y)}Q${n(point.x)} ${n(point.y)} ${n(leave.x)} ${n(leave.y)}`;
}

/** A filled head whose tip is the last point of the line. */
export function arrowHead(points: readonly Point[], size = 8): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return '';
  const base = towards(tip, before, size);
  const [dx, dy] = [(tip.x - base.x) * 0.42, (tip.y - base.y) * 0.42];
  return `<path d="M${n(tip.x)} ${n(tip.y)}L${n(base.x - dy)} ${n(base.y + dx)}L${n(base.x + dy)} ${n(base.y - dx)}z" class="a"/>`;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** The point `by` away from `from` in the direction of `to`. */
export function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}
