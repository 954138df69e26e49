import type { Backend } from '../../model/backend.ts';
import { assemble } from '../assemble.ts';
import type { Facts } from '../facts.ts';
import { hashOf } from './cache/cache.ts';
import type { Recalled } from './cache/cache.ts';
import type { Reach } from './code/call-graph.ts';
import { followCallers } from './callers/follow.ts';
import { handlersThatMention } from './callers/mentions.ts';
import { readDatabase } from './database.ts';
import { readDeployment } from './deployment/deployment.ts';
import { impliedContainers } from './deployment/implied.ts';
import { readDocuments } from './documents/documents.ts';
import { withEndpoints } from './flows/endpoints.ts';
import { readGateways } from './gateways/gateways.ts';
import { gather, kindOf } from './gather.ts';
import type { Repository, TextFile } from './gather.ts';
import { declaredEndpoints } from './http/endpoints.ts';
import { uniqueEndpoints } from './http/unique-endpoints.ts';
import type { EndpointFacts } from './http/endpoints.ts';
import { readCodebase } from './javascript/codebase.ts';
import { countLines } from './lines.ts';
import type { ScannedFile } from './javascript/scan.ts';
import { readBehaviour } from './behaviour.ts';
import { readLegacyCode } from './legacy/legacy.ts';
import type { Program } from './languages/language.ts';
import { readLanguages } from './languages/languages.ts';
import { openRefusals } from './open-refusals/open-refusals.ts';
import { readPackages } from './packages/packages.ts';
import { readLimiters } from './security/limiters.ts';
import { readModules } from './modules/modules.ts';
import { withoutKnown } from './schema/tables.ts';
import { startCompanion } from './parallel/companion.ts';
import { alone } from './parallel/tasks.ts';
import type { Companion } from './parallel/tasks.ts';
import { issuedQueries } from './queries/issued.ts';
import { withDeliveries } from './deliveries/deliveries.ts';
import { withCallers } from './queries/reached.ts';
import type { Reading } from './reading.ts';
import { readStack } from './stack/stack.ts';
import type { FileEntry, FileSource, Listing } from './source.ts';

export interface Recovered {
  readonly backend: Backend;
  /** What it was recovered from, for the next run. */
  readonly texts: readonly TextFile[];
  readonly scans: readonly ScannedFile[];
}

/** A large repository is read by two threads: one follows the flows of the JavaScript or,
 * where none are asked for, walks it for its endpoints, the other does the rest. */
export async function recover(
  source: FileSource,
  listed: Listing,
  before: Recalled | undefined,
  reading: Reading,
): Promise<Recovered> {
  const company = startCompanion(codeBytes(listed.files));
  try {
    const repository = await gather(recalling(source, listed, before), listed);
    const companion = company.companion(repository);
    const scans = await scanAll(repository, companion, before);
    const backend = await assembleFrom({ repository, source, listed }, scans, companion, reading);
    return { backend, texts: [...repository.files.values()], scans };
  } finally {
    company.end();
  }
}

/** Files that did not change since the last run are not opened. */
function recalling(source: FileSource, listed: Listing, before: Recalled | undefined): FileSource {
  if (before === undefined) return source;
  const stamps = new Map(listed.files.map(({ path, stamp }) => [path, stamp]));
  return {
    ...source,
    read: (path) => {
      const text = before.text(path, stamps.get(path));
      return text === undefined ? source.read(path) : Promise.resolve({ kind: 'text', text });
    },
  };
}

/** A scan depends on nothing but the text, so the same text is not scanned again. */
async function scanAll(
  repository: Repository,
  companion: Companion,
  before: Recalled | undefined,
): Promise<readonly ScannedFile[]> {
  const code = [...repository.files.values()].filter(({ path }) => kindOf(path) === 'code');
  if (before === undefined) return companion.scan(code);
  const scans = before.scans();
  const known = new Map<string, ScannedFile>();
  for (const { path, text } of code) {
    const scan = scans.get(hashOf(text));
    if (scan !== undefined) known.set(path, { ...scan, path });
  }
  for (const scan of await companion.scan(code.filter(({ path }) => !known.has(path))))
    known.set(scan.path, scan);
  return code.flatMap(({ path }) => known.get(path) ?? []);
}

