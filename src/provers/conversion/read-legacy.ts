import { z } from 'zod';
import type { LegacyData } from '../../model/legacy-data.ts';
import { originSchema as origin } from '../origin-schema.ts';

const names = z.array(z.string());
const key = z.object({ name: z.string().exactOptional(), columns: names, origin });
const action = z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']);
const table = z.object({
  name: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      nullable: z.boolean(),
      default: z.string().exactOptional(),
      generated: z.string().exactOptional(),
      collation: z.string().exactOptional(),
      onUpdate: z.string().exactOptional(),
      comment: z.string().exactOptional(),
      origin,
    }),
  ),
  primaryKey: key.exactOptional(),
  uniques: z.array(key),
  indexes: z.array(
    z.object({
      name: z.string(),
      columns: names,
      include: names,
      unique: z.boolean(),
      method: z.string(),
      where: z.string().exactOptional(),
      serves: names,
      origin,
    }),
  ),
  foreignKeys: z.array(
    z.object({
      name: z.string().exactOptional(),
      columns: names,
      references: z.object({ table: z.string(), columns: names }),
      onDelete: action,
      onUpdate: action,
      origin,
    }),
  ),
  checks: z.array(z.object({ name: z.string().exactOptional(), sql: z.string(), origin })),
  comment: z.string().exactOptional(),
  origin,
});
const schema = z.object({
  from: z.enum(['dump', 'code']),
  files: names,
  tables: z.array(
    z.object({
      legacy: z.object({
        table,
        engine: z.string().exactOptional(),
        collation: z.string().exactOptional(),
        autoIncrement: z.string().exactOptional(),
      }),
      profile: z.object({
        rows: z.number(),
        beyondSwitch: names,
        zeroDates: names,
        longTimes: names,
        nulls: names,
      }),
    }),
  ),
  timeZone: z.string().exactOptional(),
  localZone: z.object({ name: z.string(), origin }).exactOptional(),
  left: names,
});

/** The tables that scripts of a package were generated from. @throws when the text is something else */
export const readLegacy = (text: string): LegacyData => schema.parse(JSON.parse(text));
