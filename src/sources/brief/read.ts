import { completeBrief } from './complete/complete.ts';
import { readDocument } from './document.ts';
import { loadTree } from './load.ts';
import type { PackLibrary } from './pack/pack.ts';
import type { BriefResult } from './problem.ts';
import type { Reading } from './reading.ts';

export interface BriefContext {
  /** As the user typed it; origins keep only its last part, so that the result does not depend on the folder. */
  readonly file: string;
  readonly packs: PackLibrary;
}

/**
 * Reads a brief in YAML or JSON. Everything in it becomes a typed value with its origin; what it leaves open is
 * completed by packs and assumptions. All problems are collected, each with line and column; nothing is thrown.
 */
export function readBrief(text: string, { file, packs }: BriefContext): BriefResult {
  const loaded = loadTree(text, file);
  if (loaded.kind === 'invalid') return loaded;
  const reading = briefReading(file);
  const said = readDocument(reading, loaded.root, packs);
  return said === undefined
    ? { kind: 'invalid', problems: reading.problems }
    : completeBrief(said, packs, reading);
}

function briefReading(file: string): Reading {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return {
    file,
    problems: [],
    places: new Map(),
    originAt: (path, { line }) => ({ kind: 'given', path, file: name, line }),
  };
}
