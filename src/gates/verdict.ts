import type { GateId, GateVerdict } from './gate.ts';

interface Otherwise {
  readonly next: string;
  readonly returnTo: number;
  /** Set when there is nothing to judge from: the gate is then neither open nor shut. */
  readonly insufficient?: string;
}

/** Open only if something was checked and all of it passed. */
export function verdictOf(gate: GateId, checked: GateVerdict['checked'], otherwise: Otherwise): GateVerdict {
  const { next, returnTo, insufficient } = otherwise;
  const failed = checked.filter(({ passed }) => !passed);
  if (insufficient !== undefined || checked.length === 0) {
    const because = [insufficient ?? 'nothing was checked'];
    return { gate, state: 'insufficient-evidence', because, next, returnTo, checked };
  }
  if (failed.length === 0)
    return { gate, state: 'open', because: [`${checked.length} checks passed`], checked };
  const because = failed.map(({ item, detail }) => `${item}: ${detail}`);
  return { gate, state: 'shut', because, next, returnTo, checked };
}
