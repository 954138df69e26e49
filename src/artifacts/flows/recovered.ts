import type { DualWrite, Job } from '../../model/processes.ts';
import { kebabCase } from '../words.ts';

/** Folder of the package; one small flow a place of the code. */
export const recoveredFlowPath = (name: string): string => `6-integration/recovered-flows/${name}.yaml`;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 160);

/** A name that the language knows, which nothing else of the file has. */
function named(text: string, otherwise: string, taken: readonly string[] = []): string {
  const name = kebabCase(text).slice(0, 50).replace(/-+$/, '');
  return /^[a-z][a-z0-9-]*$/.test(name) && !taken.includes(name) ? name : otherwise;
}

/** A handler as its code has it: it commits, then sends; whoever takes the message does so with an inbox. */
export function dualWriteFlow(name: string, { handler, job, tables }: DualWrite): string {
  const own = ['shop', 'worker', 'store-and-send', 'work', 'work-done', 'request'];
  const stored = named(tables[0] ?? '', 'row', own);
  const message = named(job, 'message', [...own, stored]);
  return `# ${oneLine(`${handler}: changes ${tables.join(', ')}, then sends ${job}`)}
# What the consumer does is left open: it counts as done once, with an inbox of its own.
flow: ${name}
each: request
participants: { shop: service, worker: service }
records:
  ${stored}: { at: shop, values: [unchanged, changed] }
  work-done: { at: worker, values: times }
channels:
  ${message}: { delivery: at-least-once }
processes:
  store-and-send:
    at: shop
    on: request
    steps:
      - transaction: { ${stored}: changed }
      - publish: ${message}
  work:
    at: worker
    on: ${message}
    steps:
      - transaction: { work-done: work-done + 1 }
        inbox: true
always:
  - at-most-once: work-done
ends:
  that: (${stored} = changed and work-done = 1) or (${stored} = unchanged and work-done = 0)
  says: the work is done for each change that was stored, and for no other
`;
}

/** A consumer as its code has it: each delivery is a new one. */
export function consumerFlow(name: string, { id, queue, repeatedInserts = [] }: Job): string {
  const own = ['sender', 'worker', 'send', 'work', 'request'];
  const tables = [...new Set(repeatedInserts.map(({ table }) => table))];
  const rows = named(`${tables[0] ?? ''} rows`, 'inserted-rows', own);
  const message = named(queue ?? id, 'message', [...own, rows]);
  return `# ${oneLine(`${id}: inserts into ${tables.join(', ')} with each delivery`)}
flow: ${name}
each: request
participants: { sender: external, worker: service }
records:
  ${rows}: { at: worker, values: times }
channels:
  ${message}: { delivery: at-least-once }
processes:
  send:
    at: sender
    on: request
    steps:
      - publish: ${message}
  work:
    at: worker
    on: ${message}
    steps:
      - transaction: { ${rows}: ${rows} + 1 }
always:
  - at-most-once: ${rows}
    says: a message inserts its rows at most once
`;
}
