import { Router } from 'express';
import { requireCustomer, requireStaff } from '../middleware/auth.js';
import { allOrders, setPrice } from '../services/admin.js';

export const admin = Router();

admin.put('/books/:id/price', requireCustomer, requireStaff, async (req, res) => {
  res.json(await setPrice(Number(req.params.id), req.body.price));
});

admin.get('/orders', async (req, res) => {
  res.json(await allOrders());
});

admin.delete('/books/:id', async (req, res) => {
  res.status(204).end();
});
