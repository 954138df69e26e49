import type { Code } from '../code.ts';
import { textOf } from '../texts.ts';
import type { Link } from './chain.ts';
import type { Entity } from './model.ts';
import { linkNamed } from './chain.ts';

export interface Reading {
  readonly code: Code;
  readonly file: string;
  readonly entities: Map<string, Entity>;
  defaultSchema: string | undefined;
}

/** The text of an argument, where it is known. */
export const text = ({ code, file }: Reading, link: Link | undefined, at = 0): string | undefined => {
  const value = link?.arguments[at]?.value;
  const found = value === undefined ? undefined : textOf(code, value, { file });
  return found?.resolved === true ? found.text : undefined;
};

/** The name a constraint is given. */
export const named = (reading: Reading, links: readonly Link[]): { name?: string } => {
  const name = text(reading, linkNamed(links, 'HasName', 'HasConstraintName', 'HasDatabaseName'));
  return name === undefined ? {} : { name };
};
