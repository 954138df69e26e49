import { z } from 'zod';
import { canonicalJson } from '../findings/canonical.ts';
import type { Claim, Outcome, Receipt } from '../findings/claim.ts';
import { plainJson } from '../findings/plain-json.ts';
import type { Prove, Prover, ReadInput } from './prover.ts';
import { checkReceipt, printReceipt, sha256 } from './seal.ts';
import { undecided } from './settle.ts';

const json = z.json();
const outcomeSchema = z.strictObject({
  claim: z.string(),
  verdict: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('proved') }),
    z.strictObject({ kind: z.literal('refuted'), counterexample: z.string() }),
    z.strictObject({ kind: z.literal('undecided'), reason: z.string() }),
  ]),
  engine: z.strictObject({ name: z.string(), version: z.string() }),
  measurements: z.record(z.string(), json),
  incomplete: z.array(z.string()),
});
const receiptSchema: z.ZodType<Receipt> = z.strictObject({
  claim: z.strictObject({
    id: z.string(),
    prover: z.string(),
    subject: z.string(),
    statement: z.string(),
    oracle: z.enum([
      'postgresql',
      'postgresql-planner',
      'closed-form',
      'simulation',
      'enumeration',
      'validator',
      'judgement',
    ]),
    inputs: z.array(z.string()),
    parameters: z.record(z.string(), json),
  }),
  inputs: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
  seed: z.number(),
  outcome: outcomeSchema,
  command: z.string(),
  seal: z.string(),
});

export type ReadReceipt =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'altered'; readonly why: string };

/** Reads a receipt back; a text that differs from what was printed by as much as one byte is altered. */
export function readReceipt(text: string): ReadReceipt {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'altered', why: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = receiptSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'altered', why: `not a receipt: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` };
  }
  if (!checkReceipt(parsed.data)) return { kind: 'altered', why: 'the seal does not belong to the content' };
  if (printReceipt(parsed.data) !== text)
    return { kind: 'altered', why: 'the text was changed around the content' };
  return { kind: 'receipt', receipt: parsed.data };
}

const proveHere: Prove = (prover, claims, read) => prover.prove(claims, read);

/**
 * One outcome per claim, in the order of the claims. Provers run side by side; those that share an engine take
 * turns by themselves. A claim without a prover, or whose prover fails, is undecided with the reason.
 * @param prove where a prover is asked: here, unless something else is said
 */
export async function settle(
  claims: readonly Claim[],
  provers: readonly Prover[],
  read: ReadInput,
  prove: Prove = proveHere,
): Promise<readonly Outcome[]> {
  const ids = [...new Set(claims.map((claim) => claim.prover))];
  const settled = await Promise.all(
    ids.map((id) => {
      const group = claims.filter((claim) => claim.prover === id);
      const prover = provers.find((each) => each.id === id);
      return settleGroup(id, group, prover, read, prove);
    }),
  );
  const outcomes = new Map(settled.flat().map((outcome) => [outcome.claim, outcome]));
  return claims.map(
    (claim) => outcomes.get(claim.id) ?? unsettled(claim, 'the prover gave no outcome for it'),
  );
}

async function settleGroup(
  id: string,
  claims: readonly Claim[],
  prover: Prover | undefined,
  read: ReadInput,
  prove: Prove,
): Promise<readonly Outcome[]> {
  if (prover === undefined) return claims.map((claim) => unsettled(claim, `there is no prover called ${id}`));
  try {
    return await prove(prover, claims, read);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return claims.map((claim) => unsettled(claim, `the prover ${id} failed: ${words}`));
  }
}

const unsettled = (claim: Claim, reason: string): Outcome => ({
  claim: claim.id,
  verdict: undecided(reason),
  engine: { name: claim.prover, version: 'unknown' },
  measurements: {},
  incomplete: [],
});

/** What became of a receipt when its claim was settled again. */
export interface Reproved {
  readonly file: string;
  /** Claim id; absent when the receipt cannot be read. */
  readonly claim?: string;
  readonly state: 'holds' | 'altered' | 'input-changed' | 'outcome-differs';
  readonly detail: string;
}

/** Settles every receipt's claim again on the files as they are now, and compares. One answer per receipt, in order. */
export async function reprove(
  receipts: readonly { readonly file: string; readonly text: string }[],
  provers: readonly Prover[],
  read: ReadInput,
  prove: Prove = proveHere,
): Promise<readonly Reproved[]> {
  const found = receipts.map(({ file, text }) => ({ file, ...readReceipt(text) }));
  const sound = found.flatMap((item) => (item.kind === 'receipt' ? [item.receipt] : []));
  const changed = new Map(sound.map((receipt) => [receipt, changedInput(receipt, read)]));
  const current = sound.filter((receipt) => changed.get(receipt) === undefined);
  const outcomes = await settle(
    current.map(({ claim }) => claim),
    provers,
    read,
    prove,
  );
  const again = new Map(current.map((receipt, at) => [receipt, outcomes[at]]));
  return found.map((item) => {
    if (item.kind === 'altered') return { file: item.file, state: 'altered', detail: item.why };
    const { file, receipt } = item;
    const claim = receipt.claim.id;
    const change = changed.get(receipt);
    if (change !== undefined) return { file, claim, state: 'input-changed', detail: change };
    const outcome = again.get(receipt);
    const difference = outcome === undefined ? 'no outcome' : differenceOf(receipt.outcome, outcome);
    if (difference !== undefined) return { file, claim, state: 'outcome-differs', detail: difference };
    return { file, claim, state: 'holds', detail: receipt.outcome.verdict.kind };
  });
}

/**
 * Receipts whose claims are settled by a run of their own: held to their seal and to the files they were made on, and to
 * nothing else.
 */
export function checkInputs(
  receipts: readonly { readonly file: string; readonly text: string }[],
  read: ReadInput,
  repeatedBy: string,
): readonly Reproved[] {
  return receipts.map(({ file, text }): Reproved => {
    const item = readReceipt(text);
    if (item.kind === 'altered') return { file, state: 'altered', detail: item.why };
    const claim = item.receipt.claim.id;
    const change = changedInput(item.receipt, read);
    if (change !== undefined) return { file, claim, state: 'input-changed', detail: change };
    return {
      file,
      claim,
      state: 'holds',
      detail: `${item.receipt.outcome.verdict.kind}, repeated by ${repeatedBy} only`,
    };
  });
}

/** The first input whose bytes are no longer those of the receipt. */
function changedInput(receipt: Receipt, read: ReadInput): string | undefined {
  for (const { path, sha256: was } of receipt.inputs) {
    let text: string;
    try {
      text = read(path);
    } catch (error) {
      return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
    const is = sha256(text);
    if (is !== was)
      return `${path} has sha256 ${is.slice(0, 12)}…, the receipt was made for ${was.slice(0, 12)}…`;
  }
  return undefined;
}

function differenceOf(was: Outcome, is: Outcome): string | undefined {
  const parts = ['verdict', 'engine', 'measurements', 'incomplete'] as const;
  const part = parts.find(
    (name) => canonicalJson(plainJson(was[name])) !== canonicalJson(plainJson(is[name])),
  );
  if (part === undefined) return undefined;
  const short = (value: unknown): string => canonicalJson(plainJson(value)).slice(0, 300);
  return `${part} was ${short(was[part])}, is ${short(is[part])}`;
}
