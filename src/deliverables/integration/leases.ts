import { lagLimit } from '../../artifacts/alerts.ts';
import { product, sum } from '../../model/amounts.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import type { Job } from '../../model/processes.ts';
import { quantityText } from '../../model/quantity.ts';

/** From the end of its time until a worker has stopped: a signal, a rollback, at most the grace of its platform. */
const stopping: Quantity = assumed(5, 's', 'a stopped worker rolls back and ends', 1, 30);

/** Message of the take and of the acknowledgement, each with its wait. */
const exchanges: Quantity = assumed(1, 's', 'two exchanges with the queue', 0.1, 2);

/** Clocks of worker and queue run apart by at most 500 parts in a million (RFC 5905, section 11.3: MAXFREQ). */
const drift = 500e-6;

/** Renewals a lease outlives: two may be lost. */
const renewals = 3;

/** How long what a worker has taken is hidden from the others. */
export type Lease =
  | { readonly kind: 'not known' }
  /** It runs by the clock: there is no queue that hands it out. */
  | { readonly kind: 'no queue' }
  /** A lock that the database frees when the connection ends, however long that takes. */
  | { readonly kind: 'lock' }
  | { readonly kind: 'time'; readonly hidden: Quantity }
  /** The worker renews it; it ends soon after the worker has. */
  | { readonly kind: 'renewed'; readonly hidden: Quantity; readonly every: Quantity };

/**
 * A lease is as long as its holder can still act: the longest attempt, the time to stop, the exchanges with the queue
 * and the drift of the clocks (Gray and Cheriton, Leases, SOSP 1989, section 2: the term a client counts on is shorter
 * than the server's by propagation, processing and clock uncertainty). Where that is longer than work may wait before
 * the alarm, a dead worker would raise it: then the lease is short and renewed.
 */
export function leaseOf({ kind, timeout }: Pick<Job, 'kind' | 'timeout'>): Lease {
  if (kind === 'relay') return { kind: 'lock' };
  if (kind === 'schedule') return { kind: 'no queue' };
  if (timeout === undefined) return { kind: 'not known' };
  const apart = product([['longest attempt', timeout]], 's', 'longest attempt × 500 ppm', drift);
  const hidden = sum(
    [
      ['longest attempt', timeout],
      ['stopping', stopping],
      ['take and acknowledge', exchanges],
      ['clocks', apart],
    ],
    's',
    'longest attempt + time to stop + two exchanges + drift of clocks',
  );
  if (hidden.value <= lagLimit) return { kind: 'time', hidden };
  const every = derived(lagLimit / 5 / renewals, 's', 'a third of the lease', []);
  const short = derived(lagLimit / 5, 's', 'a fifth of the wait that alarms', [
    quantityText({ value: lagLimit, unit: 's' }),
  ]);
  return { kind: 'renewed', hidden: short, every };
}
