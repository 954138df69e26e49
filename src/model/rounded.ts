/**
 * Every number of a plain value with twelve significant digits. Engines differ in the last bits of `exp`, `log` and
 * `pow`; what is written down must not depend on the version of Node that computed it.
 */
export function rounded<T>(value: T): T;
export function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
  if (Array.isArray(value)) return value.map((part) => rounded(part));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rounded(part)]));
}
