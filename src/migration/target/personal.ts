import type { DataClass } from '../../model/domain.ts';

const secret =
  /(^|_)(password|passwd|passphrase|passcode|passwort|pwd|pass|secret|salt|token|api_?key|private_?key|otp|pin)(_|$)|(^|_)(pass|password|remember|recovery|activation|verification|reset)_?(hash|key|code|token)$/;
const cardholder = /(^|_)(card_?(number|no|num)|cc_?(number|no|num)|cvv2?|cvc2?|pan)$/;
const personal =
  /(^|_)(e_?mail|mail|phone|telephone|mobile|fax|cell|first_?name|last_?name|full_?name|sur_?name|given_?name|family_?name|middle_?name|nick_?name|display_?name|user_?name|login|birth(day|_?date)?|dob|gender|sex|street|address|address_?[12]|zip|zip_?code|postal|post_?code|postal_?code|city|iban|bic|account_?(number|no)|vat_?(id|no|number)|tax_?id|ip|ip_?addr(ess)?|user_?agent|passport|ssn|latitude|longitude)$/;
const name = /^(name|title|firstname|lastname|company)$/;

/** How sensitive a column is by the words of its name; `ofPerson`: its rows stand for people. */
export function classOf(field: string, ofPerson: boolean): DataClass | undefined {
  if (secret.test(field)) return 'secret';
  if (cardholder.test(field)) return 'cardholder';
  if (personal.test(field) || (ofPerson && name.test(field))) return 'pii';
  return undefined;
}

/** Whether a column holds what proves who somebody is. */
export const isPassword = (column: string): boolean =>
  /(^|_)(pass|passwd|password|passwort|pwd|user_?pass|pass_?hash|password_?hash|pwd_?hash)$/i.test(
    column.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase(),
  );
