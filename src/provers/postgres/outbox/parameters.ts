import { z } from 'zod';

/** What a claim about the relay of an outbox says of it. */
export const relayParametersSchema = z.object({
  number: z.number(),
  schema: z.string(),
  name: z.string(),
  columns: z.object({
    id: z.string(),
    order: z.string(),
    sent: z.string(),
    created: z.string(),
    key: z.string().nullable(),
  }),
  keyType: z.string(),
});

/** What a claim about refused messages says beside: the attempts after which one is parked. */
export const parkingParametersSchema = relayParametersSchema.extend({
  mostAttempts: z.number(),
  /** The column that counts them. */
  attempts: z.string().nullable(),
});
export type ParkingParameters = z.infer<typeof parkingParametersSchema>;

export type RelayParameters = z.infer<typeof relayParametersSchema>;

export const inboxParametersSchema = z.object({
  number: z.number(),
  schema: z.string(),
  name: z.string(),
  key: z.array(z.string()),
});
export type InboxParameters = z.infer<typeof inboxParametersSchema>;

/** What a claim about privileges says: the statements each login has to run, and those it must not. */
export const permissionParametersSchema = z.object({
  logins: z.array(z.object({ login: z.string(), may: z.array(z.string()), mayNot: z.array(z.string()) })),
});
export type PermissionParameters = z.infer<typeof permissionParametersSchema>;
