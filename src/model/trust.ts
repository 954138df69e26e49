import type { AccessRule, Actor } from './brief.ts';
import type { AuditEvent, Control, Threat } from './domain.ts';
import type { Flow } from './flow.ts';
import type { Origin, Quantity } from './origin.ts';
import type { ToldPackage } from './package-advisory.ts';
import type { SecuritySetting } from './security-setting.ts';

export interface Authentication {
  readonly method: string;
  readonly purpose: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly standards: readonly string[];
  readonly origin: Origin;
}

/** Who may execute which operation, under which condition. One row of the permission matrix. */
export interface Permission {
  readonly role: string;
  readonly operation: string;
  readonly effect: 'allow' | 'deny';
  readonly condition?: 'owner' | 'tenant' | 'team' | 'assigned';
  readonly mask?: string;
  readonly origin: Origin;
}

export interface RateLimit {
  readonly id: string;
  readonly appliesTo: string;
  readonly per: 'client' | 'user' | 'address';
  readonly rate: Quantity;
  readonly because: string;
}

export interface Secret {
  readonly name: string;
  readonly kind: string;
  readonly storedIn: string;
  readonly rotation?: Quantity;
  readonly origin: Origin;
}

export interface TrustBoundary {
  readonly id: string;
  readonly name: string;
  readonly inside: readonly string[];
}

export interface Trust {
  readonly actors: readonly Actor[];
  readonly rules: readonly AccessRule[];
  readonly permissions: readonly Permission[];
  readonly authentication: readonly Authentication[];
  readonly rateLimits: readonly RateLimit[];
  readonly secrets: readonly Secret[];
  /** What code settles for tokens, cookies, digests, connections and the like; empty for a designed backend. */
  readonly settings: readonly SecuritySetting[];
  /** Packages of which a list of advisories knows something; absent for a designed backend. */
  readonly packages?: readonly ToldPackage[];
  readonly boundaries: readonly TrustBoundary[];
  readonly threats: readonly Threat[];
  readonly controls: readonly Control[];
  readonly audit: readonly AuditEvent[];
  /** Ways of untrusted text to where it does harm; looked for by an analysis only. */
  readonly flows: readonly Flow[];
  /** Functions that ask more of who is calling than to be signed in; absent where nobody looked. */
  readonly callerChecks?: readonly CallerCheck[];
  /** What code stores and looks up, as far as its own words tell; absent where nobody looked. */
  readonly storedRecords?: readonly StoredRecord[];
}

/** Records of one kind by the names that code uses, where a schema may tell nothing of them. */
export interface StoredRecord {
  readonly entity: string;
  readonly columns: readonly string[];
  /** Columns by which a caller's own ones are looked up. */
  readonly foundBy: readonly string[];
  /** Columns that keep who was calling when one was made. */
  readonly madeBy: readonly string[];
}

/** A function that compares who is calling with something: a role, an owner, a record that was looked up. */
export interface CallerCheck {
  /** Of the function, or of its class; empty where it has none. */
  readonly name: string;
  readonly file: string;
  /** Lines, both included. */
  readonly start: number;
  readonly end: number;
}
