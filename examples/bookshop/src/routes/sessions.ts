import { Router } from 'express';
import { signIn } from '../services/customers.js';

export const sessions = Router();

sessions.post('/', async (req, res) => {
  const { email, password } = req.body;
  const token = await signIn(email, password);
  if (token === undefined) return res.status(401).json({ error: 'wrong email or password' });
  res.json({ token });
});
