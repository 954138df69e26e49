import { cachingOf } from './caching/caching.ts';
import type { Caching } from './caching/caching.ts';
import { integrationsOf } from './integrations/integrations.ts';
import type { IntegrationOptions, Integrations } from './integrations/integrations.ts';
import { outgoingWebhooks } from './integrations/outgoing.ts';
import type { OutgoingWebhooks } from './integrations/outgoing.ts';
import type { Part } from './part.ts';
import { processesOf } from './processes/processes.ts';
import type { OwnCall, Processes } from './processes/processes.ts';
import type { Running } from './running.ts';

export interface BackgroundOptions extends IntegrationOptions {
  /** Parts of the process that answer requests of effects, such as the hash of a password. */
  readonly own?: OwnCall;
  readonly schedules?: boolean;
  readonly fault: (error: unknown) => void;
}

/** What goes on beside requests, put together: events reach their consumers, the caches and whoever subscribed. */
export interface Background {
  readonly parts: readonly Part[];
  readonly processes: Processes;
  readonly integrations: Integrations;
  readonly webhooks: OutgoingWebhooks;
  readonly caching: Caching;
}

export async function backgroundOf(running: Running, options: BackgroundOptions): Promise<Background> {
  const { own, fault, schedules, chance = Math.random } = options;
  const integrations = integrationsOf(running, options);
  const processes = await processesOf(running, {
    integrations,
    chance,
    fault,
    ...(own !== undefined && { own }),
    ...(schedules !== undefined && { schedules }),
  });
  const webhooks = await outgoingWebhooks(running, { chance, fault });
  const caching = cachingOf(running, chance);
  processes.relay.beside(webhooks.store);
  processes.relay.onEvent(webhooks.loop.wake);
  processes.relay.onEvent(caching.changed);
  return {
    parts: [caching.part, integrations.part, processes.part, { close: webhooks.loop.stop }],
    processes,
    integrations,
    webhooks,
    caching,
  };
}
