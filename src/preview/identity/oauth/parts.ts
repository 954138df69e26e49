import type { Identity, Tokens } from '../identity.ts';
import type { Grants } from './grants.ts';

/** What the authorisation server is made from. */
export interface OauthParts {
  readonly base: Tokens;
  /** Absent where the design has no accounts: then only systems get tokens. */
  readonly identity: Identity | undefined;
  readonly grants: Grants | undefined;
  readonly issuer: string;
}
