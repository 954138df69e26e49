import { readFileSync } from 'node:fs';

/** Linux counts CPU time for users in hundredths of a second, on every architecture Node runs on (USER_HZ). */
export const ticksPerSecond = 100;

/** CPU seconds of the whole machine since it started. */
export interface MachineTime {
  readonly busy: number;
  /** Given by the hypervisor to other guests while this one wanted to run. */
  readonly stolen: number;
}

/** Undefined on systems without /proc. */
export function machineTime(text = readOrUndefined('/proc/stat')): MachineTime | undefined {
  const line = text?.split('\n').find((row) => row.startsWith('cpu '));
  if (line === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return {
    busy: (user + nice + system + irq + softirq) / ticksPerSecond,
    stolen: steal / ticksPerSecond,
  };
}

/** CPU seconds of this very process: the generator's share. */
export function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
