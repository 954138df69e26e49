import { product, quotient } from '../../model/amounts.ts';
import type { Backend } from '../../model/backend.ts';
import { figure, judgement, paragraph, section, table, warning } from '../blocks.ts';
import type { Block, Cell, Section } from '../deliverable.ts';
import type { Chain } from './chains.ts';
import { chains, expectedCalls } from './chains.ts';

/** What retries become along a chain, and whether each tier survives them. */
export function amplificationSection(backend: Backend): Section | undefined {
  const all = chains(backend);
  const retried = all.filter(({ amplification }) => amplification.value > 1);
  return section(
    { id: 'amplification', title: 'What retries become along a chain' },
    table(
      ['chain', 'calls at its end for one that enters'],
      (retried.length > 0 ? retried : all)
        .slice(0, 20)
        .map(({ calls, amplification }) => [chainWords(calls), amplification]),
    ),
    all.length > 0 && retried.length === 0
      ? paragraph(
          `No connection between our parts states a retry: one request stays one call in every chain.${peerRetries(backend)}`,
        )
      : undefined,
    layered(retried),
    peerAttempts(backend),
    table(
      ['tier', 'arrivals at peak', 'arrivals when every attempt fails', 'it can serve', 'survives'],
      stormRows(backend, retried),
    ),
    amplificationFigure(retried),
    all.length === 0
      ? undefined
      : judgement(
          'A collapse outlives its trigger when arrivals × attempts exceed what the tier serves: then retries alone keep it busy (metastable failure). Callers outside this system may retry too; their attempts multiply on top.',
        ),
  );
}

/** What the chains leave out: calls to peers are made by the application itself, with attempts of their own. */
function peerRetries({ processes }: Backend): string {
  const retried = processes.calls.filter(({ attempts }) => (attempts?.value ?? 1) > 1);
  const most = new Map<string, number>();
  for (const { target, attempts } of retried)
    most.set(target, Math.max(most.get(target) ?? 0, attempts?.value ?? 1));
  const words = [...most].map(([target, times]) => `${target} up to ${times} times`);
  return words.length === 0 ? '' : ` Peers stand outside them: a call reaches ${words.join(', ')}.`;
}

/** Expected calls of a peer for one request, when each attempt fails with a probability: Σ pⁱ over the attempts. */
function peerAttempts({ processes }: Backend): Block | undefined {
  const most = new Map<string, number>();
  for (const { target, attempts } of processes.calls)
    if ((attempts?.value ?? 1) > 1) most.set(target, Math.max(most.get(target) ?? 0, attempts?.value ?? 1));
  const at = (attempts: number, failing: number): string => {
    let calls = 0;
    for (let attempt = 0; attempt < attempts; attempt++) calls += failing ** attempt;
    return `${Number(calls.toPrecision(4))}×`;
  };
  return table(
    ['peer', 'attempts', 'calls when 1 % fail', '10 %', '50 %', 'all fail', 'given up for good at 10 %'],
    [...most].map(([target, attempts]) => [
      target,
      String(attempts),
      ...[0.01, 0.1, 0.5, 1].map((failing) => at(attempts, failing)),
      `${Number((100 * 0.1 ** attempts).toPrecision(3))} %`,
    ]),
  );
}

/** Two layers that retry multiply; one is enough. */
function layered(retried: readonly Chain[]): Block | undefined {
  const twice = retried.filter(
    ({ calls }) => calls.filter(({ attempts }) => (attempts?.value ?? 1) > 1).length > 1,
  );
  return twice.length === 0
    ? undefined
    : warning(
        `Retried at more than one layer: ${twice.map(({ calls }) => chainWords(calls)).join('; ')}. Keep the retry nearest to the failing peer and take the others out.`,
      );
}

/** A tier keeps its footing when it can serve even the retried load. */
function stormRows({ load }: Backend, retried: readonly Chain[]): readonly (readonly Cell[])[] {
  return load.stations.flatMap(
    ({ container, arrival, servers, service, model }): readonly (readonly Cell[])[] => {
      if (model === 'delay') return [];
      const worst = retried
        .filter(({ calls }) => calls.at(-1)?.to === container)
        .toSorted((a, b) => b.amplification.value - a.amplification.value)[0];
      if (worst === undefined) return [];
      const storm = product(
        [
          ['arrivals', arrival],
          ['amplification', worst.amplification],
        ],
        'requests/s',
        'arrivals × amplification',
      );
      const capacity = quotient(
        ['servers', servers],
        [
          'service',
          { ...service, value: service.unit === 'ms' ? service.value / 1000 : service.value, unit: 's' },
        ],
        'requests/s',
        'servers / service time',
      );
      return [[container, arrival, storm, capacity, storm.value <= capacity.value ? 'yes' : 'no']];
    },
  );
}

function amplificationFigure(retried: readonly Chain[]): Block | undefined {
  const shown = retried.slice(0, 5);
  if (shown.length === 0) return undefined;
  const steps = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return figure({
    kind: 'curve',
    id: 'retry-amplification',
    title: 'Calls at the end of a chain against the part that fails',
    x: 'part of the calls that fails',
    y: 'calls for one request',
    series: shown.map(({ calls }) => ({
      name: chainWords(calls),
      points: steps.map((p) => [p, expectedCalls(calls, p)] as const),
    })),
    marks: [{ x: 0.1, label: 'retry budget' }],
  });
}

const chainWords = (calls: Chain['calls']): string =>
  [...calls.map(({ from }) => from), calls.at(-1)?.to ?? ''].join(' → ');
