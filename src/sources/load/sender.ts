import { Agent, request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Outcome, Send } from './drive.ts';
import type { LoopbackTarget } from './loopback.ts';
import type { PlannedOperation } from './plan.ts';

export interface Sender {
  readonly send: Send;
  /** One request outside any step: its status. @throws when the connection fails or the time is over */
  readonly ask: (operation: number, timeoutSeconds: number) => Promise<number>;
  readonly close: () => void;
}

/** Starts a request of an operation; `answered` gets the response when its head is there. */
type Start = (operation: number, answered: (response: IncomingMessage) => void) => ClientRequest;

/**
 * Sends requests over connections that are kept open, at most `maxSockets`; what finds none free waits its turn.
 * Redirects are not followed: they could lead off this machine.
 */
export function sender(
  target: LoopbackTarget,
  operations: readonly PlannedOperation[],
  maxSockets: number,
): Sender {
  // Two runs against the same server are not to repeat each other's numbers.
  let sequence = Date.now() * 1000;
  const agent = new Agent({ keepAlive: true, maxSockets, maxFreeSockets: maxSockets, scheduling: 'fifo' });
  const start: Start = (operation, answered) => {
    const planned = operations[operation];
    if (planned === undefined) throw new Error(`there is no operation ${operation}`);
    return startRequest(agent, target, numbered(planned, (sequence += 1)), answered);
  };
  return {
    send: (operation, settle) => {
      let isCancelled = false;
      let current: ClientRequest | undefined;
      const done = (outcome: Outcome): void => {
        if (!isCancelled) settle(outcome);
      };
      const again = (): void => {
        if (!isCancelled) current = attempt(start, operation, done);
      };
      const mayRepeat = operations[operation]?.isSafe === true;
      current = attempt(start, operation, done, mayRepeat ? again : undefined);
      return () => {
        isCancelled = true;
        current?.destroy();
      };
    },
    ask: async (operation, timeoutSeconds) =>
      await asked(start, operation, timeoutSeconds, operations[operation]?.isSafe === true),
    close: () => agent.destroy(),
  };
}

const placeholder = '{sequence}';

/** The request with its number in place of `{sequence}`. */
function numbered(planned: PlannedOperation, sequence: number): PlannedOperation {
  const { path, headers, body } = planned;
  if (![path, body ?? '', ...Object.values(headers)].some((text) => text.includes(placeholder)))
    return planned;
  const filled = (text: string): string => text.replaceAll(placeholder, String(sequence));
  return {
    ...planned,
    path: filled(path),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)])),
    body: body === undefined ? undefined : filled(body),
  };
}

function startRequest(
  agent: Agent,
  target: LoopbackTarget,
  { method, path, headers, body }: PlannedOperation,
  answered: (response: IncomingMessage) => void,
): ClientRequest {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const sent = request(
    {
      host: target.address,
      port: target.port,
      agent,
      method,
      path,
      setHost: false,
      headers: { host: target.host, ...headers, ...length },
    },
    answered,
  );
  sent.end(body);
  return sent;
}

/**
 * One try. A server may close an idle connection in the very moment it is used again, which is no fault of it
 * (RFC 9112, 9.3.1): then `again` is called instead of a failure.
 */
function attempt(
  start: Start,
  operation: number,
  settle: (outcome: Outcome) => void,
  again?: () => void,
): ClientRequest {
  const sent = start(operation, (response) => {
    const isAnswered = (response.statusCode ?? 500) < 400;
    response.once('end', () => settle(isAnswered ? 'answered' : 'refused'));
    response.once('error', () => settle('failed'));
    response.resume();
  });
  sent.on('error', (error) => {
    if (again !== undefined && isStale(sent, error)) again();
    else settle('failed');
  });
  return sent;
}

const asked = async (
  start: Start,
  operation: number,
  timeoutSeconds: number,
  isSafe: boolean,
): Promise<number> =>
  await new Promise((resolve, reject) => {
    const ask = (mayRepeat: boolean): void => {
      const sent = start(operation, (response) => {
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.once('error', reject);
        response.resume();
      });
      sent.setTimeout(timeoutSeconds * 1000, () => sent.destroy(new Error('no answer in time')));
      sent.once('error', (error) => {
        if (mayRepeat && isStale(sent, error)) ask(false);
        else reject(error);
      });
    };
    ask(isSafe);
  });

/** The connection had been used before and was closed by the server. */
const isStale = (sent: ClientRequest, error: Error): boolean =>
  sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
