import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  url: {
    kind: 'text',
    about:
      'address of a server on this machine, http://127.0.0.1:port/path; nothing but loopback is measured',
    required: true,
    placeholder: 'url',
  },
  plan: {
    kind: 'text',
    about: 'a JSON file with several operations: method, path, headers, body, weight (docs/measure.md)',
    required: false,
    placeholder: 'file',
  },
  out: {
    kind: 'text',
    about: 'file the measurement is written to, for design --calibrate',
    required: false,
    placeholder: 'file',
  },
  seconds: {
    kind: 'text',
    about: 'counted seconds of each step',
    required: false,
    placeholder: 'seconds',
    default: '8',
  },
  rates: {
    kind: 'text',
    about:
      'requests a second of the steps, at least four with commas between (default: 10 % to 80 % of the maximum)',
    required: false,
    placeholder: 'rates',
  },
  maxRate: {
    kind: 'text',
    about: 'requests a second that are never exceeded',
    required: false,
    placeholder: 'rate',
    default: '20000',
  },
  arrivals: {
    kind: 'choice',
    about: 'gaps between requests: exponential (independent users) or equal',
    values: ['poisson', 'constant'],
    default: 'poisson',
  },
  pid: {
    kind: 'text',
    about: 'process whose CPU is read, with all it started (default: the one that listens on the port)',
    required: false,
    placeholder: 'process',
  },
  patience: {
    kind: 'text',
    about: 'seconds that may be spent on repeating steps in which other processes had the CPU',
    required: false,
    placeholder: 'seconds',
    default: '60',
  },
  seed: {
    kind: 'text',
    about: 'another sequence of requests',
    required: false,
    placeholder: 'number',
    default: '1',
  },
  allowUnsafe: {
    kind: 'flag',
    about: 'send operations of a plan that may change data (POST, PUT, PATCH, DELETE)',
  },
} as const satisfies Fields;

export type MeasureInput = InputOf<typeof fields>;

export const measure = defineOperation({
  name: 'measure',
  title: 'Measure a server on this machine',
  summary: 'load a server on loopback and fit what each operation costs it',
  description:
    'Loads a server on this machine with an open-loop generator and reads the CPU time of its processes: its maximum throughput, the CPU each operation costs (utilisation law, with 95 % intervals), and whether a queueing model with these demands predicts its throughput and response times. Only loopback is measured.',
  fields,
  positional: ['url'],
  local: ['out'],
  commandLineOnly: 'it sends requests, thousands of them',
  examples: [
    'plumbline measure http://127.0.0.1:3000/products --out measurements.json',
    'plumbline measure http://127.0.0.1:3000 --plan plan.json --seconds 20',
  ],
  run: async (input, tools) => (await import('./run-measure.ts')).runMeasure(input, tools),
});
