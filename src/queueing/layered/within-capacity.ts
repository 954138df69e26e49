import type { Network } from '../../model/network.ts';
import type { AgreedLayers } from './fixed-point.ts';
import { flowsOf } from './flows.ts';
import { workOfSources } from './work.ts';

/**
 * Layers that agree on slightly more than a station can do are brought back to what it can: people wait for the rest,
 * arrivals from outside do not.
 */
export function withinCapacity(network: Network, agreed: AgreedLayers): AgreedLayers {
  const work = workOfSources(network);
  let part = 1;
  network.stations.forEach(({ servers, replicas, speeds }, station) => {
    const all = speeds === undefined ? servers * replicas : Math.max(...speeds);
    let [open, closed] = [0, 0];
    network.sources.forEach(({ id, kind }, at) => {
      const seconds = (agreed.sent[at] ?? 0) * (work.get(id)?.seconds[station] ?? 0);
      if (kind === 'open') open += seconds;
      else closed += seconds;
    });
    if (open + closed > all && closed > 0) part = Math.min(part, Math.max(0, all - open) / closed);
  });
  if (part === 1) return agreed;
  const sent = network.sources.map(({ kind }, at) => (agreed.sent[at] ?? 0) * (kind === 'open' ? 1 : part));
  return { ...agreed, sent, flows: flowsOf(agreed.layers, sent) };
}
