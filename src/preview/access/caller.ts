/** Who sends a request, as the credentials it carries tell. */
export type Caller =
  | { readonly kind: 'anonymous'; readonly address: string }
  | {
      readonly kind: 'known';
      /** Id of the person; of a system its own. */
      readonly id: string;
      readonly roles: readonly string[];
      /** Absent = a token that limits nothing. */
      readonly scopes?: readonly string[];
      readonly session?: string;
      readonly tenant?: string;
      readonly team?: string;
      readonly address: string;
    };

export const anonymous = (address: string): Caller => ({ kind: 'anonymous', address });
