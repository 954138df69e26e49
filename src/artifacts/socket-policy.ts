import { keptDays } from './outbox-statements.ts';

/** The rules of the event socket, each a figure that both ends can keep. */
export const socketPolicy = {
  path: '/events',
  subprotocol: 'events.v1',
  heartbeatSeconds: 25,
  timeoutSeconds: 60,
  /** Text of one frame that a client may send. */
  frameBytes: 16_384,
  framesPerSecond: 10,
  subscriptions: 50,
  /** What waits for a client that does not read; beyond it the socket is closed, and the client resumes. */
  unsentBytes: 1_048_576,
  unsentEvents: 1000,
  /** As long as the outbox keeps what was sent. */
  resumeDays: keptDays.sent,
} as const;

/** Codes of closing frames beside those of RFC 6455 (4000 to 4999 are free for applications). */
export const closeCodes = {
  '1000': 'closed by the client',
  '1001': 'the server is stopping: connect again after a random pause',
  '1009': 'a frame was too long',
  '4400': 'a frame could not be read',
  '4401': 'the token is missing, wrong or expired: get one and connect again',
  '4403': 'the origin or an event is not allowed',
  '4408': 'nothing was heard for the length of the timeout',
  '4429': 'too many frames or subscriptions',
  '4508': 'the client reads too slowly: connect again and resume',
} as const;
