import type { Backend } from '../../model/backend.ts';
import { assemble } from '../assemble.ts';
import type { Facts } from '../facts.ts';
import { readDatabase } from './database.ts';
import { readDeployment } from './deployment/deployment.ts';
import { impliedContainers } from './deployment/implied.ts';
import { readDocuments } from './documents/documents.ts';
import { readInterface } from './endpoints.ts';
import { gather } from './gather.ts';
import type { Repository } from './gather.ts';
import { readCodebase } from './javascript/codebase.ts';
import { readBehaviour } from './behaviour.ts';
import { readLanguages } from './languages/languages.ts';
import { readModules } from './modules/modules.ts';
import { readStack } from './stack/stack.ts';
import type { FileSource } from './source.ts';

/**
 * Recovers the Backend of a repository. Nothing of the target is run, imported or resolved outside its folder:
 * code and configuration are read as syntax trees and data. What could not be read or resolved is in `gaps`.
 */
export async function readRepository(source: FileSource): Promise<Backend> {
  const repository = await gather(source);
  const codebase = readCodebase(repository);
  const deployment = readDeployment(repository);
  const database = await readDatabase(repository);
  const languages = await readLanguages(repository);
  const stack = readStack(repository, deployment.architecture?.containers ?? []);
  const facts: Facts[] = [
    { coverage: coverageOf(repository), gaps: repository.gaps },
    stack,
    database,
    readInterface(codebase, languages.routes),
    ...languages.facts,
    readDocuments(repository),
    readModules(codebase),
    deployment,
    impliedContainers(stack.stack ?? [], deployment),
    ...(await readBehaviour(codebase, { database, deployment })),
    { gaps: codebase.gaps },
  ];
  return assemble(repository.name, facts);
}

function coverageOf(repository: Repository): Backend['coverage'] {
  let lines = 0;
  let bytes = 0;
  for (const { text } of repository.files.values()) {
    lines += text.split('\n').length;
    bytes += Buffer.byteLength(text);
  }
  return { files: repository.files.size, lines, bytes };
}
