import type { CallPolicy, Network, NetworkStation, RandomTime, Source, Step } from '../../model/network.ts';
import type { NoSolution } from '../../model/network-figures.ts';
import { circleOf, unknownNames } from './references.ts';
import { everyStep } from '../../model/network-steps.ts';
import { noFormula } from '../no-formula.ts';

/** Why this network cannot be solved at all: numbers that mean nothing, names that lead nowhere, parts without a formula. */
export function refuse(network: Network): NoSolution | undefined {
  return (
    unknownNames(network) ??
    circleOf(network) ??
    first(network.stations.map(badStation)) ??
    first(network.caches.map(badCache)) ??
    first(network.sources.map(badSource)) ??
    first(everyStep(network).map(badStep)) ??
    withoutFormula(network)
  );
}

const first = (found: readonly (NoSolution | undefined)[]): NoSolution | undefined =>
  found.find((each) => each !== undefined);

const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

function badTime(where: string, { mean, scv }: RandomTime): NoSolution | undefined {
  if (!isAmount(mean)) return noFormula(`${where} takes ${mean} s.`, 'Give a time of 0 s or more.');
  if (!isAmount(scv))
    return noFormula(
      `${where} has a squared coefficient of variation of ${scv}.`,
      'Give 0 or more; 1 is exponential.',
    );
  return undefined;
}

/** Room that is counted through place by place. */
const mostRoom = 100_000;

function badStation(station: NetworkStation): NoSolution | undefined {
  const { id, servers, replicas, room, speeds } = station;
  if (servers !== Infinity && !isCount(servers))
    return noFormula(
      `${id} has ${servers} servers.`,
      'Give a whole number from 1 on, or Infinity for a delay.',
    );
  if (!isCount(replicas))
    return noFormula(`${id} has ${replicas} replicas.`, 'Give a whole number from 1 on.');
  if (room !== Infinity && !(Number.isInteger(room) && room >= 0))
    return noFormula(
      `${id} has room for ${room} waiting requests.`,
      'Give a whole number from 0 on, or Infinity.',
    );
  if (room < Infinity && room > mostRoom)
    return noFormula(
      `${id} has room for ${room} waiting requests.`,
      `Give at most ${mostRoom}, or Infinity.`,
    );
  if (
    speeds !== undefined &&
    (speeds.length === 0 || speeds.some((speed) => !(isAmount(speed) && speed > 0)))
  )
    return noFormula(`${id} has speeds [${speeds.join(', ')}].`, 'Give at least one speed above 0.');
  if (speeds !== undefined && replicas > 1 && station.balancing === 'shared')
    return noFormula(
      `${id} has speeds and ${replicas} replicas with one queue.`,
      'Give the speeds of all together.',
    );
  if (speeds !== undefined && room < Infinity)
    return noFormula(`${id} has speeds and room for ${room}.`, 'Simulate it, or leave one of the two out.');
  const isRanked = station.discipline === 'priority' || station.discipline === 'preemptive';
  if (isRanked && room < Infinity)
    return noFormula(
      `${id} has priorities and room for ${room}.`,
      'Simulate it, or leave one of the two out.',
    );
  return undefined;
}

function badCache(cache: Network['caches'][number]): NoSolution | undefined {
  if (cache.kind === 'ratio')
    return cache.hits >= 0 && cache.hits <= 1
      ? undefined
      : noFormula(`${cache.id} hits with probability ${cache.hits}.`, 'Give a part between 0 and 1.');
  const isKnown = cache.keys >= 1 && isAmount(cache.exponent) && cache.lifetime >= 0 && cache.room >= 0;
  return isKnown && Number.isFinite(cache.keys)
    ? undefined
    : noFormula(
        `${cache.id} has ${cache.keys} keys, exponent ${cache.exponent}, lifetime ${cache.lifetime} s, room ${cache.room}.`,
        'Give at least one key and no negative number.',
      );
}

