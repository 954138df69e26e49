import type { Operation, OperationCost } from '../../model/domain.ts';
import type { Calibration } from '../../model/load-record.ts';
import type { Measurement } from '../../model/measurement.ts';
import type { Gap, Quantity } from '../../model/origin.ts';
import { demandsByPart } from '../../queueing/measured-demands.ts';
import { quantityText } from '../../model/quantity.ts';
import { demandBound } from '../../queueing/utilisation-law.ts';
import type { Domain } from '../domain.ts';

/** What a test says of the cost of an operation: a new cost, or why there is none. */
type Told =
  /** `beside`: what was seen and changes nothing. */
  | {
      readonly kind: 'cost';
      readonly cost: (before: OperationCost) => OperationCost;
      readonly beside?: string;
    }
  | { readonly kind: 'nothing'; readonly why: string };

/**
 * The domain with the CPU of its operations as a load test has it: fitted demands with their 95 % interval where the
 * test read CPU time, an upper bound where it saw throughput alone. What the test holds and the domain does not know,
 * or the other way of no use, is told in `gaps`.
 */
export function calibrated(domain: Domain, calibration: Calibration): Domain {
  const told = toldBy(calibration);
  const gaps: Gap[] = [...told].flatMap(([name, { operation, said }]) => {
    const known = domain.operations.find((candidate) => nameOf(candidate.id) === name);
    const why =
      known === undefined
        ? 'no operation of the brief has this name'
        : (uselessFor(known, said) ?? (said.kind === 'cost' ? said.beside : undefined));
    return why === undefined
      ? []
      : [{ kind: 'calibrate', subject: `${calibration.file}: ${operation}`, why }];
  });
  const operations = domain.operations.map((operation): Operation => {
    const said = told.get(nameOf(operation.id))?.said;
    if (said?.kind !== 'cost' || isPerRow(operation)) return operation;
    return { ...operation, cost: said.cost(operation.cost) };
  });
  return { ...domain, operations, gaps: [...domain.gaps, ...gaps] };
}

/** How many of the operations in a load test the domain knows, and the names of those it does not. */
export function recognised(
  { operations }: Domain,
  calibration: Calibration,
): { readonly known: number; readonly unknown: readonly string[] } {
  const names = new Set(operations.map(({ id }) => nameOf(id)));
  const tests = [...toldBy(calibration)];
  const unknown = tests.flatMap(([name, { operation }]) => (names.has(name) ? [] : [operation]));
  return { known: tests.length - unknown.length, unknown };
}

/** `GET /products` stays what it is; blanks and capitals do not matter. */
const nameOf = (id: string): string => id.trim().replace(/\s+/g, ' ').toLowerCase();

const isPerRow = ({ verb }: Operation): boolean => verb === 'import' || verb === 'export';

function uselessFor(operation: Operation, said: Told): string | undefined {
  if (said.kind === 'nothing') return said.why;
  if (isPerRow(operation)) return 'its cost is that of one row, and the test counts whole requests';
  return said.cost(operation.cost) === operation.cost
    ? 'its throughput only bounds the CPU of a request, and the bound lies above what is assumed already'
    : undefined;
}

type Tests = ReadonlyMap<string, { readonly operation: string; readonly said: Told }>;

function toldBy({ file, record, cores }: Calibration): Tests {
  if (record.kind === 'measurement') return fitted(record.measurement, file);
  return new Map(
    record.runs.map(({ operation, throughput }) => [
      nameOf(operation),
      { operation, said: bounded(file, throughput, cores) },
    ]),
  );
}

function fitted(measurement: Measurement, file: string): Tests {
  const { application: fit, database } = demandsByPart(measurement);
  return new Map(
    measurement.operations.map(({ name, single }, index): [string, { operation: string; said: Told }] => {
      const demand = fit.kind === 'fit' ? fit.demands[index] : undefined;
      if (fit.kind !== 'fit' || demand === undefined)
        return [
          nameOf(name),
          { operation: name, said: nothing(fit.kind === 'fit' ? 'nothing was fitted' : fit.why) },
        ];
      if (!(demand.value > 0))
        return [nameOf(name), { operation: name, said: nothing('its CPU could not be told from none') }];
      const cpu: Quantity = {
        value: demand.value * 1000,
        unit: 'ms',
        origin: { kind: 'given', path: `demand of ${name}`, file },
        low: demand.low * 1000,
        ...(Number.isFinite(demand.high) && { high: demand.high * 1000 }),
      };
      const embedded = database?.kind === 'fit' ? database.demands[index] : undefined;
      const said: Told = {
        kind: 'cost',
        ...(embedded !== undefined && {
          beside: `the database inside the server took ${quantityText({ value: embedded.value * 1000, unit: 'ms' })} of CPU a request, which is no server's: CPU of the database stays as assumed`,
        }),
        cost: (before) => ({
          ...before,
          cpu,
          isWhole: true,
          ...(single !== undefined && { scv: single.scv }),
        }),
      };
      return [nameOf(name), { operation: name, said }];
    }),
  );
}

/**
 * Throughput alone bounds the CPU of a request from above, X·D ≤ m: the server may have waited for something else. The
 * assumed value is kept below the bound; a bound above the assumed range says nothing.
 */
function bounded(file: string, throughput: number, cores: number | undefined): Told {
  if (cores === undefined)
    return nothing('nobody said how many cores the server could use (--calibrate-cores)');
  const bound = demandBound(cores, throughput) * 1000;
  if (!Number.isFinite(bound)) return nothing('no request was answered');
  return {
    kind: 'cost',
    cost: (before) => {
      const { value, low, high } = before.cpu;
      if (bound >= (high ?? value)) return before;
      const cpu: Quantity = {
        value: Math.min(value, bound),
        unit: 'ms',
        origin: {
          kind: 'derived',
          rule: 'the utilisation law, which bounds the CPU of a request by cores/throughput',
          from: [
            `${file}: ${Number(throughput.toPrecision(3))} requests/s`,
            `${cores} ${cores === 1 ? 'core' : 'cores'}`,
            `${Number(value.toPrecision(3))} ms before`,
          ],
        },
        low: low !== undefined && low < bound ? low : 0,
        high: bound,
      };
      return { ...before, cpu };
    },
  };
}

const nothing = (why: string): Told => ({ kind: 'nothing', why });
