import type { Workload } from '../../model/brief.ts';
import type { Gap, Quantity } from '../../model/origin.ts';
import { plain } from '../quantities.ts';

export interface Shares {
  /** Share in force by workload id. */
  readonly shares: ReadonlyMap<string, Quantity>;
  /** Workloads of packs whose operation the brief gives a share of its own. */
  readonly superseded: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

/** Stated by the user, as opposed to brought by a pack. */
const isGiven = (workload: Workload): boolean => workload.share?.origin.kind === 'given';

/**
 * Which part of all requests each workload is. Shares the user stated hold as they are; shares that packs bring are
 * scaled into what remains, so that the parts never exceed the whole. A workload with users of its own and no share
 * is all of its users' requests.
 */
export function sharesInForce(workloads: readonly Workload[]): Shares {
  const interactive = workloads.filter((workload) => workload.every === undefined);
  const given = interactive.filter(isGiven);
  const stated = new Set(given.map(({ operation }) => operation));
  const brought = interactive.filter(
    (workload) => workload.share !== undefined && !isGiven(workload) && !stated.has(workload.operation),
  );
  const replaced = interactive.filter((workload) => !isGiven(workload) && stated.has(workload.operation));
  const givenTotal = sum(given);
  const broughtTotal = sum(brought);
  const room = Math.max(0, 1 - givenTotal);
  const scale = broughtTotal > room || given.length === 0 ? ratio(room, broughtTotal) : 1;
  const shares = new Map<string, Quantity>();
  for (const workload of given) if (workload.share) shares.set(workload.id, workload.share);
  for (const workload of brought)
    if (workload.share && scale > 0) shares.set(workload.id, scaled(workload.share, scale, givenTotal));
  const superseded = new Set(replaced.map(({ id }) => id));
  return {
    shares,
    superseded,
    gaps: scale > 0 ? [] : brought.map((workload) => withoutShare(workload, givenTotal)),
  };
}

const sum = (workloads: readonly Workload[]): number =>
  workloads.reduce((total, workload) => total + (workload.share?.value ?? 0), 0);

const ratio = (room: number, wanted: number): number => (wanted === 0 || room < 1e-9 ? 0 : room / wanted);

function scaled(share: Quantity, scale: number, given: number): Quantity {
  if (Math.abs(scale - 1) < 1e-9) return share;
  const from = [
    `share ${plain(share.value * 100)} % of its pack`,
    `${plain(given * 100)} % stated in the brief`,
  ];
  return {
    value: share.value * scale,
    unit: 'ratio',
    origin: { kind: 'derived', rule: 'shares of packs are scaled into what the brief leaves', from },
    ...(share.low !== undefined && { low: share.low * scale }),
    ...(share.high !== undefined && { high: share.high * scale }),
  };
}

function withoutShare(workload: Workload, given: number): Gap {
  return {
    kind: 'workload-without-share',
    subject: workload.id,
    why: `The shares stated in the brief already make up ${plain(given * 100)} % of all requests, so ${workload.operation} gets no rate. State its share if it matters.`,
    origin: workload.origin,
  };
}
