import { falseTravel } from '../../artifacts/detection/travel.ts';
import { drawer } from '../seeded.ts';
import { percent, proved, refuted, six } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { exponential } from './draws.ts';
import type { Draw } from './draws.ts';
import type { TravelRule } from './rules.ts';

/** Sign-ins of honest people that are played. */
const signIns = 400_000;
/** Difference of shares, relative, within which play and closed form agree. */
const agreement = 0.05;

/** Honest people who now and then seem to be elsewhere; and a stranger who signs in with the password of one of them. */
export function playTravel(rule: TravelRule, seed: number): Settled {
  const draw = drawer(seed);
  let before = draw() < rule.elsewhere;
  let alarms = 0;
  for (let at = 0; at < signIns; at += 1) {
    const now = draw() < rule.elsewhere;
    if ((before || now) && isTooFast(rule, draw, exponential(draw, rule.gap))) alarms += 1;
    before = now;
  }
  const share = alarms / signIns;
  const stated = falseTravel(rule);
  const strangers = Array.from({ length: 20_000 }, () => isTooFast(rule, draw, exponential(draw, rule.gap)));
  const found = strangers.filter(Boolean).length / strangers.length;
  const half = (1.96 * Math.sqrt(share * (1 - share))) / Math.sqrt(signIns);
  const apart = Math.abs(share - rule.stated.alone) - half;
  return {
    verdict:
      apart > agreement * rule.stated.alone
        ? refuted(`${rule.id}: ${percent(rule.stated.alone)} is stated, ${percent(share)} is played`)
        : proved,
    measurements: {
      'sign-ins played': signIns,
      'honest ones that look impossible': six(share),
      'half of the 95 % interval': six(half),
      'by the closed form': six(stated),
      'the same on a device that is new as well': six(share * rule.newDevice),
      'strangers elsewhere that are seen': six(found),
    },
    incomplete: [
      'how often addresses are placed wrongly is assumed; the share of false alarms grows with it in proportion',
      'a stranger near the person, or behind a tunnel that ends there, is not seen',
    ],
  };
}

const isTooFast = ({ speed, nearest, farthest }: TravelRule, draw: Draw, hours: number): boolean =>
  (nearest + (farthest - nearest) * draw()) / hours > speed;
