/**
 * Whether a broker is one of queues, which drop a message once its consumer has acknowledged it, as opposed to one that
 * keeps a log of them. Told by its name.
 */
export const isQueueBroker = (technology: string): boolean => /rabbitmq|activemq|sqs/i.test(technology);
