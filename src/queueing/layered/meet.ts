import type { Layers } from './contexts.ts';
import { type Crowd, type CrowdResult, type SharedResource, shareResource } from './crowds.ts';
import { fewCallers } from './few-callers.ts';
import { flowOf } from './flows.ts';
import type { Link } from './links.ts';
import { canMeet, heldAt } from './meetings.ts';
import { tailedSpeed, type TailedSpeed } from './tails.ts';

/** One shared resource with all who visit it, at one step of the fixed point. */
export interface Meeting {
  readonly key: string;
  readonly resource: SharedResource;
  readonly links: readonly Link[];
  readonly layers: Layers;
  readonly flows: Float64Array;
  /** Per entry and asker: see `heldAbove`. */
  readonly above: readonly Float64Array[];
  /** Speeds of resources that work on after their answers, from the step before; renewed here. */
  readonly speeds: Map<string, TailedSpeed>;
  /** Part of the way that answers go towards their new values. */
  readonly damping: number;
}

/** Answers of the resource are written to the links; returned are who is there, and the largest relative change. */
export function meet(meeting: Meeting): { present: Float64Array; moved: number } {
  const { links, layers, flows } = meeting;
  const limited = links.filter(({ arrivals, service }) => typeof arrivals !== 'number' && service > 0);
  const open = links.filter(({ arrivals, service }) => typeof arrivals === 'number' && service > 0);
  const flowTo = ({ asker, visits }: Link): number => flowOf(layers, flows, asker) * visits;
  const speed = meeting.speeds.get(meeting.key);
  const crowds: Crowd[] = limited.map((link) => crowdOf(link, flowTo(link), speed !== undefined));
  const outside = outsideOf(open, flowTo, speed !== undefined);
  if (outside !== undefined) crowds.push(outside);
  const held = limited.map((link) => heldAt(layers, link, flows, meeting.above));
  const none = new Float64Array(0);
  const meets = (one: number, other: number): number =>
    one < held.length && other < held.length ? canMeet(layers, held[one] ?? none, held[other] ?? none) : 1;
  const result = shareResource(sharedWith(meeting.resource, speed), crowds, meets);
  renewSpeed(meeting, flowTo, result.arrivals);
  const corrections =
    outside === undefined
      ? correct(
          meeting.resource,
          limited,
          meets,
          result.crowds.map(({ residence }) => residence),
        )
      : [];
  const moves = limited.map((link, at) =>
    move(link, result.crowds[at], corrections[at] ?? 1, meeting.damping),
  );
  const outer = result.crowds[limited.length];
  if (outer !== undefined && outside !== undefined) for (const link of open) moveOpen(link, outer, outside);
  return { present: result.present, moved: Math.max(0, ...moves) };
}

function crowdOf({ arrivals, service, answered }: Link, flow: number, isTailed: boolean): Crowd {
  return isTailed
    ? { arrivals, flow, service: service * answered, answered: 1 }
    : { arrivals, flow, service, answered };
}

/** Askers that are not limited are one crowd: their arrivals do not depend on who is there. */
function outsideOf(
  open: readonly Link[],
  flowTo: (link: Link) => number,
  isTailed: boolean,
): Crowd | undefined {
  const flow = open.reduce((sum, link) => sum + flowTo(link), 0);
  if (flow <= 0) return undefined;
  const service = open.reduce((sum, link) => sum + flowTo(link) * link.service, 0) / flow;
  const answered = open.reduce((sum, link) => sum + flowTo(link) * link.service * link.answered, 0) / flow;
  return isTailed
    ? { arrivals: flow, flow, service: answered, answered: 1 }
    : { arrivals: flow, flow, service, answered: answered / service };
}

function sharedWith(resource: SharedResource, speed: TailedSpeed | undefined): SharedResource {
  if (speed === undefined) return resource;
  const { capacity, served } = speed;
  const last = capacity.length - 1;
  return {
    places: resource.places,
    capacity: (present) => capacity[Math.min(present, last)] ?? 1,
    served: (present) => served[Math.min(present, last)] ?? 1,
  };
}

function renewSpeed(
  { key, resource, links, speeds }: Meeting,
  flowTo: (link: Link) => number,
  arrivals: Float64Array,
): void {
  const flow = links.reduce((sum, link) => sum + flowTo(link), 0);
  const answered = links.reduce((sum, link) => sum + flowTo(link) * link.service * link.answered, 0) / flow;
  const after =
    links.reduce((sum, link) => sum + flowTo(link) * link.service * (1 - link.answered), 0) / flow;
  if (!(after > answered * 1e-9) || !(answered > 0) || !Number.isFinite(resource.places)) return;
  const renewed = tailedSpeed(
    { places: resource.places, answered, after, capacity: resource.capacity },
    arrivals,
  );
  if (renewed !== undefined) speeds.set(key, renewed);
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
  link.waiting = result.waiting;
  return moved;
}

function moveOpen(link: Link, outer: CrowdResult, { service, answered }: Crowd): void {
  const served = outer.residence - outer.waiting;
  link.waiting = outer.waiting;
  link.residence = outer.waiting + (served * link.service * link.answered) / (service * answered);
  link.answers[1] = 1 / link.residence;
}

/** Most callers whose order in the queue is followed. */
const few = 4;

/** By what the time of a call is longer when few callers are followed one by one. */
function correct(
  { places, capacity }: SharedResource,
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
      const rate = (typeof link.arrivals === 'number' ? link.arrivals : (link.arrivals[0] ?? 0)) * part;
      const answered = link.service * link.answered;
      const caller = { count, away: count / rate, answered, after: link.service - answered, scv: 1 };
      return rate > 0 ? [{ other, caller }] : [];
    });
    const times = fewCallers(
      places,
      callers.map(({ caller }) => caller),
    );
    const time = times?.[callers.findIndex(({ other }) => other === one)];
    return time === undefined || !(time > 0) ? 1 : time / (residences[one] ?? time);
  });
}
