import { caching } from '../caching/caching.ts';
import { capacity } from '../capacity/capacity.ts';
import { recovery } from '../capacity/recovery.ts';
import { arazzo } from '../contracts/arazzo.ts';
import { asyncapi } from '../contracts/asyncapi.ts';
import { graphql } from '../contracts/graphql.ts';
import { openapi } from '../contracts/openapi.ts';
import { detection } from '../detection/detection.ts';
import type { Prover } from '../prover.ts';

/**
 * Provers that compute for some tenths of a second without waiting for anybody, so that a database that others talk
 * to would wait meanwhile, and those that use the same libraries. What they answer is plain data made from the claims
 * and the text of their inputs alone.
 */
export const computingProvers: readonly Prover[] = [
  capacity,
  recovery,
  caching,
  detection,
  openapi,
  asyncapi,
  arazzo,
  graphql,
];
