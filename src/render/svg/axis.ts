/** Values of a diagram on a line of its frame, with the values that are written beside it. */
export interface Axis {
  readonly ticks: readonly number[];
  readonly at: (value: number) => number;
}

export function linear(low: number, high: number, from: number, to: number): Axis {
  const step = niceStep((high - low) / 5 || Math.abs(high) || 1);
  const first = Math.floor(low / step) * step;
  const last = Math.max(first + step, Math.ceil(high / step - 1e-9) * step);
  const count = Math.round((last - first) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) =>
    Number((first + index * step).toPrecision(12)),
  );
  return { ticks, at: (value) => from + ((value - first) / (last - first)) * (to - from) };
}

export function logarithm(low: number, high: number, from: number, to: number): Axis {
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number((10 ** (first + index)).toPrecision(3)),
  );
  return { ticks, at: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from) };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${Number((value / 1e9).toPrecision(3))}B`;
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(4)));
}
