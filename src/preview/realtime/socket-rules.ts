import type { PreviewPackage } from '../package.ts';
import { isObject } from '../graphql/json.ts';

/** The rules of the event socket as the AsyncAPI document says them. */
export interface SocketRules {
  readonly path: string;
  readonly subprotocol: string;
  readonly heartbeatMs: number;
  readonly timeoutMs: number;
  readonly unsentBytes: number;
  readonly unsentEvents: number;
  /** Code for a client that reads too slowly. */
  readonly slowCode: number;
  readonly frameBytes: number;
  readonly framesPerSecond: number;
  readonly subscriptions: number;
}

type Loose = Readonly<Record<string, unknown>>;
const within = (value: unknown, key: string): Loose => {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
};
const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value > 0 ? value : otherwise;

/** Undefined where the document has no socket: then none is offered. */
export function socketRulesOf({ asyncApi }: Pick<PreviewPackage, 'asyncApi'>): SocketRules | undefined {
  for (const channel of Object.values(within(asyncApi, 'channels'))) {
    const said = within(channel, 'x-socket');
    const path = isObject(channel) ? channel['address'] : undefined;
    if (typeof said['subprotocol'] !== 'string' || typeof path !== 'string') continue;
    const [heartbeat, pressure, limits] = ['heartbeat', 'backPressure', 'limits'].map((key) =>
      within(said, key),
    );
    const everySeconds = number(heartbeat?.['everySeconds'], 25);
    return {
      path,
      subprotocol: said['subprotocol'],
      heartbeatMs: everySeconds * 1000,
      timeoutMs: number(heartbeat?.['timeoutSeconds'], everySeconds * 2.5) * 1000,
      unsentBytes: number(pressure?.['unsentBytes'], 1_048_576),
      unsentEvents: number(pressure?.['unsentEvents'], 1000),
      slowCode: number(pressure?.['closesWith'], 1013),
      frameBytes: number(limits?.['frameBytes'], 16_384),
      framesPerSecond: number(limits?.['framesPerSecond'], 10),
      subscriptions: number(limits?.['subscriptions'], 50),
    };
  }
  return undefined;
}
