import { Refusal } from '../http/problems.ts';
import type { Background } from '../background.ts';
import { signatureOf } from '../integrations/signature.ts';
import type { Control } from '../part.ts';

/** What tests ask of events, flows and peers. */
export const processControls = (
  { processes, integrations }: Background,
  now: () => Date,
): ReadonlyMap<string, Control> =>
  new Map<string, Control>([
    [
      'settle',
      async () => {
        await processes.settle();
        return { settled: true };
      },
    ],
    [
      'sign',
      async ({ path, body }) => {
        const webhook = integrations.incoming.find(({ endpoint }) => endpoint.path === path);
        return webhook === undefined || typeof body !== 'string'
          ? ''
          : signatureOf(webhook.secret, body, now());
      },
    ],
    [
      'figures',
      async () =>
        JSON.parse(JSON.stringify({ ...(await processes.figures()), peers: integrations.figures() })),
    ],
    [
      'peer',
      async ({ integration, faults }) => {
        if (typeof integration !== 'string') throw new Refusal('malformed', 'Give `integration`, its id.');
        if (typeof faults === 'object' && faults !== null && !Array.isArray(faults))
          integrations.misbehave(integration, JSON.parse(JSON.stringify(faults)));
        const kept = integrations.kept(integration);
        return { kept: kept === undefined ? null : JSON.parse(JSON.stringify(kept)) };
      },
    ],
  ]);
