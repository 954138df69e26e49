import { printedPlan } from '../explain.ts';
import type { Printed, RawNode } from '../explain.ts';
import type { Session } from '../session.ts';
import {
  demandsOf,
  memoryOf,
  partFor,
  unmet,
  usualMemory,
  usualPart,
  wantsBitmapMemory,
} from './server-memory.ts';
import type { Demand, Memory } from './server-memory.ts';

/** Small rows are most of a difference, wide ones hardly any: the search starts at each. */
const starts = [usualPart, 0.9, 1];
/** From one start a plan mostly settles at the second time. */
const rounds = 3;

export interface AsServer {
  readonly answer: Printed;
  /** The engine's memory under which it gave the answer. */
  readonly memory: Memory;
}

/** A plan with the memory it was made under. */
interface Tried {
  readonly plan: RawNode;
  readonly memory: Memory;
  readonly unmet: number;
}

/**
 * What PostgreSQL of 64 bits answers to an EXPLAIN, asked of one of 32 bits. Pointers take half the memory here, which
 * shifts when a hash join takes batches, an aggregate spills or a bitmap forgets rows. So the memory is chosen such
 * that each node of the plan decides as with the server's: such a plan costs here what it costs there, and the
 * cheapest of them is the server's.
 */
export async function explainAsServer(session: Session, server: Memory, sql: string): Promise<AsServer> {
  const usual = usualMemory(server);
  const first = printedPlan(await session.runPlain(sql));
  if (first.kind === 'failed' || demandsOf(first.plan, server).length === 0) {
    if (first.kind === 'failed' || !wantsBitmapMemory(first.plan, server.work))
      return { answer: first, memory: usual };
  }
  const tried: Tried[] = [];
  for (const start of starts) tried.push(...(await settleFrom(session, server, sql, start, first.plan)));
  await setMemory(session, usual);
  const [best] = tried.toSorted((a, b) => a.unmet - b.unmet || a.plan['Total Cost'] - b.plan['Total Cost']);
  return best === undefined
    ? { answer: first, memory: usual }
    : { answer: { kind: 'plan', plan: best.plan }, memory: best.memory };
}

/** Plans again under what the plan wants, until it wants nothing else. */
async function settleFrom(
  session: Session,
  server: Memory,
  sql: string,
  start: number,
  first: RawNode,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  const seen: Demand[] = [];
  let [part, bitmaps] = [start, start === usualPart ? false : wantsBitmapMemory(first, server.work)];
  for (let round = 0; round < rounds; round++) {
    const memory = memoryOf(server, part, bitmaps);
    const answer =
      part === usualPart && !bitmaps
        ? { kind: 'plan' as const, plan: first }
        : await askUnder(session, memory, sql);
    if (answer.kind === 'failed') break;
    const demands = demandsOf(answer.plan, server);
    const lossy = wantsBitmapMemory(answer.plan, server.work);
    tried.push({ plan: answer.plan, memory, unmet: unmet(demands, part) + (lossy && !bitmaps ? 1 : 0) });
    seen.push(...demands);
    const next = partFor(seen, start);
    if (next === part && (bitmaps || !lossy)) break;
    part = next;
    bitmaps ||= lossy;
  }
  return tried;
}

async function askUnder(session: Session, memory: Memory, sql: string): Promise<Printed> {
  // The session keeps the order of requests: none has to wait for the answer to the one before.
  const [, ran] = await Promise.all([setMemory(session, memory), session.runPlain(sql)]);
  return printedPlan(ran);
}

/** Asks under the memory found before, and goes back to the usual one. */
export async function explainUnder(
  session: Session,
  server: Memory,
  memory: Memory,
  sql: string,
): Promise<Printed> {
  const usual = usualMemory(server);
  const isUsual = memory.work === usual.work && memory.multiplier === usual.multiplier;
  if (isUsual) return printedPlan(await session.runPlain(sql));
  const [answer] = await Promise.all([askUnder(session, memory, sql), setMemory(session, usual)]);
  return answer;
}

export async function setMemory(session: Session, { work, multiplier }: Memory): Promise<void> {
  await session.rows(
    "select set_config('work_mem', $1, false), set_config('hash_mem_multiplier', $2, false)",
    [`${Math.floor(work / 1024)}kB`, String(multiplier)],
  );
}