function badSource(source: Source): NoSolution | undefined {
  if (source.kind === 'closed') {
    if (!isCount(source.population))
      return noFormula(`${source.id} has ${source.population} people.`, 'Give a whole number from 1 on.');
    return badTime(`Thinking of ${source.id}`, source.think);
  }
  if (!(isAmount(source.rate) && source.rate > 0))
    return noFormula(
      `${source.id} sends ${source.rate} requests/s: nothing to solve.`,
      'Give a rate above 0.',
    );
  if (!isAmount(source.scv))
    return noFormula(
      `Arrivals of ${source.id} have a squared coefficient of variation of ${source.scv}.`,
      'Give 0 or more; 1 is Poisson.',
    );
  if (!isCount(source.batch))
    return noFormula(`${source.id} sends batches of ${source.batch}.`, 'Give a whole number from 1 on.');
  return undefined;
}

function badStep(step: Step): NoSolution | undefined {
  switch (step.kind) {
    case 'work':
      return badTime(`Work at ${step.station}`, step.time);
    case 'mix':
      if (step.calls.some(({ mean }) => !isAmount(mean)))
        return noFormula(`Work at ${step.station} makes a negative number of calls.`, 'Give 0 or more.');
      return (
        badTime(`Work at ${step.station}`, step.time) ??
        first(step.calls.map(({ operation, policy }) => badPolicy(operation, policy)))
      );
    case 'call':
      if (!isAmount(step.times.mean))
        return noFormula(`${step.operation} is called ${step.times.mean} times.`, 'Give 0 or more.');
      return badPolicy(step.operation, step.policy);
    case 'choose': {
      const total = step.branches.reduce((sum, { probability }) => sum + probability, 0);
      return step.branches.every(({ probability }) => isAmount(probability)) && total <= 1 + 1e-9
        ? undefined
        : noFormula(`Probabilities of a choice sum to ${total}.`, 'Give parts that sum to at most 1.');
    }
    case 'fork':
      return isCount(step.wanted) && step.wanted <= step.branches.length
        ? undefined
        : noFormula(
            `A fork waits for ${step.wanted} of ${step.branches.length} branches.`,
            'Wait for at least one and at most all.',
          );
    case 'hold':
    case 'cached':
      return undefined;
  }
}

/** One attempt and nothing else is what the formulas know of calls. */
function badPolicy(operation: string, policy: CallPolicy | undefined): NoSolution | undefined {
  if (policy === undefined) return undefined;
  const { attempts, ...rest } = policy;
  const set = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  const parts = [...(attempts === 1 ? [] : [`${attempts} attempts`]), ...set];
  return parts.length === 0
    ? undefined
    : noFormula(
        `Calls of ${operation} have ${parts.join(', ')}: no formula holds.`,
        'Simulate the network, or leave the policy out.',
      );
}

function withoutFormula({ stations, sources, autoscalers, disturbances }: Network): NoSolution | undefined {
  if (sources.length === 0)
    return noFormula('The network has no source: nothing is sent.', 'Give at least one source.');
  const scaled = autoscalers[0];
  if (scaled !== undefined)
    return noFormula(
      `${scaled.station} is scaled while it runs: no formula holds.`,
      'Simulate the network, or solve it at a fixed number of replicas.',
    );
  const disturbance = disturbances[0];
  if (disturbance !== undefined)
    return noFormula(
      `Something changes during the experiment (${disturbance.kind}): formulas give the steady state.`,
      'Simulate the network, or leave the disturbance out.',
    );
  const limited = stations.find(({ room }) => room < Infinity);
  const closed = sources.find(({ kind }) => kind === 'closed');
  if (limited !== undefined && closed !== undefined)
    return noFormula(
      `${limited.id} refuses, and people of ${closed.id} ask again: no formula holds.`,
      'Simulate the network, or give the station unlimited room.',
    );
  const bursty = sources.find((source) => source.kind === 'open' && (source.scv !== 1 || source.batch > 1));
  if (limited !== undefined && bursty !== undefined)
    return noFormula(
      `${limited.id} has room for ${limited.room}, and arrivals of ${bursty.id} are not Poisson.`,
      'Simulate the network, or take the arrivals as Poisson.',
    );
  return undefined;
}
