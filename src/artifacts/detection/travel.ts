import { assumed } from '../../model/origin.ts';

/** How honest people sign in, as far as distance and time go; all of it is assumed and to be replaced by counts. */
export const travel = {
  /** km/h: faster than airliners fly. */
  speed: 1000,
  /** km: nearer places are not looked at. */
  nearest: 500,
  /** km: half of the way round the world is 20,000; most networks end nearer. */
  farthest: 12_000,
  elsewhere: assumed(
    0.02,
    'ratio',
    'sign-ins whose address is placed wrongly: tunnels, mobile networks, errors of the address table',
    0.005,
    0.05,
  ),
  gap: assumed(20 * 3600, 's', 'between two sign-ins of a person', 8 * 3600, 72 * 3600),
  newDevice: assumed(0.03, 'ratio', 'sign-ins from a device that was not seen before', 0.01, 0.08),
} as const;

/** What the closed form is made of: a speed in km/h, a share, a mean gap in hours, distances in km. */
export interface TravelHabits {
  readonly speed: number;
  readonly elsewhere: number;
  readonly gap: number;
  readonly nearest: number;
  readonly farthest: number;
}

/**
 * Share of honest sign-ins that look as if nobody could have travelled so fast: one of two in a row, or both, are placed
 * elsewhere, and less time lies between than the distance takes. With gaps exponential of mean τ and distances uniform
 * on [a, b], P(gap < D/v) = 1 − vτ/(b − a) · (e^(−a/vτ) − e^(−b/vτ)).
 */
export function falseTravel({ speed, elsewhere, gap, nearest, farthest }: TravelHabits): number {
  const reach = speed * gap;
  const inTime =
    1 - (reach / (farthest - nearest)) * (Math.exp(-nearest / reach) - Math.exp(-farthest / reach));
  return (2 * elsewhere * (1 - elsewhere) + elsewhere * elsewhere) * inTime;
}
