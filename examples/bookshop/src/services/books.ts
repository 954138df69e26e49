import { cache } from '../db/cache.js';
import { pool } from '../db/pool.js';

export async function findBooks(words: string, page: number) {
  const { rows } = await pool.query(
    'select * from books where title ilike $1 order by created_at desc limit 20 offset $2',
    [`%${words}%`, (page - 1) * 20],
  );
  for (const book of rows) {
    const reviews = await pool.query('select avg(rating) as rating from reviews where book_id = $1', [book.id]);
    book.rating = reviews.rows[0].rating;
  }
  return rows;
}

export async function readBook(id: number) {
  const known = await cache.get(`book:${id}`);
  if (known) return JSON.parse(known);
  const { rows } = await pool.query('select * from books where id = $1', [id]);
  if (rows[0]) await cache.set(`book:${id}`, JSON.stringify(rows[0]));
  return rows[0];
}

export async function addReview(book: number, customer: number, rating: number, body: string) {
  const { rows } = await pool.query(
    'insert into reviews (book_id, customer_id, rating, body) values ($1, $2, $3, $4) returning *',
    [book, customer, rating, body],
  );
  return rows[0];
}
