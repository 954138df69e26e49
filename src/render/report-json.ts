import type { Origin, Quantity } from '../model/origin.ts';
import { rounded } from '../model/rounded.ts';
import type { ReportData } from './report-data.ts';
import { visible } from './visible.ts';

/**
 * The data of a report as compact JSON: `{"origins":[…],"data":{…}}`. Each origin is written once and named by
 * its number; a quantity is `{"q":[value, unit, origin, low, high]}`. Hidden characters are shown, and `<` is
 * escaped so that the text can stand inside a script element.
 */
export function encodeReport(data: ReportData): string {
  const origins: Origin[] = [];
  const numbers = new Map<string, number>();
  const number = (origin: Origin): number => {
    const text = JSON.stringify(origin);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, origins.length);
    origins.push(origin);
    return origins.length - 1;
  };
  const body = JSON.stringify(data, (key, value: unknown) => {
    if (typeof value === 'string') return visible(value);
    if (isQuantity(value)) return { q: packed(value, number(value.origin)) };
    return key === 'origin' && isOrigin(value) ? number(value) : value;
  });
  const places = JSON.stringify(origins, (_, value: unknown) =>
    typeof value === 'string' ? visible(value) : value,
  );
  return `{"origins":${places},"data":${body}}`.replaceAll('<', '\\u003c');
}

/** The inverse; runs in the page. */
export function decodeReport(text: string): ReportData {
  let origins: readonly Origin[] | undefined;
  const { data }: { readonly data: ReportData } = JSON.parse(text, (key, value) => {
    if (key === 'origins' && origins === undefined) origins = value;
    if (key === 'origin' && typeof value === 'number') return origins?.[value];
    return isPacked(value) ? unpacked(value.q, origins) : value;
  });
  return data;
}

type Packed = readonly [
  value: number,
  unit: Quantity['unit'],
  origin: number,
  low?: number | null,
  high?: number,
];

function packed(quantity: Quantity, origin: number): Packed {
  const { value, unit, low, high } = rounded(quantity);
  if (high !== undefined) return [value, unit, origin, low ?? null, high];
  return low === undefined ? [value, unit, origin] : [value, unit, origin, low];
}

function unpacked(
  [value, unit, number, low, high]: Packed,
  origins: readonly Origin[] | undefined,
): Quantity {
  const origin = origins?.[number] ?? { kind: 'assumed', because: 'the origin is missing in this file' };
  return {
    value,
    unit,
    origin,
    ...(low === undefined || low === null ? {} : { low }),
    ...(high === undefined ? {} : { high }),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOrigin = (value: unknown): value is Origin => isObject(value) && typeof value['kind'] === 'string';

const isQuantity = (value: unknown): value is Quantity =>
  isObject(value) &&
  typeof value['value'] === 'number' &&
  typeof value['unit'] === 'string' &&
  isOrigin(value['origin']);

const isPacked = (value: unknown): value is { readonly q: Packed } =>
  isObject(value) && Array.isArray(value['q']) && Object.keys(value).length === 1;
