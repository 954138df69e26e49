import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Severity } from '../../findings/finding.ts';
import { manifestPath, readPackage } from '../../road/output-directory.ts';
import { UserError } from '../operation.ts';
import { readReceipts } from './receipts.ts';

const quantity = z.object({ value: z.number(), unit: z.string() });
const gates = z.array(
  z.object({ gate: z.string(), state: z.string(), because: z.array(z.string()).default([]) }),
);
const model = z.object({
  requirements: z.object({
    objectives: z.array(
      z.object({
        id: z.string(),
        latency: z.object({ percentile: z.number(), limit: quantity }).optional(),
        availability: quantity.optional(),
        rpo: quantity.optional(),
        rto: quantity.optional(),
      }),
    ),
  }),
  architecture: z.object({ containers: z.array(z.object({ cost: quantity.optional() })) }),
});
const log = z.object({
  runs: z.array(
    z.object({
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.string(),
          message: z.object({ text: z.string() }),
          partialFingerprints: z.object({ 'plumbline/v1': z.string() }),
        }),
      ),
    }),
  ),
});

export interface PackageFinding {
  readonly name: string;
  readonly severity: Severity;
  readonly what: string;
}

/** What of a package can be compared with another one. */
export interface PackageFacts {
  readonly gates: z.infer<typeof gates>;
  readonly findings: readonly PackageFinding[];
  /** Verdicts by the id of the claim. */
  readonly claims: ReadonlyMap<string, string>;
  readonly objectives: z.infer<typeof model>['requirements']['objectives'];
  /** EUR a month; undefined where nothing costs. */
  readonly cost: number | undefined;
  readonly documents: ReadonlyMap<string, string>;
}

const documents = ['4-api/openapi.json', '4-api/asyncapi.json', '4-api/schema.graphql'];

export const isPackage = (directory: string): boolean => existsSync(join(directory, manifestPath));

/** @throws UserError when a file of the package is missing or says something else */
export function packageFacts(directory: string, named: string): PackageFacts {
  const read = readPackage(directory);
  const parsed = <T>(file: string, schema: z.ZodType<T>): T => {
    try {
      return schema.parse(JSON.parse(read(file)));
    } catch {
      throw new UserError(
        `${file} cannot be read`,
        'Make the package again with plumbline design or analyze.',
        `${named}/${file}`,
      );
    }
  };
  const { requirements, architecture } = parsed('model.json', model);
  const costs = architecture.containers.flatMap(({ cost }) => (cost === undefined ? [] : [cost.value]));
  return {
    gates: parsed('gates.json', gates),
    findings: parsed('findings.sarif', log).runs.flatMap(({ results }) =>
      results.map(({ level, message, partialFingerprints }) => ({
        name: partialFingerprints['plumbline/v1'],
        severity: severityOf(level),
        what: message.text,
      })),
    ),
    claims: readReceipts(directory),
    objectives: requirements.objectives,
    cost: costs.length === 0 ? undefined : costs.reduce((sum, value) => sum + value, 0),
    documents: new Map(
      documents.filter((file) => existsSync(join(directory, file))).map((file) => [file, read(file)]),
    ),
  };
}

function severityOf(level: string): Severity {
  if (level === 'error') return 'blocker';
  return level === 'warning' ? 'warning' : 'advice';
}
