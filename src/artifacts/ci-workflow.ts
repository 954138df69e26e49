import { stringify } from 'yaml';
import type { Backend } from '../model/backend.ts';
import type { Emitted } from './emitted.ts';

/** One gate of the pipeline: what it runs, on which files of the package, and how long it may take. */
export interface PipelineGate {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly string[];
  /** Budget in minutes; the job is stopped at twice of it. */
  readonly minutes: number;
  readonly run: readonly string[];
  /** Suites of `7-testing/` that it runs, as far as the package holds them. */
  readonly tests?: readonly string[];
  /** Files of the package without which the gate has nothing to check. */
  readonly files: readonly string[];
  /** Needs a running system with generated data. */
  readonly system: boolean;
}

/** Every gate there could be, in the order in which a fault is cheapest to find. */
const allGates: readonly PipelineGate[] = [
  {
    id: 'static',
    title: 'Types, lint, layer rules, secrets',
    needs: [],
    minutes: 3,
    run: ['npm ci', 'npm run types --if-present', 'npm run lint --if-present', 'gitleaks git --redact'],
    files: [],
    system: false,
  },
  {
    id: 'unit',
    title: 'Unit tests',
    needs: [],
    minutes: 3,
    run: ['npm ci', 'npm test'],
    files: [],
    system: false,
  },
  {
    id: 'documents',
    title: 'API documents are valid and do not break what is released',
    needs: [],
    minutes: 2,
    run: ['npx --yes @redocly/cli@2 lint 4-api/openapi.json'],
    files: ['4-api/openapi.json'],
    system: false,
  },
  {
    id: 'migrations',
    title: 'Schema from nothing, generated rows, migration forward and back',
    needs: ['static'],
    minutes: 8,
    run: [
      'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f 2-database/schema.sql',
      'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f 7-testing/generate-data.sql',
      'npm run migrate:up --if-present',
      'npm run migrate:down --if-present',
      'npm run migrate:up --if-present',
    ],
    files: ['7-testing/generate-data.sql'],
    system: false,
  },
  {
    id: 'contract',
    title: 'Answers are those of the documents',
    needs: ['unit', 'documents'],
    minutes: 6,
    run: ['npm ci'],
    tests: ['contract', 'objects', 'lists', 'samples', 'workflows'],
    files: ['7-testing/contract.test.ts'],
    system: true,
  },
  {
    id: 'authorisation',
    title: 'Every role against every operation',
    needs: ['unit'],
    minutes: 6,
    run: ['npm ci'],
    tests: ['authorisation'],
    files: ['7-testing/authorisation.test.ts'],
    system: true,
  },
  {
    id: 'properties',
    title: 'Invariants and consumers under repetition',
    needs: ['unit'],
    minutes: 10,
    run: ['npm ci'],
    tests: ['invariants', 'idempotency', 'messages', 'consumers', 'audit', 'migrations'],
    files: ['7-testing/invariants.test.ts'],
    system: true,
  },
  {
    id: 'security',
    title: 'Hostile input does no harm, and callers are limited',
    needs: ['contract'],
    minutes: 6,
    run: ['npm ci'],
    tests: ['hostile', 'limits'],
    files: ['7-testing/hostile.test.ts'],
    system: true,
  },
  {
    id: 'failures',
    title: 'Peers that fail, messages that come twice, crashes between steps',
    needs: ['properties'],
    minutes: 8,
    run: ['npm ci'],
    tests: ['failures'],
    files: ['7-testing/failures.test.ts'],
    system: true,
  },
  {
    id: 'load-smoke',
    title: 'One percent of the designed peak, thresholds in force',
    needs: ['contract'],
    minutes: 3,
    run: ['k6 run -e BASE_URL="$BASE_URL" -e PROFILE=smoke 7-testing/workloads.js'],
    files: ['7-testing/workloads.js'],
    system: true,
  },
];

/** The gates for which this package holds the files. */
export function pipelineGates(files: readonly string[]): readonly PipelineGate[] {
  const kept = allGates.filter((gate) => gate.files.every((file) => files.includes(file)));
  const ids = new Set(kept.map(({ id }) => id));
  return kept.map((gate) => ({
    ...gate,
    needs: gate.needs.filter((id) => ids.has(id)),
    run: [...gate.run, ...testCommand(gate, files)],
  }));
}

/** One suite after the other: they share the system and put its rows back. */
function testCommand({ tests = [] }: PipelineGate, files: readonly string[]): readonly string[] {
  const held = tests.map((name) => `7-testing/${name}.test.ts`).filter((file) => files.includes(file));
  return held.length === 0 ? [] : [`node --test --test-concurrency=1 ${held.join(' ')}`];
}

/** The pipeline as a GitHub Actions workflow. `npm` commands are the project's own; the rest names package files. */
export function ciWorkflow(backend: Backend, files: readonly string[]): Emitted {
  const gates = pipelineGates(files);
  const workflow = {
    name: `${backend.id} gates`,
    on: { pull_request: null, push: { branches: ['main'] }, schedule: [{ cron: '17 3 * * *' }] },
    permissions: { contents: 'read' },
    concurrency: { group: 'gates-${{ github.ref }}', 'cancel-in-progress': true },
    jobs: Object.fromEntries(gates.map((gate) => [gate.id, job(gate, backend)])),
  };
  return {
    text: `# Generated from the model. A gate that fails stops the merge; flaky tests are moved out within a day, never repeated.\n${stringify(workflow, { lineWidth: 0 })}`,
    lost: [
      'gitleaks and k6 do not come with the runner: install them pinned by checksum',
      ...(gates.some(({ system }) => system)
        ? [
            "how the system under test is started is the project's to say: `scripts/start-test-system` is expected to set BASE_URL",
          ]
        : []),
    ],
  };
}

function job({ title, needs, minutes, run, system, id }: PipelineGate, backend: Backend) {
  const database = system || id === 'migrations';
  return {
    name: title,
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': minutes * 2,
    ...(needs.length === 0 ? {} : { needs }),
    ...(database && usesPostgres(backend) ? postgres(backend) : {}),
    steps: [
      { uses: 'actions/checkout@v4', with: { 'persist-credentials': false } },
      { uses: 'actions/setup-node@v4', with: { 'node-version': '22', cache: 'npm' } },
      ...(system ? [{ name: 'Start the system with generated data', run: 'scripts/start-test-system' }] : []),
      ...run.map((command) => ({ run: command })),
    ],
  };
}

const usesPostgres = ({ data }: Backend): boolean =>
  data.tables.length > 0 && (data.engine?.name.toLowerCase().startsWith('postgres') ?? true);

const postgres = ({ data }: Backend) => ({
  services: {
    postgres: {
      image: `postgres:${data.engine?.version ?? '17'}`,
      env: { POSTGRES_PASSWORD: 'test' },
      ports: ['5432:5432'],
      options: '--health-cmd pg_isready --health-interval 2s --health-retries 30',
    },
  },
  env: { DATABASE_URL: 'postgresql://postgres:test@localhost:5432/postgres', HARNESS: './test/harness.ts' },
});
