import type { DualWrite, Job } from '../../../model/processes.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Lines } from '../code/call-graph.ts';
import type { Joined } from './deliveries.ts';
import { runsToEnd } from './order.ts';
import { sameLines, textOf, writesByFile, writesOf } from './written.ts';
import type { Write } from './written.ts';

type Place = Origin & { readonly kind: 'read' };

/** Calls from what stores to what sends: a handler, a service, a publisher. */
const highest = 2;

/** Queues that keep their messages as rows: whether they share the transaction is not known here. */
const inDatabase =
  /pg-?boss|graphile-worker|solid_queue|good_job|delayed_job|^que$|procrastinate|queue_classic|db-scheduler|oban|cap\b|eventuate/i;
/** A store of what was stored and is still to be sent, or the library that has one. */
const holdsBoth =
  /outbox|transactional_?event|debezium|eventuate|EventStore|event_store|after_?commit_?outbox|domain_?events?_?publication/i;
/** Who misses one of these is served again by the next, or sees it on the next look; or it derives what can be derived again. */
const harmless =
  /favicon|image|gather|avatar|icon|crawl|parser|embed|fetch|scrap|transcod|resiz|ocr|cache|metric|analytic|telemetr|track|stat(s|istic)|logs?\b|index|search|thumb|preview|warm|refresh|broadcast|ping|clean|purge|prune|expire|touch|activity|presence|heartbeat/i;
/** Changes that note who was here, and of which no message tells. */
const bookkeeping = /last_?(activ(e|ity)|seen|login|used|access|sign_?in|visit)|heartbeat|\btouch/i;
const trivialTable = /(^|[._])(sessions?|logs?|audit\w*|cache|migrations?|outbox\w*|visits?|views?)$/i;
const aside =
  /(^|\/)(tests?|spec|specs|__tests__|examples?|samples?|scripts?|seeds?|db|migrations?|fixtures?|factories|benchmarks?|console|commands?|rake|tasks\/.*\.rake)\//i;

/** The first place of each handler that stores and then sends, where nothing that was seen holds both together. */
export function dualWritesOf(joined: Joined): readonly DualWrite[] {
  const { backend } = joined;
  if (backend.stack.some(({ name }) => inDatabase.test(name))) return [];
  const byFile = writesByFile(joined);
  if (byFile.size === 0) return [];
  const handlerOf = handlers(joined);
  const sends = sendsOf(joined);
  const isSentByPhp = leavesPhp(joined);
  const found = new Map<string, DualWrite>();
  for (const job of backend.processes.jobs) {
    if (!mayBeMissed(job)) continue;
    const places = (job.producers ?? []).flatMap((origin) => (origin.kind === 'read' ? [origin] : []));
    // A sweep that sends again what was not sent mends it.
    if (places.some((place) => handlerOf(place).some(({ kind }) => kind === 'schedule'))) continue;
    for (const sent of places) {
      if (isEarly(job, sent) || aside.test(sent.file)) continue;
      if (sent.file.endsWith('.php') && !isSentByPhp) continue;
      if (holdsBoth.test(joined.files.get(sent.file)?.text ?? '')) continue;
      const write = storedBefore(joined, byFile, sent, sends);
      // A message that is worked on comes again after a crash; a request does not.
      const handler = write === undefined ? undefined : endpointOf(handlerOf(write.within));
      if (write !== undefined && handler !== undefined && !found.has(handler))
        found.set(handler, {
          handler,
          job: job.id,
          tables: write.query.tables,
          stored: write.place,
          sent,
        });
    }
  }
  return [...found.values()];
}

