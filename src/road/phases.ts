import type { PhaseRecord } from '../gates/gate.ts';

export interface Check {
  readonly check: string;
  readonly passed: boolean;
  readonly detail: string;
  /** A failed essential check stops the road; any other lets it go on with warnings. */
  readonly essential: boolean;
}

/** What a phase hands on, and what its embedded validation says of it. */
export interface PhaseResult<T> {
  readonly value: T;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly checks: readonly Check[];
}

/** Thrown by a phase whose essential check failed; carries the records so that the stop can be told. */
export class RoadStopped extends Error {
  readonly records: readonly PhaseRecord[];
  constructor(message: string, records: readonly PhaseRecord[]) {
    super(message);
    this.name = 'RoadStopped';
    this.records = records;
  }
}

export interface RoadLog {
  readonly phase: <T>(
    number: PhaseRecord['number'],
    name: string,
    walk: () => PhaseResult<T> | Promise<PhaseResult<T>>,
  ) => Promise<T>;
  readonly records: () => readonly PhaseRecord[];
}

/** Keeps one record per phase; `announce` is called before each, for progress on stderr. */
export function startRoadLog(announce: (line: string) => void): RoadLog {
  const records: PhaseRecord[] = [];
  return {
    records: () => [...records],
    phase: async (number, name, walk) => {
      announce(`${number}/8 ${name}`);
      const { value, inputs, outputs, checks } = await walk();
      const failed = checks.filter(({ passed }) => !passed);
      const stop = failed.find(({ essential }) => essential);
      const state = stop !== undefined ? 'failed' : failed.length > 0 ? 'passed-with-warnings' : 'passed';
      const told = checks.map(({ check, passed, detail }) => ({ check, passed, detail }));
      records.push({ number, name, inputs, outputs, checks: told, state });
      if (stop !== undefined)
        throw new RoadStopped(`phase ${number} (${name}) stopped: ${stop.check}: ${stop.detail}`, records);
      return value;
    },
  };
}
