import { Router } from 'express';
import { requireCustomer } from '../middleware/auth.js';
import { addReview, findBooks, readBook } from '../services/books.js';

export const books = Router();

books.get('/', async (req, res) => {
  res.json(await findBooks(String(req.query.q ?? ''), Number(req.query.page ?? 1)));
});

books.get('/:id', async (req, res) => {
  const book = await readBook(Number(req.params.id));
  if (book === undefined) return res.status(404).json({ error: 'no such book' });
  res.json(book);
});

books.post('/:id/reviews', requireCustomer, async (req, res) => {
  const { rating, body } = req.body;
  res.status(201).json(await addReview(Number(req.params.id), req.customer.id, rating, body));
});