/** Laravel runs jobs within the request (`sync`), or keeps them as rows (`database`), where no settings say otherwise. */
function leavesPhp({ files }: Joined): boolean {
  const said = [...files.values()].flatMap(({ path, text }) =>
    /(^|\/)\.env[^/]*$|(^|\/)config\/queue\.php$|compose[^/]*\.ya?ml$/.test(path)
      ? [...text.matchAll(/(?<![A-Z_])QUEUE_(?:CONNECTION|DRIVER)['"]?\s*[=:,]\s*['"]?(\w+)/g)].map(
          ([, value]) => value,
        )
      : [],
  );
  return said.length === 0 || said.some((value) => value !== 'sync' && value !== 'database');
}

const mayBeMissed = ({ kind, id, queue = '' }: Job): boolean =>
  kind === 'queue' && !harmless.test(`${id} ${queue}`);

const isEarly = ({ sentBeforeCommit = [] }: Job, { file, line }: Place): boolean =>
  sentBeforeCommit.some((each) => each.kind === 'read' && each.file === file && each.line === line);

const endpointOf = (handlers: readonly Handler[]): string | undefined =>
  handlers.some(({ kind }) => kind === 'schedule')
    ? undefined
    : handlers.find(({ kind }) => kind === 'endpoint')?.id;

/** Lines on which messages are sent: what is called there runs later. */
const sendsOf = ({ backend }: Joined): ReadonlySet<string> =>
  new Set(
    backend.processes.jobs.flatMap(({ producers = [] }) =>
      producers.flatMap((each) => (each.kind === 'read' ? [`${each.file}:${each.line}`] : [])),
    ),
  );

interface Site {
  readonly lines: Lines;
  readonly line: number;
}

interface Stored extends Write {
  readonly within: Place;
}

/** The nearest change before the message is sent, in the function that sends or in those that call it. */
function storedBefore(
  joined: Joined,
  byFile: ReturnType<typeof writesByFile>,
  sent: Place,
  sends: ReadonlySet<string>,
): Stored | undefined {
  const { reaches } = joined;
  const around = (file: string, line: number): readonly Site[] => {
    const lines = reaches.flatMap((reach) => reach.around?.(file, line) ?? [])[0];
    return lines === undefined ? [] : [{ lines, line }];
  };
  let sites = around(sent.file, sent.line);
  for (let steps = 0; steps <= highest; steps += 1) {
    for (const { lines, line } of sites) {
      const before = writesOf(joined, byFile, lines)
        .filter((write) => write.line < line && isStored(write) && !isBookkeeping(joined, write, lines))
        .filter((write) => !sends.has(`${lines.file}:${write.line}`))
        .filter((write) => runsToEnd(textOf(joined, lines), write.line - lines.start, line - lines.start))
        .toSorted((a, b) => b.line - a.line)[0];
      if (before !== undefined)
        return holdsBoth.test(textOf(joined, lines))
          ? undefined
          : { ...before, within: { kind: 'read', file: lines.file, line: lines.start } };
    }
    sites = sites.flatMap(({ lines }) => {
      const calls = reaches.flatMap(({ callsOf }) => callsOf?.(lines) ?? []);
      // What many call says little of each; what is called in a transaction is told elsewhere.
      return calls.length > 12
        ? []
        : calls.flatMap(({ file, line, inTransaction }) =>
            inTransaction || aside.test(file)
              ? []
              : around(file, line).filter((site) => !sameLines(site.lines, lines)),
          );
    });
  }
  return undefined;
}

const isStored = ({ query, place }: Write): boolean =>
  query.tables.length > 0 &&
  !query.tables.some((table) => /outbox/i.test(table)) &&
  !query.tables.every((table) => trivialTable.test(table)) &&
  !aside.test(place.file);

function isBookkeeping(joined: Joined, { place, line }: Write, { file }: Lines): boolean {
  const written = textOf(joined, { file: place.file, start: Math.max(1, place.line - 1), end: place.line });
  return bookkeeping.test(written) || bookkeeping.test(textOf(joined, { file, start: line, end: line }));
}

interface Handler {
  readonly id: string;
  readonly kind: 'endpoint' | 'queue' | 'schedule' | 'relay';
}

/** Which endpoints and jobs lead to a place. */
function handlers({ backend, reaches }: Joined): (place: Place) => readonly Handler[] {
  const reached: { readonly handler: Handler; readonly lines: readonly Lines[] }[] = [
    ...backend.api.endpoints.flatMap(({ id, handler }) =>
      handler === undefined
        ? []
        : [
            {
              handler: { id, kind: 'endpoint' as const },
              lines: reaches.flatMap(({ behind }) => behind(handler.file, handler.line, handler.name)),
            },
          ],
    ),
    ...backend.processes.jobs.flatMap(({ id, kind, origin, consumers }) =>
      (consumers ?? [origin]).flatMap((place) =>
        place.kind === 'read'
          ? [
              {
                handler: { id, kind },
                lines: reaches.flatMap(({ behind }) => behind(place.file, place.line)),
              },
            ]
          : [],
      ),
    ),
  ];
  const byFile = new Map<string, { readonly handler: Handler; readonly lines: Lines }[]>();
  for (const { handler, lines } of reached)
    for (const each of lines) {
      const known = byFile.get(each.file);
      if (known === undefined) byFile.set(each.file, [{ handler, lines: each }]);
      else known.push({ handler, lines: each });
    }
  return ({ file, line }) =>
    (byFile.get(file) ?? []).flatMap(({ handler, lines }) =>
      lines.start <= line && line <= lines.end ? [handler] : [],
    );
}
