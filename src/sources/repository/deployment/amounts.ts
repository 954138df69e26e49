import type { Origin, Quantity } from '../../../model/origin.ts';

const steps: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
  ti: 1024 ** 4,
};

/** `512Mi`, `1g`, `0.5 GB`; Compose's `m` and `g` are powers of 1024. */
export function bytesOf(text: string | undefined, origin: Origin, binary: boolean): Quantity | undefined {
  const [, number, unit = ''] = /^([\d.]+)\s*([A-Za-z]*)$/.exec(text ?? '') ?? [];
  const plain = unit.toLowerCase();
  const step = steps[binary && /^[kmg]b?$/.test(plain) ? `${plain.charAt(0)}i` : plain];
  if (number === undefined || step === undefined) return undefined;
  return { value: Number(number) * step, unit: 'bytes', origin };
}

/** `500m`, `0.5`, `2`. */
export function coresOf(text: string | undefined, origin: Origin): Quantity | undefined {
  const [, number, milli] = /^([\d.]+)(m?)$/.exec(text ?? '') ?? [];
  if (number === undefined) return undefined;
  return { value: milli === 'm' ? Number(number) / 1000 : Number(number), unit: 'vCPU', origin };
}
