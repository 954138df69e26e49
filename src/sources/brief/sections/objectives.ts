import type { Objective } from '../../../model/brief.ts';
import {
  childOf,
  openAny,
  openMap,
  originOf,
  parsedAt,
  parts,
  quantityAt,
  some,
  wordAt,
} from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Node } from '../tree.ts';
import { quantity } from '../values/amount.ts';
import { parseRate } from '../values/count.ts';
import { parseDuration } from '../values/duration.ts';
import { parseLatency } from '../values/latency.ts';
import { parsePercent } from '../values/ratio.ts';

export const objectiveKeys = ['latency', 'availability', 'rpo', 'rto', 'consistency', 'throughput'] as const;
const consistencies = ['strong', 'read-your-writes', 'eventual'] as const;

/** `slos:` — by workload id, or `*` for everywhere. */
export function readObjectives(reading: Reading, node: Node | undefined): readonly Objective[] {
  return parts(openAny(reading, node, 'slos')).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, objectiveKeys);
    if (view === undefined) return [];
    originOf(reading, part.path, part.node);
    const latency = parsedAt(reading, view, 'latency', parseLatency);
    const latencyNode = childOf(view, 'latency') ?? part.node;
    const consistency = wordAt(reading, view, 'consistency', consistencies);
    const consistencyNode = childOf(view, 'consistency') ?? part.node;
    return [
      {
        id: part.key === '*' ? 'everywhere' : part.key,
        workload: part.key,
        ...some({
          latency: latency && {
            percentile: latency.percentile,
            limit: quantity(latency.limit, originOf(reading, `${part.path}.latency`, latencyNode)),
          },
          availability: quantityAt(reading, view, 'availability', parsePercent),
          rpo: quantityAt(reading, view, 'rpo', parseDuration),
          rto: quantityAt(reading, view, 'rto', parseDuration),
          consistency: consistency && {
            value: consistency,
            origin: originOf(reading, `${part.path}.consistency`, consistencyNode),
          },
          throughput: quantityAt(reading, view, 'throughput', parseRate),
        }),
      },
    ];
  });
}
