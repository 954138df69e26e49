import { z } from 'zod';
import type { Json } from '../model/origin.ts';

const object = z.record(z.string(), z.json());

/** Any plain value as the JSON object a face prints; keys that hold nothing are left out. */
export const asJson = (value: object): { readonly [key: string]: Json } =>
  object.parse(JSON.parse(JSON.stringify(value)));
