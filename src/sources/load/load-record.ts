import { z } from 'zod';
import type { LoadRecord, ThroughputRun } from '../../model/load-record.ts';
import { measurementSchema } from './measurement-schema.ts';
import { LoadProblem } from './problem.ts';

const largest = 5_000_000;
const next =
  'Give what `plumbline measure --out`, `autocannon -j` or `k6 run --summary-export` wrote (docs/measure.md).';

const amount = z.number().min(0);

/** The keys of `autocannon -j` that are used, checked with autocannon 8.0.0. */
const autocannonSchema = z.looseObject({
  url: z.string(),
  title: z.string().optional(),
  duration: z.number().positive(),
  '2xx': amount,
});

/** `--summary-export`, and the object that handleSummary gets, which holds the same one level deeper. */
const rate = z.union([
  z.looseObject({ rate: amount }).transform((metric) => metric.rate),
  z.looseObject({ values: z.looseObject({ rate: amount }) }).transform(({ values }) => values.rate),
]);
const k6Schema = z.looseObject({ metrics: z.record(z.string(), z.unknown()) });

/** A load test by whichever tool wrote it. @throws LoadProblem with what is wrong */
export function readLoadRecord(text: string, file: string): LoadRecord {
  if (text.length > largest)
    throw new LoadProblem(`it has ${text.length} characters; at most ${largest} are read`, next, file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new LoadProblem(`this is no JSON: ${error instanceof Error ? error.message : ''}`, next, file);
  }
  if (z.looseObject({ kind: z.literal('plumbline-measurement') }).safeParse(json).success)
    return { kind: 'measurement', measurement: checked(measurementSchema, json, file) };
  const autocannon = autocannonSchema.safeParse(json);
  if (autocannon.success) return fromAutocannon(autocannon.data, file);
  const k6 = k6Schema.safeParse(json);
  if (k6.success) return fromK6(k6.data.metrics, file);
  throw new LoadProblem('no load tool that is known wrote this', next, file);
}

function checked<T>(schema: z.ZodType<T>, json: unknown, file: string): T {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new LoadProblem(
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as it should be'}`,
    next,
    file,
  );
}

function fromAutocannon(data: z.infer<typeof autocannonSchema>, file: string): LoadRecord {
  if (data.title === undefined)
    throw new LoadProblem(
      'the run of autocannon has no title, so nobody knows which operation it was',
      'Run it again with the operation as its title: autocannon -j -T "list Product" …',
      file,
    );
  return {
    kind: 'throughput',
    tool: 'autocannon',
    runs: [{ operation: data.title, throughput: data['2xx'] / data.duration }],
  };
}

function fromK6(metrics: Readonly<Record<string, unknown>>, file: string): LoadRecord {
  const runs = Object.entries(metrics).flatMap(([key, metric]): readonly ThroughputRun[] => {
    const name = /^http_reqs\{name:(.+)\}$/.exec(key)?.[1];
    const read = rate.safeParse(metric);
    return name === undefined || !read.success ? [] : [{ operation: name, throughput: read.data }];
  });
  if (runs.length > 0) return { kind: 'throughput', tool: 'k6', runs };
  throw new LoadProblem(
    'the summary of k6 counts no requests by name',
    "Tag requests with the operation as their name, and ask for their number by a threshold: 'http_reqs{name:list Product}': ['count>0'].",
    file,
  );
}
