import { pool } from '../db/pool.js';

export async function setPrice(id: number, price: number) {
  const { rows } = await pool.query('update books set price = $1 where id = $2 returning *', [price, id]);
  return rows[0];
}

export async function allOrders() {
  const { rows } = await pool.query('select o.*, c.email from orders o join customers c on c.id = o.customer_id');
  return rows;
}
