import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Json, Quantity } from '../model/origin.ts';
import { originWords, quantityWords } from '../model/quantity.ts';
import { originSchema } from '../provers/origin-schema.ts';
import { receiptPath } from '../road/receipt-path.ts';
import type { Answer } from './operation.ts';

const named = z.looseObject({ id: z.string() });
const handoffSchema = z.object({
  recommendations: z.array(named),
  openQuestions: z.array(named),
  contradictions: z.array(named),
  assumptions: z.array(named),
});
const sarifSchema = z.object({
  runs: z.array(
    z.object({
      results: z.array(
        z.looseObject({
          level: z.string(),
          message: z.object({ text: z.string() }),
          partialFingerprints: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

const load = (directory: string, file: string): unknown =>
  existsSync(join(directory, file)) ? JSON.parse(readFileSync(join(directory, file), 'utf8')) : undefined;

/** What a package says of a name: finding, claim, entry of the handoff, or value of the model; else nothing. */
export function explainInPackage(subject: string, directory: string): Answer | undefined {
  return (
    findingAnswer(subject, directory) ??
    claimAnswer(subject, directory) ??
    entryAnswer(subject, directory) ??
    valueAnswer(subject, directory)
  );
}

/** Everything of a package that can be asked for by name, for suggestions. */
export function packageNames(directory: string): readonly string[] {
  const face = handoffSchema.safeParse(load(directory, 'handoff.json'));
  const entries = face.success ? Object.values(face.data).flat() : [];
  return [...entries.map(({ id }) => id), ...findings(directory).map(({ name }) => name)];
}

function findings(directory: string) {
  const log = sarifSchema.safeParse(load(directory, 'findings.sarif'));
  if (!log.success) return [];
  return log.data.runs.flatMap(({ results }) =>
    results.map((result) => ({ name: result.partialFingerprints?.['plumbline/v1'] ?? '', result })),
  );
}

function findingAnswer(subject: string, directory: string): Answer | undefined {
  const found = findings(directory).find(({ name }) => name === subject);
  if (found === undefined) return undefined;
  const { result } = found;
  return answer(
    { kind: 'finding', name: subject, finding: plain(result) },
    `${subject} (${result.level})\n  ${result.message.text}\n`,
  );
}

function claimAnswer(subject: string, directory: string): Answer | undefined {
  const file = receiptPath(subject);
  const receipt = plain(load(directory, file) ?? null);
  if (receipt === null) return undefined;
  return answer({ kind: 'claim', id: subject, file, receipt }, `${file}\n${tree(receipt, 1)}`);
}

function entryAnswer(subject: string, directory: string): Answer | undefined {
  const face = handoffSchema.safeParse(load(directory, 'handoff.json'));
  const model = record(plain(load(directory, 'model.json') ?? null));
  const decisions = list(record(model['design'])['decisions']).map(record);
  const entries = [
    ...(face.success
      ? Object.values(face.data)
          .flat()
          .map((entry) => record(plain(entry)))
      : []),
    ...decisions,
  ];
  const entry = entries.find(({ id }) => id === subject);
  return entry === undefined ? undefined : answer({ kind: 'entry', id: subject, entry }, tree(entry, 0));
}

function valueAnswer(path: string, directory: string): Answer | undefined {
  let value: Json | undefined = plain(load(directory, 'model.json') ?? null);
  for (const step of path.split('.')) value = value === undefined ? undefined : member(value, step);
  if (value === undefined || value === null) return undefined;
  return answer({ kind: 'value', path, value }, `${path}\n${tree(value, 1)}`);
}

/** Objects by key; lists by position, or by the id or name of an entry. */
function member(value: Json, step: string): Json | undefined {
  if (Array.isArray(value)) {
    const byName = list(value).find((entry) => {
      const { id, name } = record(entry);
      return id === step || name === step;
    });
    return byName ?? (/^\d+$/.test(step) ? list(value)[Number(step)] : undefined);
  }
  return record(value)[step];
}

const answer = (result: { readonly [key: string]: Json }, text: string): Answer => ({
  exit: 0,
  result,
  text,
});

const json = z.json();
const plain = (value: unknown): Json => json.parse(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const record = (value: Json | undefined): { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value) ? value : {};

const quantitySchema = z.object({
  value: z.number(),
  unit: z.custom<Quantity['unit']>((unit) => typeof unit === 'string'),
  origin: originSchema,
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
});

/** A value as indented lines; quantities and origins in words, long lists cut. */
function tree(value: Json, depth: number): string {
  const indent = '  '.repeat(depth);
  const quantity = quantitySchema.safeParse(value);
  if (quantity.success)
    return `${indent}${quantityWords(quantity.data)}\n${indent}  ${originWords(quantity.data.origin)}\n`;
  const origin = originSchema.safeParse(value);
  if (origin.success) return `${indent}${originWords(origin.data)}\n`;
  if (isList(value)) {
    const shown = value
      .slice(0, 20)
      .map((entry) => (scalar(entry) ? `${indent}- ${String(entry)}\n` : `${tree(entry, depth)}\n`));
    return `${shown.join('')}${value.length > 20 ? `${indent}and ${value.length - 20} more\n` : ''}`;
  }
  if (scalar(value)) return `${indent}${String(value)}\n`;
  return Object.entries(value)
    .map(([key, entry]) =>
      scalar(entry) ? `${indent}${key}: ${String(entry)}\n` : `${indent}${key}:\n${tree(entry, depth + 1)}`,
    )
    .join('');
}

type Scalar = string | number | boolean | null;
const scalar = (value: Json): value is Scalar => typeof value !== 'object' || value === null;
