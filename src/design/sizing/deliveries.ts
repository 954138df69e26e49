import type { Operation } from '../../model/domain.ts';
import { eventsOf } from '../../model/happenings.ts';
import { valueOf } from '../capacity/figures.ts';
import type { Domain } from '../domain.ts';
import type { DeferredWork } from './work.ts';

/**
 * One delivery for each consumer of each event: relay, check for a duplicate, effect. An event that no operation is
 * found for costs nothing here: its rate is not known.
 */
export const deliveriesOf = (domain: Domain, operation: Operation): readonly DeferredWork[] =>
  eventsOf(domain, operation).flatMap(({ consumers }) =>
    consumers.map(({ context }) => ({
      context,
      cpu: valueOf('deliveryCpu'),
      database: valueOf('deliveryDatabase'),
      remote: [],
      delivery: true,
    })),
  );
