import type { Clock } from '../clock.ts';

/** A message the preview would send; the token in it is the only copy. It is kept in memory and never written anywhere. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly at: string;
  /** For verifying an address or for recovery. */
  readonly token?: string;
}

/** Stands for the mail system. The oldest messages go first when there are many. */
export interface Mailbox {
  readonly send: (mail: Omit<Mail, 'at'>) => void;
  /** Newest last. */
  readonly messages: (to?: string) => readonly Mail[];
}

const kept = 1000;

export function mailboxOf(clock: Clock): Mailbox {
  const messages: Mail[] = [];
  return {
    send: (mail) => {
      messages.push({ ...mail, at: clock.now().toISOString() });
      if (messages.length > kept) messages.shift();
    },
    messages: (to) => messages.filter((mail) => to === undefined || mail.to === to),
  };
}
