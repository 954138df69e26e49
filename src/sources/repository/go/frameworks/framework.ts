import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import type { GoTypeRef } from '../machine/types.ts';
import type { LibraryValue, ResultValue, Site, Value } from '../machine/value.ts';

export type RouterReceiver = Value & { readonly kind: 'router' | 'route' };

/** What is known of one framework: its types, what its functions answer, what the methods of its routers register. */
export interface Framework {
  readonly technology: string;
  /** Whether a package belongs to it; major versions are left out of the path. */
  readonly owns: (importPath: string) => boolean;
  /** Types of routers. An application is never mounted below a path; a router may be. */
  readonly types: Readonly<Record<string, 'application' | 'router'>>;
  /** Its type for a part of the routes. */
  readonly groupType?: string;
  /** A call of one of its functions, or of a method of what they answered. */
  readonly call?: (
    machine: Machine,
    callee: LibraryValue,
    call: Call,
    receiver: Value | undefined,
  ) => Value | undefined;
  readonly method: (
    machine: Machine,
    receiver: RouterReceiver,
    name: string,
    call: Call,
  ) => Value | undefined;
  /** A field of one of its types that nobody was seen to make. */
  readonly member?: (machine: Machine, type: string, field: string) => Value | undefined;
  /** What a name of one of its packages stands for: `http.DefaultServeMux`. */
  readonly value?: (machine: Machine, value: LibraryValue, site: Site) => Value | undefined;
  /** A field of one of its types was set: `server.Handler = …`. */
  readonly assigned?: (machine: Machine, type: GoTypeRef, field: string, value: Value, site: Site) => void;
  /** A composite literal of a library was made: `http.Server{Handler: …}`. */
  readonly made?: (machine: Machine, value: ResultValue) => void;
}

export const ownedBy =
  (...packages: readonly string[]): Framework['owns'] =>
  (path) =>
    packages.some((each) => path === each || path.startsWith(`${each}/`));
