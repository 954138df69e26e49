import crypto from 'node:crypto';
import jwt from 'jsonwebtoken';
import { pool } from '../db/pool.js';

export async function signIn(email: string, password: string) {
  const { rows } = await pool.query('select * from customers where email = $1', [email]);
  const [customer] = rows;
  if (!customer) return undefined;
  const hash = crypto.createHash('md5').update(password).digest('hex');
  if (hash !== customer.password_hash) return undefined;
  return jwt.sign({ id: customer.id, isStaff: customer.is_staff }, process.env.JWT_SECRET ?? 'dev-secret');
}