/** What is read, and from where: a migration looks into files that no other reader opens. */
interface Place {
  readonly repository: Repository;
  readonly source: FileSource;
  readonly listed: Listing;
}

async function assembleFrom(
  place: Place,
  scanned: readonly ScannedFile[],
  companion: Companion,
  reading: Reading,
): Promise<Backend> {
  const { repository } = place;
  const codebase = readCodebase(repository, scanned);
  // The other thread takes what lasts longest.
  const code = { scanned, codebase };
  const flows = reading.flows ? companion.flows(code) : undefined;
  const javascript = reading.flows ? undefined : companion.endpoints(code);
  const deployment = readDeployment(repository);
  const database = await readDatabase(repository, codebase);
  const languages = await readLanguages(repository, reading);
  const stack = readStack(repository, deployment.architecture?.containers ?? []);
  const behaviour = await readBehaviour(codebase, { database, deployment });
  const told = withoutKnown(database.data?.tables ?? [], languages.facts);
  const endpoints = interfaceOf(
    await (javascript ?? alone.endpoints(code)),
    declaredEndpoints(languages.routes),
  );
  const facts: Facts[] = [
    { coverage: coverageOf(repository), gaps: repository.gaps },
    stack,
    database,
    endpoints,
    ...told,
    await issuedQueries(languages.issued, [database, ...told]),
    readPackages(repository),
    readLimiters(repository),
    readDocuments(repository),
    readModules(codebase),
    deployment,
    readGateways(repository),
    impliedContainers(stack.stack ?? [], deployment),
    ...behaviour.facts,
    ...(flows === undefined ? [] : [await flows]),
    { gaps: codebase.gaps },
  ];
  const reaches = [behaviour.reach, ...languages.issued.flatMap(({ reach }) => reach ?? [])];
  const { tree } = languages;
  const linked = withEndpoints(withCallers(assemble(repository.name, facts), reaches), reaches);
  const whole = reading.flows ? withFlows(linked, reaches, { tree, files: repository.files }) : linked;
  if (reading.legacy !== true) return whole;
  return { ...whole, legacy: await readLegacyCode({ ...place, codebase, tree, backend: linked }) };
}

function withFlows(
  linked: Backend,
  reaches: readonly Reach[],
  code: Pick<Repository, 'files'> & Pick<Program, 'tree'>,
): Backend {
  const processes = withDeliveries(linked, reaches, code.files);
  const mentions = handlersThatMention(linked, reaches, code.files);
  const followed = followCallers(linked, reaches, code);
  const callerChecks = [...(linked.trust.callerChecks ?? []), ...mentions, ...followed.checks];
  const refusals = openRefusals(linked, code);
  return {
    ...linked,
    processes,
    gaps: [...linked.gaps, ...refusals],
    trust: { ...linked.trust, callerChecks, flows: [...linked.trust.flows, ...followed.flows] },
  };
}

const codeBytes = (files: readonly FileEntry[]): number =>
  files.reduce((sum, { path, bytes }) => sum + (kindOf(path) === 'code' ? bytes : 0), 0);

const interfaceOf = (...parts: readonly EndpointFacts[]): Facts => ({
  api: { endpoints: uniqueEndpoints(parts.flatMap(({ endpoints }) => endpoints)) },
  gaps: parts.flatMap(({ gaps }) => gaps),
});

function coverageOf(repository: Repository): Backend['coverage'] {
  let lines = 0;
  let bytes = 0;
  for (const { text } of repository.files.values()) {
    lines += countLines(text);
    bytes += Buffer.byteLength(text);
  }
  return { files: repository.files.size, lines, bytes };
}
