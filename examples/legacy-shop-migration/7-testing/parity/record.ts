// Records what the legacy system does: one golden file a case. Whatever differs between two recordings is no part of it.
import { legacyRequest } from './cases.ts';
import type { Case, Cases, Credentials, Variant } from './cases.ts';
import { outcomeOf, send, textsOf } from './answers.ts';
import type { Outcome, Place } from './answers.ts';
import { changesBetween, countsIn, run } from './effects.ts';
import type { Change, Counts } from './effects.ts';

export interface Recording {
  readonly outcome: Outcome;
  readonly status: number;
  readonly type: string;
  /** Where it sends the browser, without numbers. */
  readonly location?: string;
  readonly cookies: readonly string[];
  readonly texts: readonly string[];
  /** Tables that changed; absent where nobody counts. */
  readonly changes?: Readonly<Record<string, Change>>;
}

export interface Golden {
  readonly id: string;
  readonly variants: Readonly<Partial<Record<Variant, Recording>>>;
  /** Why it was not recorded. */
  readonly skipped?: string;
}

export interface Settings {
  readonly place: Place;
  /** Header of somebody whom a check lets through, by the name of the check; where none is said, that of `place`. */
  readonly sessions: Readonly<Record<string, string>>;
  readonly person: Credentials;
  /** Command that prints rows and checksums. */
  readonly counts?: string;
  /** Command that brings the database back to where every case begins. */
  readonly reset?: string;
  /** Requests that change something may be sent. */
  readonly writes: boolean;
}

/** Where a case is sent, with the session that its checks ask for. */
export function placeFor({ guards }: Case, { place, sessions }: Settings): Place {
  const session = guards.flatMap((guard) => sessions[guard] ?? [])[0];
  return session === undefined ? place : { ...place, session };
}

const counted = async (command: string | undefined): Promise<Counts | undefined> =>
  command === undefined ? undefined : countsIn(await run(command));

export const masked = (location: string): string =>
  location.replace(/^https?:\/\/[^/]*/, '').replaceAll(/\d+/g, '0');

export async function recordCase(each: Case, cases: Cases, settings: Settings): Promise<Golden> {
  if (!each.safe && !settings.writes)
    return {
      id: each.id,
      variants: {},
      skipped: 'it may change something: recorded only where PARITY_WRITES=1',
    };
  const variants: Partial<Record<Variant, Recording>> = {};
  for (const variant of each.variants)
    variants[variant] = await recordVariant(each, variant, cases, settings);
  return { id: each.id, variants };
}

async function recordVariant(
  each: Case,
  variant: Variant,
  cases: Cases,
  settings: Settings,
): Promise<Recording> {
  const { person, counts, reset } = settings;
  const place = placeFor(each, settings);
  const request = legacyRequest(each, variant, cases, person);
  if (reset !== undefined && !each.safe) await run(reset);
  const before = await counted(counts);
  const answer = await send(place, request, each.id);
  const after = await counted(counts);
  const again = each.safe ? await send(place, request, each.id) : undefined;
  const twice = again === undefined ? undefined : new Set(textsOf(again));
  return {
    outcome: outcomeOf(answer, request.method),
    status: answer.status,
    type: answer.type,
    ...(answer.location !== undefined && { location: masked(answer.location) }),
    cookies: answer.cookies,
    // What is another the second time (a clock, a token, a random choice) is volatile.
    texts: textsOf(answer).filter((text) => twice?.has(text) ?? true),
    ...(before !== undefined && after !== undefined && { changes: changesBetween(before, after) }),
  };
}
