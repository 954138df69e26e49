import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { atLeast } from '../findings/finding.ts';
import type { Severity } from '../findings/finding.ts';
import { apiDifferences } from './difference/api-differences.ts';
import type { ApiDifferences } from './difference/api-differences.ts';
import { packageDifferences } from './difference/compare-packages.ts';
import { kinds } from './difference/difference.ts';
import type { Difference } from './difference/difference.ts';
import { isPackage, packageFacts } from './difference/package-facts.ts';
import type { DiffInput } from './diff.ts';
import { asJson } from './json-result.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';
import { failFloor } from './verdict.ts';

/** @throws UserError when one of the two is neither a package nor a document, or they are not of one kind */
export async function runDiff(input: DiffInput, tools: Tools): Promise<Answer> {
  const [old, next] = [sideOf(input.old, tools), sideOf(input.new, tools)];
  tools.progress('comparing');
  const { differences, incomplete } = await compared(old, next, tools);
  const count = (kind: Difference['kind']): number => differences.filter((each) => each.kind === kind).length;
  const counts = Object.fromEntries(kinds.map((kind) => [kind, count(kind)]));
  const verdict = kinds.find((kind) => count(kind) > 0) ?? 'same';
  const floor = failFloor(input.failOn);
  const result = asJson({ verdict, ...counts, differences: ordered(differences), incomplete });
  return {
    exit: floor !== 'never' && differences.some(({ severity }) => isAtFloor(severity, floor)) ? 1 : 0,
    result,
    text: input.format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : textOf(differences, incomplete),
  };
}

const isAtFloor = (severity: Severity | undefined, floor: Severity): boolean =>
  severity !== undefined && atLeast(severity, floor);

interface Side {
  readonly named: string;
  readonly full: string;
  readonly kind: 'package' | 'document';
}

function sideOf(named: string, { cwd }: Tools): Side {
  const full = resolve(cwd, named);
  const isDirectory = statSync(full, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isDirectory && !isPackage(full))
    throw new UserError(
      'this is not a package',
      'Name a directory that plumbline design or analyze wrote, or an API document.',
      named,
    );
  return { named, full, kind: isDirectory ? 'package' : 'document' };
}

async function compared(old: Side, next: Side, tools: Tools): Promise<ApiDifferences> {
  if (old.kind !== next.kind)
    throw new UserError(
      `${old.named} is a ${old.kind} and ${next.named} a ${next.kind}`,
      'Name two packages, or two documents.',
    );
  if (old.kind === 'package') return comparedPackages(old, next);
  const need = 'Name an OpenAPI, AsyncAPI or GraphQL document, or a package.';
  return apiDifferences(readTextFile(old.named, tools, need), readTextFile(next.named, tools, need));
}

async function comparedPackages(old: Side, next: Side): Promise<ApiDifferences> {
  const [before, after] = [packageFacts(old.full, old.named), packageFacts(next.full, next.named)];
  const differences: Difference[] = [];
  const incomplete: string[] = [];
  for (const [file, text] of before.documents) {
    const other = after.documents.get(file);
    if (other === undefined) {
      differences.push(documentGone(file));
      continue;
    }
    const api = await apiDifferences(
      { file: `${old.named}/${file}`, text },
      { file: `${next.named}/${file}`, text: other },
    );
    differences.push(...api.differences.map((each) => ({ ...each, subject: `${file} ${each.subject}` })));
    incomplete.push(...api.incomplete.map((line) => `${file}: ${line}`));
  }
  return { differences: [...differences, ...packageDifferences(before, after)], incomplete };
}

const documentGone = (file: string): Difference => ({
  kind: 'breaking',
  area: 'api',
  severity: 'blocker',
  subject: file,
  what: 'The document is gone: nothing of this interface is offered any more.',
  who: 'Everybody who uses the interface.',
  instead: 'Keep the interface until nobody uses it.',
});

const ordered = (differences: readonly Difference[]): readonly Difference[] =>
  kinds.flatMap((kind) => differences.filter((each) => each.kind === kind));

const titles = {
  breaking: 'Breaking',
  worse: 'Worse, or dangerous',
  changed: 'Changed, and nobody breaks',
  better: 'Better',
} as const;
const mostTold = 30;

function textOf(differences: readonly Difference[], incomplete: readonly string[]): string {
  const counts = kinds
    .map((kind) => `${differences.filter((each) => each.kind === kind).length} ${kind}`)
    .join(', ');
  const sections = kinds.flatMap((kind) => {
    const list = differences.filter((each) => each.kind === kind);
    if (list.length === 0) return [];
    const more = list.length > mostTold ? [`  and ${list.length - mostTold} more`] : [];
    return [[titles[kind], ...list.slice(0, mostTold).map(line), ...more].join('\n')];
  });
  const gaps =
    incomplete.length === 0 ? [] : [['not covered', ...incomplete.map((each) => `  ${each}`)].join('\n')];
  return `${[differences.length === 0 ? 'Nothing differs.' : counts, ...sections, ...gaps].join('\n\n')}\n`;
}

const line = ({ area, subject, what, who, instead }: Difference): string =>
  [
    `  ${area}  ${subject}`,
    `    ${what}`,
    ...(who === undefined ? [] : [`    who   ${who}`]),
    ...(instead === undefined ? [] : [`    next  ${instead}`]),
  ].join('\n');
