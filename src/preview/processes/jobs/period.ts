import { duration } from '../back-off.ts';

const day = 86_400_000;

/**
 * Beginning of the period that a moment is in, ms: `every 10 s` since 1970, `daily at 02:30 UTC` since the last 02:30.
 * Undefined = the words are not understood.
 */
export function periodOf(schedule: string, at: number): number | undefined {
  const every = duration(/^every (\d+ ?[a-z]+)/.exec(schedule)?.[1] ?? '');
  if (every !== undefined) return Math.floor(at / every) * every;
  const [, hour, minute] = /^daily at (\d\d):(\d\d) UTC/.exec(schedule) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const offset = (Number(hour) * 60 + Number(minute)) * 60_000;
  return Math.floor((at - offset) / day) * day + offset;
}
