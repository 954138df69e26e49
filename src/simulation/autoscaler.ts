import type { Autoscaler } from '../model/network.ts';
import { resume, setRetired } from './disturb-replicas.ts';
import { addReplicaWithLane, isUp } from './lanes.ts';
import { preparePacedLanes } from './paced-service.ts';
import { addAgent, wakeAgent } from './run.ts';
import type { Run } from './run.ts';
import { accountStation, setServers } from './station-state.ts';
import type { StationState } from './station-state.ts';

interface Scaling {
  readonly run: Run;
  readonly station: StationState;
  readonly rule: Autoscaler;
  /** Replicas on their way, and the agent that brings one. */
  starting: number;
  readonly bring: number;
  changedAt: number;
  busyArea: number;
  serverArea: number;
}

/**
 * Sets an autoscaler going: each interval it wants ceil(replicas × utilisation / target) of them, as the Kubernetes
 * HorizontalPodAutoscaler does; replicas that are starting count as idle. What is taken away finishes its work.
 */
export function startAutoscaler(run: Run, rule: Autoscaler): void {
  const station = run.stations.find(({ id }) => id === rule.station);
  if (station === undefined)
    throw new RangeError(`an autoscaler names station "${rule.station}", which is not in the network`);
  const scaling: Scaling = {
    run,
    station,
    rule,
    starting: 0,
    bring: addAgent(run, () => {
      scaling.starting--;
      bringNew(run, station);
    }),
    changedAt: -Infinity,
    busyArea: 0,
    serverArea: 0,
  };
  const agent = addAgent(run, () => {
    decide(scaling, utilisationSince(scaling));
    wakeAgent(run, run.now + rule.interval, agent);
  });
  wakeAgent(run, rule.interval, agent);
}

/** Of the time since the last look. */
function utilisationSince(scaling: Scaling): number {
  const { station, run } = scaling;
  accountStation(station, run.now);
  const there = station.serverArea + station.servers * (run.now - station.serversSince);
  const utilisation = (station.busyArea - scaling.busyArea) / (there - scaling.serverArea);
  scaling.busyArea = station.busyArea;
  scaling.serverArea = there;
  return Number.isFinite(utilisation) ? utilisation : 0;
}

function decide(scaling: Scaling, utilisation: number): void {
  const { station, rule, run } = scaling;
  const live = station.replicas.filter((replica) => !replica.isRetired).length;
  if (Math.abs(utilisation / rule.target - 1) <= rule.tolerance) return;
  const wanted = Math.min(rule.most, Math.max(rule.least, Math.ceil((live * utilisation) / rule.target)));
  const sinceChange = run.now - scaling.changedAt;
  if (wanted > live + scaling.starting && sinceChange >= rule.cooldownUp)
    scaleUp(scaling, wanted - live - scaling.starting);
  else if (wanted < live && scaling.starting === 0 && sinceChange >= rule.cooldownDown)
    scaleDown(scaling, live - wanted);
}

function scaleUp(scaling: Scaling, count: number): void {
  const { run, rule } = scaling;
  scaling.changedAt = run.now;
  scaling.starting += count;
  for (let i = 0; i < count; i++) wakeAgent(run, run.now + rule.startup, scaling.bring);
}

/** A retired replica is used again before a new one is made, so that scaling to and fro needs no memory. */
function bringNew(run: Run, station: StationState): void {
  const retired = station.replicas.find((replica) => replica.isRetired);
  if (retired !== undefined) {
    setRetired(run, retired, false);
    return;
  }
  accountStation(station, run.now);
  const replica = addReplicaWithLane(station);
  preparePacedLanes(run, station);
  station.replicasUp++;
  setServers(station, run.now, station.servers + station.serversEach);
  resume(run, station, replica.lane);
}

function scaleDown(scaling: Scaling, count: number): void {
  const { run, station } = scaling;
  scaling.changedAt = run.now;
  const live = station.replicas.filter(isUp);
  for (const replica of live.slice(Math.max(0, live.length - count))) setRetired(run, replica, true);
}
