import type { Comparison } from '../../../compatibility/change.ts';
import { compareDocuments } from '../../../compatibility/compare.ts';
import type { ApiDocument } from '../../../compatibility/compare.ts';
import type { ReadableApi } from './read-api.ts';

/** Two documents that were read; what cannot be compared is told. */
export async function compareRead(old: ReadableApi, next: ReadableApi): Promise<Comparison> {
  const [before, after] = [documentOf(old), documentOf(next)];
  if (before === undefined || after === undefined)
    return { changes: [], incomplete: [`${old.kind} and ${next.kind} are not compared`] };
  try {
    return await compareDocuments(before, after);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown reason';
    return { changes: [], incomplete: [`the old document could not be compared: ${why}`] };
  }
}

function documentOf(read: ReadableApi): ApiDocument | undefined {
  switch (read.kind) {
    case 'graphql':
      return { kind: 'graphql', text: read.text };
    case 'openapi':
    case 'asyncapi':
      return { kind: read.kind, value: read.value };
    case 'arazzo':
    case 'swagger':
      return undefined;
  }
}
