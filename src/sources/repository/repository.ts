import type { Backend } from '../../model/backend.ts';
import { assemble } from '../assemble.ts';
import type { Facts } from '../facts.ts';
import { readDatabase } from './database.ts';
import { readDeployment } from './deployment/deployment.ts';
import { impliedContainers } from './deployment/implied.ts';
import { readDocuments } from './documents/documents.ts';
import { gather, kindOf } from './gather.ts';
import type { Repository } from './gather.ts';
import { declaredEndpoints, uniqueEndpoints } from './http/endpoints.ts';
import type { EndpointFacts } from './http/endpoints.ts';
import { readCodebase } from './javascript/codebase.ts';
import { countLines } from './javascript/scan.ts';
import { readBehaviour } from './behaviour.ts';
import { readLanguages } from './languages/languages.ts';
import { readModules } from './modules/modules.ts';
import { startCompanion } from './parallel/companion.ts';
import type { Companion } from './parallel/tasks.ts';
import { readStack } from './stack/stack.ts';
import type { FileEntry, FileSource } from './source.ts';

/**
 * Recovers the Backend of a repository. Nothing of the target is run, imported or resolved outside its folder:
 * code and configuration are read as syntax trees and data. What could not be read or resolved is in `gaps`.
 * A large repository is read by two threads: one walks the JavaScript for its endpoints, the other does the rest.
 */
export async function readRepository(source: FileSource): Promise<Backend> {
  const listed = await source.list();
  const company = startCompanion(codeBytes(listed.files));
  try {
    const repository = await gather(source, listed);
    return await assembleFrom(repository, company.companion(repository));
  } finally {
    company.end();
  }
}

async function assembleFrom(repository: Repository, companion: Companion): Promise<Backend> {
  const code = [...repository.files.values()].filter(({ path }) => kindOf(path) === 'code');
  const scanned = await companion.scan(code);
  const javascript = companion.endpoints(scanned);
  const codebase = readCodebase(repository, scanned);
  const deployment = readDeployment(repository);
  const database = await readDatabase(repository);
  const languages = await readLanguages(repository);
  const stack = readStack(repository, deployment.architecture?.containers ?? []);
  const behaviour = await readBehaviour(codebase, { database, deployment });
  const facts: Facts[] = [
    { coverage: coverageOf(repository), gaps: repository.gaps },
    stack,
    database,
    interfaceOf(await javascript, declaredEndpoints(languages.routes)),
    ...languages.facts,
    readDocuments(repository),
    readModules(codebase),
    deployment,
    impliedContainers(stack.stack ?? [], deployment),
    ...behaviour,
    { gaps: codebase.gaps },
  ];
  return assemble(repository.name, facts);
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
