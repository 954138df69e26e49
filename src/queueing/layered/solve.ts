import type { Network } from '../../model/network.ts';
import type { NetworkSolution, NoSolution } from '../../model/network-figures.ts';
import { approximateFigures } from './approximate-figures.ts';
import { type LayeredFigures, solveChain } from './chain-figures.ts';
import { compileNetwork } from './compile.ts';
import { type AgreedLayers, agreeLayers } from './fixed-point.ts';
import { layeredBounds } from './layered-bounds.ts';
import { leftOut } from './left-out.ts';
import { overloadedPool, overloadedStation } from './overload.ts';
import { refusalOf } from './refusals.ts';
import { idleFigures, withoutIdle } from './idle-sources.ts';
import { withinCapacity } from './within-capacity.ts';

/** States up to which a network is solved exactly: some tens of milliseconds. */
const mostStates = 10_000;
/** An open source is cut off at so many requests; more of its arrivals lost than this, and figures are not exact. */
const mostCutOff = 1e-7;

/**
 * Means of a network in which a thread, a connection or a lock is held while something else is done. Small networks
 * are solved exactly by their Markov chain (queues in order of arrival), larger ones layer by layer. `most` is the
 * number of states up to which a chain is tried. Percentiles have no formula here and are absent.
 */
export function solveLayered(network: Network, most = mostStates): NetworkSolution | NoSolution {
  const busy = withoutIdle(network);
  const refusal = refusalOf(network) ?? overloadedStation(busy);
  if (refusal !== undefined) return refusal;
  const agreed = agreeLayers(busy);
  const overload = overloadedPool(busy, agreed);
  if (overload !== undefined) return overload;
  const exact = exactFigures(busy, agreed, most);
  if (exact === undefined && !agreed.isSettled)
    return {
      kind: 'no-formula',
      because: 'the layers do not come to agree on how long each waits for the other',
      mend: 'simulate it',
    };
  const figures = exact?.figures ?? approximateFigures(busy, withinCapacity(busy, agreed));
  const because = [...(exact?.because ?? [layerByLayer]), ...leftOut(network)];
  return {
    accuracy: because.length === 0 ? 'exact' : 'approximate',
    because,
    ...idleFigures(network, figures),
    bounds: layeredBounds(
      busy,
      figures.sources.map(({ throughput }) => throughput),
      (limit) => doublingRate(busy, limit),
    ),
  };
}

const layerByLayer =
  'each layer is solved by itself until all agree: waiting in one is taken to depend on the others through means only';

function exactFigures(
  network: Network,
  agreed: AgreedLayers,
  most: number,
): { readonly figures: LayeredFigures; readonly because: readonly string[] } | undefined {
  if (most <= 0) return undefined;
  const present = approximateFigures(network, agreed).sources.map(
    ({ throughput, response }) => throughput * response,
  );
  const limits = new Map(network.sources.map(({ id }, at) => [id, Math.ceil(12 + 14 * (present[at] ?? 0))]));
  const program = compileNetwork(network, limits);
  if ('kind' in program) return undefined;
  const figures = solveChain(network, program, most);
  return figures === undefined || figures.cutOff > mostCutOff
    ? undefined
    : { figures, because: program.because };
}

/** Requests per second at which the mean response is twice that without waiting; at most `limit`. */
function doublingRate(network: Network, limit: number): number {
  const total = network.sources.reduce((sum, source) => sum + (source.kind === 'open' ? source.rate : 0), 0);
  const response = (rate: number): number => {
    const sources = network.sources.map((source) =>
      source.kind === 'open' ? { ...source, rate: (source.rate * rate) / total } : source,
    );
    const scaled = { ...network, sources };
    const agreed = agreeLayers(scaled);
    if (overloadedPool(scaled, agreed) !== undefined) return Infinity;
    const figures = approximateFigures(scaled, agreed).sources;
    return figures.reduce((sum, figure) => sum + (figure.throughput / rate) * figure.response, 0);
  };
  const alone = response(limit * 1e-6);
  let [low, high] = [0, limit];
  for (let turn = 0; turn < 10; turn++) {
    const middle = (low + high) / 2;
    if (response(middle) < 2 * alone) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
