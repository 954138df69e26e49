import type { Json } from '../model/origin.ts';
import { backgroundOf } from './background.ts';
import { identityControls } from './control/identity-controls.ts';
import { processControls } from './control/process-controls.ts';
import { upkeepOf } from './database/upkeep.ts';
import { explorerPart } from './explorer/part.ts';
import { graphqlPart } from './graphql/part.ts';
import { identityPart } from './identity/part.ts';
import { operatingPart } from './operating/operating.ts';
import type { Part } from './part.ts';
import type { PreviewOptions } from './options.ts';
import type { Relayed } from './processes/relay.ts';
import { eventBus } from './realtime/bus.ts';
import type { BusEvent } from './realtime/bus.ts';
import { connectionsOf } from './realtime/connections.ts';
import { realtimePart } from './realtime/part.ts';
import type { Running } from './running.ts';

/** Everything a preview has: of two parts that carry out one operation the first does. */
export async function wholePreview(
  running: Running,
  { log, integrations: urls, schedules }: PreviewOptions,
): Promise<readonly Part[]> {
  const operating = operatingPart(running, log?.destination ?? process.stderr, log?.level ?? 'silent');
  const fault = (error: unknown): void => operating.fault?.(error, '');
  const identity = await identityPart(running);
  const background = await backgroundOf(running, {
    ...(urls !== undefined && { urls }),
    ...(schedules !== undefined && { schedules }),
    fault,
  });
  const bus = eventBus();
  background.processes.relay.onEvent((event) => bus.publish(asBusEvent(event)));
  const connections = connectionsOf();
  return [
    operating,
    { ...identity, control: identityControls(running, identity), restored: identity.forgetSessions },
    ...background.parts,
    { control: processControls(background, running.clock.now) },
    graphqlPart(running, bus, connections, fault),
    realtimePart(running, bus, connections),
    explorerPart(running),
    upkeepOf(running.database, fault),
  ];
}

const asBusEvent = ({
  id,
  name,
  aggregate,
  aggregateId,
  payload,
  position,
  orderingKey,
  createdAt,
}: Relayed): BusEvent => {
  const told: Readonly<Record<string, Json>> = JSON.parse(JSON.stringify(payload));
  return { id, name, aggregate, aggregateId, payload: told, position, key: orderingKey, time: createdAt };
};
