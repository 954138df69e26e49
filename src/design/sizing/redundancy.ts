import type { Brief, Pin } from '../../model/brief.ts';
import type { OptionShape } from '../../model/decision.ts';
import { pathParts } from './availability.ts';
import { objectiveFor, workFor } from './problem.ts';
import type { Problem } from './problem.ts';
import type { SizedOption, Standby } from './sized.ts';
import { noStream } from './streams.ts';
import type { Work } from './work.ts';
import { worstRecoveryPoint, worstRecoveryTime, zoneCounts } from './zones.ts';
import type { Spread, Zones } from './zones.ts';

/** How often things stand beside each other. */
export interface Redundancy extends Spread {
  readonly standby: Standby;
  /** Least number of application instances. */
  readonly least: number;
}

/** What the levels of an option depend on beside its objectives. */
export interface Levelled {
  readonly shape: OptionShape;
  /** Shards of its database, all of which a list may need. */
  readonly shards: number;
  /** It runs a cluster that works as long as most of its three nodes are up. */
  readonly majority: boolean;
}

const standbys: readonly Standby[] = ['none', 'asynchronous', 'synchronous'];

/**
 * A majority of three nodes outlives a zone only where each has its own: in two zones one of them holds two. A third zone
 * without instances to spare answers no more than a second. A standby stands in another zone than its primary.
 */
function spreads(
  { shape, majority }: Levelled,
  wanted: Zones | undefined,
  standby: Standby,
): readonly Spread[] {
  const fixed = shape.zones ?? wanted;
  return zoneCounts
    .filter((zones) => (fixed === undefined ? !(majority && zones === 2) : zones === fixed))
    .filter((zones) => zones > 1 || standby === 'none')
    .flatMap((zones) => {
      const third = zones === 3 && fixed === undefined && !majority;
      return (zones === 1 ? [false] : third ? [true] : [false, true]).map((spare) => ({ zones, spare }));
    });
}

const levelsWith = (levelled: Levelled, wanted: Zones | undefined, standby: Standby): readonly Redundancy[] =>
  spreads(levelled, wanted, standby).flatMap((spread) =>
    (standby === 'none' ? [1, 2] : [1, 2, 3]).map((least) => ({ standby, ...spread, least })),
  );

/**
 * Levels in which the objectives are kept with the fewest parts: the first standby that suffices, then each spread over
 * zones that does, with the fewest instances for it. None of them asks for more than another in everything, so that the
 * load decides which one costs least. They are judged with idle machines and so follow from the objectives alone; the
 * criteria judge the loaded ones.
 */
export function levelsFor(problem: Problem, levelled: Levelled, idle: SizedOption): readonly Redundancy[] {
  const wanted = pinnedZones(problem.brief)?.zones;
  const groups = standbys.map((standby) => levelsWith(levelled, wanted, standby));
  const recovering = groups.map((levels) => levels.filter((level) => recovers(problem, level)));
  const plain = recovering.slice(0, 2).some((levels) => levels.length > 0);
  const inTime = plain ? recovering.slice(0, 2) : recovering;
  const open = inTime.some((levels) => levels.length > 0)
    ? inTime
    : groups.filter((levels) => levels.length > 0).slice(-1);
  const judged = judgeLevels(problem, idle);
  let best: readonly Judged[] = [];
  for (const levels of open) {
    const kept = nearest(levels, judged);
    if (kept[0] !== undefined && (best[0] === undefined || isNearer(kept[0], best[0]))) best = kept;
    if (best[0]?.unmet === 0) break;
  }
  return best.map(({ level }) => level);
}

/** A decision of the brief on the number of zones. */
export function pinnedZones({ pins }: Pick<Brief, 'pins'>): PinnedZones | undefined {
  const pin = pins.find(({ topic }) => /^(availability[- ])?zones?$/i.test(topic));
  const zones = zoneCounts.find((count) => pin !== undefined && Number.parseInt(pin.choose, 10) === count);
  return pin === undefined || zones === undefined ? undefined : { pin, zones };
}

export interface PinnedZones {
  readonly pin: Pin;
  readonly zones: Zones;
}

interface Judged {
  readonly level: Redundancy;
  readonly unmet: number;
  /** Sum of what is missing to the availabilities asked for. */
  readonly short: number;
}

/** Two seconds of a month more are not worth another level where the objective is missed anyway. */
const worthwhile = 1e-6;

const isNearer = (a: Judged, b: Judged): boolean =>
  a.unmet < b.unmet || (a.unmet === b.unmet && a.short < b.short - worthwhile);

/** Whether a level asks for no less than another in zones, spare and instances. */
const isDemanding = (level: Redundancy, other: Redundancy): boolean =>
  other.zones <= level.zones &&
  other.least <= level.least &&
  (!other.spare || (level.spare && other.zones === level.zones));

/** The levels of one standby that come nearest to the objectives, none of which is more demanding than another. */
function nearest(levels: readonly Redundancy[], judge: (level: Redundancy) => Judged): readonly Judged[] {
  let best: readonly Judged[] = [];
  for (const level of levels) {
    if (best.some((one) => one.unmet === 0 && isDemanding(level, one.level))) continue;
    const judged = judge(level);
    const [first] = best;
    if (first === undefined || isNearer(judged, first)) best = [judged];
    else if (!isNearer(first, judged) && !best.some((one) => isDemanding(level, one.level)))
      best = [...best, judged];
  }
  return best;
}

/** An availability that some work has to reach; work on equal paths with equal limits is asked for once. */
interface Required {
  readonly work: Work;
  readonly limit: number;
}

function judgeLevels(problem: Problem, option: SizedOption): (level: Redundancy) => Judged {
  const required = new Map<string, Required & { count: number }>();
  for (const work of workFor(problem, option.shape)) {
    const limit = work.interactive
      ? objectiveFor(problem.objectives, work.workload, 'availability')?.availability.value
      : undefined;
    if (limit === undefined) continue;
    const key = [
      limit,
      ...pathParts(problem, option, work).flatMap(({ container, availability }) => [container, availability]),
    ].join();
    const known = required.get(key);
    if (known === undefined) required.set(key, { work, limit, count: 1 });
    else known.count += 1;
  }
  return (level) => {
    const at = {
      ...option,
      ...level,
      units: option.units.map((unit) => ({ ...unit, instances: level.least })),
    };
    let unmet = 0;
    let short = 0;
    for (const { work, limit, count } of required.values()) {
      const found = pathParts(problem, at, work).reduce((product, part) => product * part.availability, 1);
      if (found >= limit) continue;
      unmet += count;
      short += count * (limit - found);
    }
    return { level, unmet, short };
  };
}

/** The machines of a layout with nothing to do. */
export const idleUnits = ({ streams }: Pick<SizedOption, 'streams'>): SizedOption['units'] =>
  streams.layout.units.map((unit) => ({
    id: unit.id,
    unit,
    stream: noStream,
    background: 0,
    cores: 2,
    instances: 1,
  }));

const recovers = ({ rpo, rto }: Problem, { standby, zones }: Redundancy): boolean =>
  worstRecoveryPoint(standby, zones) <= (rpo?.value ?? Infinity) &&
  worstRecoveryTime(standby, zones) <= (rto?.value ?? Infinity);
