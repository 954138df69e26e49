// Sends each case to the target and tells what differs from the golden file.
import { targetRequests } from './cases.ts';
import type { Case, Cases, Variant } from './cases.ts';
import { outcomeOf, send, textsOf } from './answers.ts';
import type { Answer, Outcome } from './answers.ts';
import { changesBetween, countsIn, run } from './effects.ts';
import type { Change } from './effects.ts';
import { placeFor } from './record.ts';
import type { Golden, Recording, Settings } from './record.ts';
import { unanswered } from './values.ts';

export interface Difference {
  readonly case: string;
  readonly variant: Variant;
  readonly kind: 'outcome' | 'access' | 'value' | 'rows';
  readonly what: string;
}

export interface Replayed {
  readonly case: string;
  readonly differences: readonly Difference[];
  /** Why nothing was compared. */
  readonly skipped?: string;
}

export async function replayCase(
  each: Case,
  golden: Golden | undefined,
  cases: Cases,
  settings: Settings,
): Promise<Replayed> {
  const why = skipReason(each, golden, settings);
  if (why !== undefined || golden === undefined)
    return { case: each.id, differences: [], skipped: why ?? 'it was not recorded' };
  const differences: Difference[] = [];
  for (const variant of each.variants) {
    const recording = golden.variants[variant];
    if (recording !== undefined)
      differences.push(...(await replayVariant(each, variant, { golden, recording }, cases, settings)));
  }
  return { case: each.id, differences };
}

function skipReason(each: Case, golden: Golden | undefined, { writes }: Settings): string | undefined {
  if (each.target.length === 0) return `it has no counterpart: ${each.alone ?? ''}`;
  const missing = each.target.flatMap((one) => one.missing);
  if (each.target.every((one) => one.missing.length > 0))
    return `the legacy request does not say ${[...new Set(missing)].join(', ')}: add where it comes from to \`from\``;
  if (golden === undefined) return 'it was not recorded';
  if (golden.skipped !== undefined) return golden.skipped;
  return each.target.some(({ method }) => method !== 'GET') && !writes
    ? 'it changes something: replayed only where PARITY_WRITES=1'
    : undefined;
}

interface Recorded {
  readonly golden: Golden;
  readonly recording: Recording;
}

async function replayVariant(
  each: Case,
  variant: Variant,
  recorded: Recorded,
  cases: Cases,
  settings: Settings,
): Promise<readonly Difference[]> {
  const { person, counts, reset } = settings;
  const place = placeFor(each, settings);
  if (reset !== undefined && !each.safe) await run(reset);
  const before = counts === undefined ? undefined : countsIn(await run(counts));
  const answers: Answer[] = [];
  const outcomes: Outcome[] = [];
  for (const [at, request] of targetRequests(each, variant, cases, person).entries()) {
    const answer = await send(place, request, `${each.id}-${variant}-${at}`);
    answers.push(answer);
    outcomes.push(outcomeOf(answer, request.method));
  }
  const told = (kind: Difference['kind'], what: string): Difference => ({
    case: each.id,
    variant,
    kind,
    what,
  });
  const after = counts === undefined ? undefined : countsIn(await run(counts));
  return [
    ...outcomeDifferences(each, recorded.recording, outcomes, variant).map(([kind, what]) =>
      told(kind, what),
    ),
    ...valueDifferences(recorded, variant, outcomes, answers).map((what) => told('value', what)),
    ...(before === undefined || after === undefined
      ? []
      : rowDifferences(each, recorded.recording, changesBetween(before, after)).map((what) =>
          told('rows', what),
        )),
  ];
}

const isDone = (outcome: Outcome): boolean => outcome === 'done' || outcome === 'elsewhere';

function outcomeDifferences(
  each: Case,
  { outcome, status }: Recording,
  outcomes: readonly Outcome[],
  variant: Variant,
): readonly (readonly [Difference['kind'], string])[] {
  // The worst of them decides for the page they stand for.
  const worst = outcomes.find((one) => !isDone(one)) ?? 'done';
  if (isDone(outcome) === isDone(worst) && (isDone(outcome) || outcome === worst)) return [];
  const isStranger = variant === 'anonymous' || each.as === 'anybody';
  if (each.stricter === true && isStranger && isDone(outcome) && worst === 'refused') return [];
  // Old pages answer 200 to a wrong password.
  const hasPassword = Object.values(each.request.body).some(({ kind }) => kind === 'credential');
  if (variant === 'absent' && hasPassword && isDone(outcome) && worst === 'refused') return [];
  // Old pages answer 200 with nothing in it where no row is found.
  if (variant === 'absent' && isDone(outcome) && worst === 'missing') return [];
  if (!isDone(outcome) && !isDone(worst))
    return outcome === 'refused' || worst === 'refused'
      ? [['access', `${outcome} (${status}) before, ${worst} now`]]
      : [];
  const kind = outcome === 'refused' || worst === 'refused' ? 'access' : 'outcome';
  return [
    [
      kind,
      `${outcome} (${status}) before, ${worst} now: ${each.target.map(({ method, path }) => `${method} ${path}`).join(', ')}`,
    ],
  ];
}

/** What a page shows of its row: what it does not show for another row or for none. */
function dataOf({ golden, recording }: Recorded, variant: Variant): readonly string[] {
  const others = (['plain', 'other row', 'absent'] as const)
    .filter((one) => one !== variant)
    .flatMap((one) => golden.variants[one] ?? []);
  if (others.length === 0) return recording.texts.filter((text) => /\d[.,]\d\d\b/.test(text));
  const known = new Set(others.flatMap(({ texts }) => texts));
  return recording.texts.filter((text) => !known.has(text));
}

function valueDifferences(
  recorded: Recorded,
  variant: Variant,
  outcomes: readonly Outcome[],
  answers: readonly Answer[],
): readonly string[] {
  if (variant !== 'plain' && variant !== 'other row') return [];
  if (!isDone(recorded.recording.outcome) || !outcomes.every(isDone)) return [];
  return unanswered(dataOf(recorded, variant), answers.flatMap(textsOf))
    .slice(0, 20)
    .map((text) => `\`${text.slice(0, 120)}\` was shown and no answer holds it`);
}

function rowDifferences(
  { effects }: Case,
  { changes = {} }: Recording,
  now: Readonly<Record<string, Change>>,
): readonly string[] {
  const pairs = new Map(effects.map(({ table, target }) => [table, target]));
  const told = [...pairs].flatMap(([table, target]) => {
    const before = changes[table]?.rows ?? 0;
    const after = target.reduce((sum, one) => sum + (now[one]?.rows ?? 0), 0);
    if (before !== after)
      return [
        `${signed(before)} rows in ${table} before, ${signed(after)} in ${target.join(', ') || 'nowhere'} now`,
      ];
    const changed = target.some((one) => now[one]?.changed === true);
    return (changes[table]?.changed ?? false) === changed
      ? []
      : [
          `${table} ${changed ? 'did not change before' : 'changed before'}, ${target.join(', ')} ${changed ? 'does' : 'does not'} now`,
        ];
  });
  const unforeseen = Object.keys(changes).filter((table) => !pairs.has(table));
  return [
    ...told,
    ...unforeseen.map((table) => `${table} changed before, and no statement that was read says so`),
  ];
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
