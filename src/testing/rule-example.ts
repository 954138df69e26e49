import { readRepository } from '../sources/repository/repository.ts';
import { memorySource } from '../sources/repository/source.ts';
import type { Backend } from '../model/backend.ts';
import type { Example } from './page.ts';

/** The Backend a rule's example speaks of: recovered from its files. */
export async function backendOf(example: Example): Promise<Backend> {
  return readRepository(memorySource(example.files));
}
