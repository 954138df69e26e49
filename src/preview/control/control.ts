import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Json } from '../../model/origin.ts';
import { owner } from '../database/database.ts';
import { Refusal } from '../http/problems.ts';
import type { Control, Part } from '../part.ts';
import type { Running } from '../running.ts';

/** Header that holds the key without which nobody controls a preview. */
export const controlHeader = 'x-preview-key';

/** `POST /_preview/<name>`: time travel, statements as the owner, and what the other parts offer. */
export function controlPart(running: Running, key: string, parts: readonly Part[]): Part {
  const controls = new Map<string, Control>([
    ...ownControls(running),
    ...parts.flatMap(({ control }) => [...(control ?? [])]),
  ]);
  return {
    mount: async (app) => {
      app.post<{ Params: { name: string } }>('/_preview/:name', async (request, reply) => {
        requireKey(request, key);
        const control = controls.get(request.params.name);
        if (control === undefined)
          throw new Refusal('not-found', `Controls are ${[...controls.keys()].sort().join(', ')}.`);
        const answer = await control(bodyOf(request));
        return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(answer)));
      });
    },
  };
}

function requireKey({ headers }: FastifyRequest, key: string): void {
  const given = Buffer.from(String(headers[controlHeader] ?? ''));
  const wanted = Buffer.from(key);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new Refusal('not-found', 'There is nothing at this path.');
}

function bodyOf({ body }: FastifyRequest): Readonly<Record<string, Json>> {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  try {
    const value: Readonly<Record<string, Json>> | null = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw new Refusal('malformed', 'The body is not JSON.');
  }
}

const ownControls = (running: Running): ReadonlyMap<string, Control> =>
  new Map<string, Control>([
    [
      'time',
      async ({ ms }) => {
        if (typeof ms !== 'number' || !(ms >= 0) || ms > 1e12)
          throw new Refusal('malformed', 'Time goes forward by `ms`, a number of milliseconds up to 1e12.');
        await running.clock.travel(ms);
        return { now: running.clock.now().toISOString() };
      },
    ],
    [
      'query',
      async ({ sql, values }) => {
        if (typeof sql !== 'string') throw new Refusal('malformed', 'Give `sql`, one statement.');
        const bound = Array.isArray(values)
          ? values.map((each) => (each === null ? null : String(each)))
          : [];
        const { rows, affected } = await running.database.query(owner, sql, bound);
        return { rows: rows.map((row) => ({ ...row })), affected };
      },
    ],
  ]);
