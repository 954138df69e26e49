import type { Origin } from '../model/origin.ts';

/** `file:line`, or the kind of an origin that is no file. */
export const seen = (origin: Origin): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : origin.kind;
