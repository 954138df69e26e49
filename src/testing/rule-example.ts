import { parse } from 'yaml';
import type { Backend } from '../model/backend.ts';
import { readRepository } from '../sources/repository/repository.ts';
import { memorySource } from '../sources/repository/source.ts';
import type { Example } from './page.ts';

/** Holds parts of the model that no file of a repository tells: a designed load, a flow, an objective. */
const modelFile = 'backend.yaml';

/** The Backend a rule's example speaks of: recovered from its files, with the parts `backend.yaml` gives in their place. */
export async function backendOf(example: Example): Promise<Backend> {
  const files = new Map([...example.files].filter(([path]) => path !== modelFile));
  const backend = await readRepository(memorySource(files), undefined, { flows: true });
  const given: unknown = parse(example.files.get(modelFile) ?? '{}');
  return replaced(backend, given);
}

/** Objects are merged key by key; everything else is replaced. */
function replaced<T>(value: T, by: unknown): T {
  if (!isObject(value) || !isObject(by)) return value;
  const merged: Record<string, unknown> = { ...value };
  for (const [key, part] of Object.entries(by))
    merged[key] = isObject(merged[key]) && isObject(part) ? replaced(merged[key], part) : part;
  return Object.assign({}, value, merged);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
