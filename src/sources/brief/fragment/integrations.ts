import type { Integration } from '../../../model/brief.ts';
import {
  openAny,
  openMap,
  originOf,
  parts,
  quantityAt,
  requiredText,
  some,
  textAt,
  wordAt,
} from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Node } from '../tree.ts';
import { parseDuration, parseMilliseconds } from '../values/duration.ts';
import { parsePercent } from '../values/ratio.ts';

const keys = ['kind', 'style', 'direction', 'callbacks', 'sla', 'every', 'latency', 'in'] as const;
const styles = ['rest', 'graphql', 'grpc', 'sftp', 'webhook', 'smtp', 'queue', 'other'] as const;

export function readIntegrations(
  reading: Reading,
  node: Node | undefined,
  path: string,
  context: string | undefined,
): readonly Integration[] {
  return parts(openAny(reading, node, path)).flatMap((part) => {
    const view = openMap(reading, part.node, part.path, keys);
    const kind = view && requiredText(reading, view, 'kind', 'payments');
    if (view === undefined || kind === undefined) return [];
    return [
      {
        id: part.key,
        kind,
        style: wordAt(reading, view, 'style', styles) ?? 'rest',
        direction: wordAt(reading, view, 'direction', ['in', 'out', 'both']) ?? 'out',
        ...some({
          callbacks: wordAt(reading, view, 'callbacks', ['webhook']),
          sla: quantityAt(reading, view, 'sla', parsePercent),
          every: quantityAt(reading, view, 'every', parseDuration),
          latency: quantityAt(reading, view, 'latency', parseMilliseconds),
          context: textAt(reading, view, 'in') ?? context,
        }),
        origin: originOf(reading, part.path, part.node),
      },
    ];
  });
}
