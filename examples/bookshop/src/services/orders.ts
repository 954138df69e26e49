import axios from 'axios';
import { pool } from '../db/pool.js';
import { mails } from '../jobs/queue.js';

interface Line {
  bookId: number;
  quantity: number;
}

export async function listOrders(customer: number) {
  const { rows } = await pool.query('select * from orders where customer_id = $1 order by created_at desc', [customer]);
  return rows;
}

export async function readOrder(id: number) {
  const { rows } = await pool.query('select * from orders where id = $1', [id]);
  return rows[0];
}

export async function placeOrder(customer: number, lines: Line[]) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const order = await client.query('insert into orders (customer_id) values ($1) returning id', [customer]);
    let total = 0;
    for (const line of lines) {
      const book = await client.query('select price, stock from books where id = $1', [line.bookId]);
      if (book.rows[0].stock < line.quantity) throw new Error('out of stock');
      await client.query('update books set stock = stock - $1 where id = $2', [line.quantity, line.bookId]);
      await client.query(
        'insert into order_lines (order_id, book_id, quantity, unit_price) values ($1, $2, $3, $4)',
        [order.rows[0].id, line.bookId, line.quantity, book.rows[0].price],
      );
      total += book.rows[0].price * line.quantity;
    }
    await axios.post(`${process.env.PAYMENT_URL}/charges`, { order: order.rows[0].id, amount: total });
    await client.query('commit');
    await mails.add('confirmation', { order: order.rows[0].id });
    return { id: order.rows[0].id, total };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

export async function cancelOrder(id: number) {
  const { rows } = await pool.query("update orders set status = 'cancelled' where id = $1 returning *", [id]);
  return rows[0];
}
