import type { Origin } from '../../../model/origin.ts';
import type { SecuritySetting } from '../../../model/security-setting.ts';

/** Where a setting stands: what it goes to, then the function around it, the nearest first. */
export interface SettingPlace {
  readonly package: string;
  readonly around: readonly string[];
  readonly origin: Origin;
}

export type ToldOfSetting = Partial<Pick<SecuritySetting, 'values' | 'open' | 'complete' | 'purpose'>>;

/** A setting with what is told of it; what is not told was not given. */
export const securitySetting = (
  kind: SecuritySetting['kind'],
  call: string,
  { package: name, around, origin }: SettingPlace,
  { values = {}, open = [], complete = true, purpose = [] }: ToldOfSetting = {},
): SecuritySetting => ({
  kind,
  call,
  package: name,
  values,
  open,
  complete,
  purpose: [...new Set([...purpose, ...around])],
  origin,
});
