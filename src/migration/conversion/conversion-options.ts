export interface ConversionOptions {
  /** Text that was encoded twice is decoded once more; else it is told and taken over as it is. */
  readonly repairEncoding: boolean;
  /** Offset of `timestamp` values, as the dump says it. */
  readonly timeZone: string;
  /** Of the tables of PostgreSQL. */
  readonly schema: string;
}
