import { figures, valueOf } from '../capacity/figures.ts';
import type { FigureName } from '../capacity/figures.ts';
import type { OptionShape } from '../../model/decision.ts';
import type { Standby } from './sized.ts';

export type Zones = NonNullable<OptionShape['zones']>;

export const zoneCounts: readonly Zones[] = [1, 2, 3];

/** How an option stands in the zones of its region. */
export interface Spread {
  readonly zones: Zones;
  /** Instances are so many that without a whole zone the others carry the peak. */
  readonly spare: boolean;
}

/** At which end of their ranges the figures are taken. */
export type Level = 'value' | 'low' | 'high';

export const figureAt = (name: FigureName, level: Level): number =>
  level === 'value' ? valueOf(name) : figures[name][level];

/** Instances that are lost with the fullest zone; they are dealt out to the zones in turn. */
export const lostWithZone = (instances: number, zones: Zones): number => Math.ceil(instances / zones);

/** The fewest instances in several zones of which `needed` are left when the fullest zone is lost. */
export const instancesWithSpareZone = (needed: number, zones: Zones): number =>
  Math.ceil((needed * zones) / (zones - 1) - 1e-9);

/**
 * Part of the requests that the loss of zones leaves answered. A zone is away 1 − a of the time, in outages of D: in one
 * zone all of that is felt. In several each takes its part of the instances with it, and all of them together as much as
 * one: felt is, of each D, the time T until what was lost is replaced, 1 − (1 − a) × T / D. T is nothing for instances
 * where the other zones carry the peak, and for a database with a standby, whose own figure holds its fail-over; without
 * one it is restored in another zone. Two zones lost at once are not counted: what a region shares is in the figure of the
 * gateway.
 */
export function zonesAvailability(
  { zones, spare }: Spread,
  standby: Standby,
  level: Level = 'value',
): number {
  const away = 1 - figureAt('zoneAvailability', level);
  if (zones === 1) return 1 - away;
  const slow: Level = level === 'low' ? 'high' : level === 'high' ? 'low' : 'value';
  const replaced = spare ? 0 : figureAt('zoneReplacement', slow);
  const restored = standby === 'none' ? figureAt('recoveryTimeSingle', slow) : 0;
  return 1 - away * Math.min(1, (replaced + restored) / figureAt('zoneOutage', level));
}

/** Data that may be lost with a machine of the primary, in seconds. */
export const recoveryPoint = (standby: Standby): number =>
  standby === 'synchronous'
    ? 0
    : valueOf(standby === 'asynchronous' ? 'recoveryPointStandby' : 'recoveryPointSingle');

/** Seconds until a primary answers again whose machine was lost. */
export const recoveryTime = (standby: Standby): number =>
  valueOf(standby === 'none' ? 'recoveryTimeSingle' : 'recoveryTimeStandby');

/** The same with the loss of a zone: who has only one waits for it, and has the log archived outside of it. */
export const worstRecoveryPoint = (standby: Standby, zones: Zones): number =>
  zones === 1 ? Math.max(recoveryPoint(standby), valueOf('recoveryPointSingle')) : recoveryPoint(standby);

export const worstRecoveryTime = (standby: Standby, zones: Zones): number =>
  zones === 1 ? Math.max(recoveryTime(standby), valueOf('zoneOutage')) : recoveryTime(standby);
