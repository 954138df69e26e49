import { Worker } from 'bullmq';
import { pool } from '../db/pool.js';
import { connection } from './queue.js';

new Worker(
  'mails',
  async (job) => {
    const { rows } = await pool.query(
      'select c.email from orders o join customers c on c.id = o.customer_id where o.id = $1',
      [job.data.order],
    );
    await fetch(`${process.env.MAIL_URL}/send`, {
      method: 'POST',
      body: JSON.stringify({ to: rows[0].email, template: job.name }),
    });
  },
  { connection },
);
