import type { Origin, Quantity, Unit } from '../model/origin.ts';

/** A number as a person reads it, split so that a range can share the unit: `20`–`60 s`. */
interface Scaled {
  readonly number: string;
  readonly unit: string;
}

/** `20 s`, `1.2 MB`, `99.95 %`: three significant digits, counted things below 10,000 exactly. */
export function quantityText(quantity: Pick<Quantity, 'value' | 'unit'>): string {
  return join(scaled(quantity.value, quantity.unit));
}

/** `5–60 s`, or nothing when the quantity has no range. An open end says so. */
export function rangeText(quantity: Quantity): string {
  const { low, high, unit } = quantity;
  if (low === undefined && high === undefined) return '';
  if (low === undefined) return `up to ${join(scaled(high ?? 0, unit))}`;
  if (high === undefined) return `from ${join(scaled(low, unit))}`;
  const from = scaled(low, unit);
  const to = scaled(high, unit);
  return from.unit === to.unit ? `${from.number}–${join(to)}` : `${join(from)}–${join(to)}`;
}

/** Everything at once: `assumed 20 s (5–60 s)`, `default 2 ms`, `480 requests/s`. */
export function quantityWords(quantity: Quantity): string {
  const range = rangeText(quantity);
  const text = `${quantityText(quantity)}${range === '' ? '' : ` (${range})`}`;
  const { kind } = quantity.origin;
  return kind === 'assumed' || kind === 'default' ? `${kind} ${text}` : text;
}

/** Where a value came from, as one sentence without a full stop. */
export function originWords(origin: Origin): string {
  switch (origin.kind) {
    case 'read':
      return `read in ${origin.file}:${origin.line}${origin.column === undefined ? '' : `:${origin.column}`}`;
    case 'catalog':
      return `read in the database catalogue: ${origin.object}`;
    case 'given':
      return `given${origin.path === '' ? '' : ` as ${origin.path}`}${givenPlace(origin)}${origin.text === undefined ? '' : `: "${origin.text}"`}`;
    case 'derived':
      return `derived by ${origin.rule}${origin.from.length === 0 ? '' : ` from ${origin.from.join('; ')}`}`;
    case 'default':
      return `default of ${origin.pack}@${origin.version}${origin.path === undefined ? '' : ` (${origin.path})`}`;
    case 'assumed':
      return `assumed: ${origin.because}`;
  }
}

function givenPlace(origin: Extract<Origin, { kind: 'given' }>): string {
  if (origin.file === undefined) return '';
  return ` in ${origin.file}${origin.line === undefined ? '' : `:${origin.line}`}`;
}

const join = ({ number, unit }: Scaled): string =>
  unit === '' || unit === '×' ? `${number}${unit}` : `${number} ${unit}`;

function scaled(value: number, unit: Unit): Scaled {
  if (!Number.isFinite(value)) return { number: value > 0 ? 'unbounded' : 'unknown', unit: '' };
  switch (unit) {
    case 'ms':
      return time(value / 1000);
    case 's':
      return time(value);
    case 'days':
      return { number: counted(value), unit: plural(value, 'day') };
    case 'bytes':
      return bytes(value, '');
    case 'bytes/s':
      return bytes(value, '/s');
    case 'ratio':
      return { number: percent(value), unit: '%' };
    case 'x':
      return { number: significant(value), unit: '×' };
    case 'rows':
    case 'users':
      return { number: large(value), unit: plural(value, unit.slice(0, -1)) };
    case 'requests/s':
    case 'rows/s':
    case 'rows/year':
      return { number: large(value), unit };
    case 'instances':
    case 'connections':
      return { number: counted(value), unit: plural(value, unit.slice(0, -1)) };
    case 'people':
      return { number: counted(value), unit: value === 1 ? 'person' : 'people' };
    case 'count':
      return { number: counted(value), unit: '' };
    case 'vCPU':
    case 'EUR':
    case 'EUR/month':
    case 'cost units':
      return { number: counted(value), unit };
  }
}

const plural = (value: number, word: string): string => (value === 1 ? word : `${word}s`);

/** Three significant digits without an exponent, thousands grouped by comma. */
function significant(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  const decimals = Math.min(12, Math.max(0, 2 - magnitude));
  return grouped(rounded.toFixed(decimals).replace(/\.?0+$/, (zeros) => (decimals === 0 ? zeros : '')));
}

const grouped = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.');
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? parts : `${parts}.${fraction}`;
};

/** Things one counts: exact while a reader can still count them. */
const counted = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 10_000 ? grouped(String(value)) : significant(value);

/** `8,330` in full, then `100k`, `1.23M`, `5B`. */
function large(value: number): string {
  const size = Math.abs(Number(value.toPrecision(3)));
  if (size < 10_000) return counted(value);
  if (size < 1e6) return `${significant(value / 1e3)}k`;
  if (size < 1e9) return `${significant(value / 1e6)}M`;
  return `${significant(value / 1e9)}B`;
}

/** Decimal (SI) prefixes, as storage and network vendors count. */
function bytes(value: number, per: string): Scaled {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const size = Math.abs(Number(value.toPrecision(3)));
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  return { number: significant(value / 1000 ** step), unit: `${units[step] ?? 'B'}${per}` };
}

const timeSteps: readonly (readonly [from: number, seconds: number, unit: string])[] = [
  [2 * 365 * 86_400, 365 * 86_400, 'years'],
  [365 * 86_400, 365 * 86_400, 'year'],
  [2 * 86_400, 86_400, 'days'],
  [86_400, 86_400, 'day'],
  [3600, 3600, 'h'],
  [120, 60, 'min'],
  [1, 1, 's'],
  [1e-3, 1e-3, 'ms'],
  [0, 1e-6, 'µs'],
];

function time(seconds: number): Scaled {
  if (seconds === 0) return { number: '0', unit: 's' };
  const size = Math.abs(Number(seconds.toPrecision(3)));
  const [, step, unit] = timeSteps.find(([from]) => size >= from) ?? [0, 1, 's'];
  const number = significant(seconds / step);
  return { number, unit: number !== '1' && (unit === 'day' || unit === 'year') ? `${unit}s` : unit };
}

/**
 * Percent. Close to one, what matters is the part that is missing: 0.9995 is `99.95`, not `100`; two
 * significant digits of the complement are kept.
 */
function percent(ratio: number): string {
  if (ratio > 0.9 && ratio < 1) {
    const missing = Number(((1 - ratio) * 100).toPrecision(2));
    return (100 - missing).toFixed(Math.max(0, 1 - Math.floor(Math.log10(missing)))).replace(/\.?0+$/, '');
  }
  return significant(ratio * 100);
}
