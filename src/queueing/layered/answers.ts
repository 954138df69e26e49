import type { Layers } from './askers.ts';
import { type Crowd, type CrowdResult, type SharedResource, shareResource } from './shared-resource.ts';
import { fewCallers } from './few-callers.ts';
import type { Flows } from './flows.ts';
import type { Link } from './links.ts';
import { canMeet, heldAt } from './interlock.ts';
import { tailedSpeed, type TailedSpeed } from './tails.ts';

/** Servers or places, and seconds of work done a second with so many requests there. */
interface MeetingPlace {
  readonly places: number;
  readonly capacity: (present: number) => number;
}

/** One shared resource with all who visit it, at one step of the fixed point. */
export interface Meeting {
  readonly key: string;
  readonly resource: MeetingPlace;
  readonly links: readonly Link[];
  readonly layers: Layers;
  readonly flows: Flows;
  /** Per entry and asker: see `heldAbove`. */
  readonly above: readonly Float64Array[];
  /** Speeds of resources that work on after their answers, from the step before; renewed here. */
  readonly speeds: Map<string, TailedSpeed>;
  /** Part of the way that answers go towards their new values. */
  readonly damping: number;
}

/** Answers of the resource are written to the links; returned are who is there, and the largest relative change. */
export function answer(meeting: Meeting): { present: Float64Array; moved: number } {
  const { links, layers, flows } = meeting;
  const limited = links.filter(({ arrivals, service }) => typeof arrivals !== 'number' && service > 0);
  const open = links.filter(({ arrivals, service }) => typeof arrivals === 'number' && service > 0);
  const flowTo = ({ asker, visits }: Link): number => (flows.ofAsker[asker] ?? 0) * visits;
  const speed = meeting.speeds.get(meeting.key);
  const crowds: Crowd[] = limited.map((link) => crowdOf(link, flowTo(link), meeting, speed));
  const outside = outsideOf(open, flowTo, speed !== undefined);
  if (outside !== undefined) crowds.push(outside);
  const held = limited.map((link) => heldAt(layers, link, flows.ofEntry, meeting.above));
  const none = new Float64Array(0);
  const meets = (one: number, other: number): number =>
    one < held.length && other < held.length ? canMeet(layers, held[one] ?? none, held[other] ?? none) : 1;
  const result = shareResource(sharedWith(meeting, speed), crowds, meets);
  renewSpeed(meeting, flowTo, result.arrivals);
  const corrections =
    outside === undefined
      ? correct(
          meeting,
          limited,
          meets,
          result.crowds.map(({ residence }) => residence),
        )
      : [];
  const moves = limited.map((link, at) =>
    move(link, result.crowds[at], corrections[at] ?? 1, meeting.damping),
  );
  const outer = result.crowds[limited.length];
  if (outer !== undefined && outside !== undefined)
    for (const link of open) moveOpen(link, outer, outside, speed !== undefined);
  return { present: result.present, moved: Math.max(0, ...moves) };
}

function crowdOf(link: Link, flow: number, { resource }: Meeting, speed: TailedSpeed | undefined): Crowd {
  const { arrivals, answered, residence, stretch } = link;
  return {
    arrivals,
    flow,
    service: speed !== undefined ? link.service * answered : link.service,
    stretch: (present) => stretch?.[Math.min(present, resource.places)] ?? 1,
    before: residence > 0 ? residence : undefined,
  };
}

/** Askers that are not limited are one crowd: their arrivals do not depend on who is there. */
function outsideOf(
  open: readonly Link[],
  flowTo: (link: Link) => number,
  isTailed: boolean,
): Crowd | undefined {
  const flow = open.reduce((sum, link) => sum + flowTo(link), 0);
  if (flow <= 0) return undefined;
  const mean = (value: (link: Link) => number): number =>
    open.reduce((sum, link) => sum + flowTo(link) * value(link), 0) / flow;
  const before = mean(({ residence }) => residence);
  return {
    arrivals: flow,
    flow,
    service: mean(({ service, answered }) => (isTailed ? service * answered : service)),
    stretch: () => 1,
    before: before > 0 ? before : undefined,
  };
}

