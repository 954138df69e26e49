import type { Endpoint, Method, Parameter, Response } from '../../../model/api.ts';
import type { Origin } from '../../../model/origin.ts';
import type { RoutePath } from './paths.ts';
import type { JudgedGuard } from './routing.ts';

/** A route as a reader without values found it: path joined, guards judged. */
export interface DeclaredRoute {
  readonly technology: string;
  readonly methods: readonly Method[];
  /** Joined with every prefix, parameters as `{name}`, a catch-all as `{*name}`. */
  readonly path: RoutePath;
  /** The path ends as it is written: another address is another endpoint, or none. */
  readonly slash?: 'kept';
  /** In the order in which they run. */
  readonly guards: readonly JudgedGuard[];
  readonly handler?: { readonly file: string; readonly line: number; readonly name?: string };
  /**
   * What the handler's own body does about credentials. `unseen`: the body was not found, so the access stays unknown
   * unless a guard decides it.
   */
  readonly handlerLooksAtCredentials: 'no' | 'perhaps' | 'unseen';
  /** Without the path's own unless a type is known. */
  readonly parameters: readonly Parameter[];
  readonly responses?: readonly Response[];
  readonly protocol?: Endpoint['protocol'];
  /** Tells equal paths of two services apart: the file that makes the application. */
  readonly application?: string;
  readonly deprecated?: boolean;
  readonly origin: Origin & { readonly kind: 'read' };
}