function sharedWith({ resource }: Meeting, speed: TailedSpeed | undefined): SharedResource {
  const { places, capacity } = resource;
  const hasQueue = Number.isFinite(places);
  if (speed === undefined) return { capacity, served: (present) => Math.min(present, places), hasQueue };
  const last = speed.capacity.length - 1;
  return {
    capacity: (present) => speed.capacity[Math.min(present, last)] ?? 1,
    served: (present) => speed.served[Math.min(present, last)] ?? 1,
    hasQueue,
  };
}

function renewSpeed(meeting: Meeting, flowTo: (link: Link) => number, arrivals: Float64Array): void {
  const { key, resource, links, speeds } = meeting;
  const flow = links.reduce((sum, link) => sum + flowTo(link), 0);
  const mean = (value: (link: Link) => number): number =>
    links.reduce((sum, link) => sum + flowTo(link) * value(link), 0) / flow;
  const answered = mean((link) => link.service * link.answered);
  const after = mean((link) => link.service * (1 - link.answered));
  if (!(answered > 0) || !Number.isFinite(resource.places)) return;
  if (after > answered * 1e-9) {
    const renewed = tailedSpeed(
      { places: resource.places, answered, after, capacity: resource.capacity },
      arrivals,
    );
    if (renewed !== undefined) speeds.set(key, renewed);
  }
}

function move(link: Link, result: CrowdResult | undefined, correction: number, damping: number): number {
  if (result === undefined) return 0;
  let moved = 0;
  for (let j = 1; j < link.answers.length; j++) {
    const before = link.answers[j] ?? 0;
    const now = (result.answers[j] ?? 0) / correction || before;
    const mixed = Number.isFinite(before) && before > 0 ? before * (now / before) ** damping : now;
    if (mixed !== before)
      moved = Math.max(moved, Math.abs(mixed - before) / Math.max(Math.abs(mixed), Math.abs(before)));
    link.answers[j] = mixed;
  }
  link.residence = result.residence * correction;
  link.waiting = Math.max(0, result.waiting + link.residence - result.residence);
  return moved;
}

function moveOpen(link: Link, outer: CrowdResult, { service }: Crowd, isTailed: boolean): void {
  const served = outer.residence - outer.waiting;
  link.waiting = outer.waiting;
  link.residence =
    outer.waiting +
    (served * link.service * (isTailed ? link.answered : 1)) / service -
    (isTailed ? 0 : link.service * (1 - link.answered));
  link.answers[1] = 1 / link.residence;
}

/** Most callers whose order in the queue is followed. */
const few = 4;

/** By what the time of a call is longer when few callers are followed one by one. */
function correct(
  { resource: { places, capacity }, flows }: Meeting,
  limited: readonly Link[],
  meets: (one: number, other: number) => number,
  residences: readonly number[],
): readonly number[] {
  const counts = limited.map(({ answers }) => answers.length - 1);
  if (!Number.isFinite(places) || counts.reduce((a, b) => a + b, 0) > few) return [];
  if (capacity(places) < places * 0.999) return [];
  const hasTail = limited.some(({ answered }) => answered < 1);
  if (limited.length < 2 && !hasTail) return [];
  return limited.map((_, one) => {
    const callers = limited.flatMap((link, other) => {
      const count = counts[other] ?? 1;
      const part = other === one ? 1 : meets(one, other);
      const answered = link.service * link.answered;
      const away = count / ((flows.ofAsker[link.asker] ?? 0) * link.visits) - (link.residence || answered);
      const caller = {
        count,
        away: Math.max(away, 0) / part,
        answered,
        after: link.service - answered,
        scv: link.scv,
      };
      return part > 0 && Number.isFinite(caller.away) ? [{ other, caller }] : [];
    });
    const times = fewCallers(
      places,
      callers.map(({ caller }) => caller),
    );
    const time = times?.[callers.findIndex(({ other }) => other === one)];
    return time === undefined || !(time > 0) ? 1 : time / (residences[one] ?? time);
  });
}
