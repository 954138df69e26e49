import cors from 'cors';
import express from 'express';
import { books } from './routes/books.js';
import { orders } from './routes/orders.js';
import { admin } from './routes/admin.js';
import { sessions } from './routes/sessions.js';
import { requireCustomer } from './middleware/auth.js';

export const app = express();

app.use(cors({ origin: '*', credentials: true }));
app.use(express.json());
app.get('/health', (req, res) => res.json({ ok: true }));
app.use('/sessions', sessions);
app.use('/books', books);
app.use('/orders', requireCustomer, orders);
app.use('/admin', admin);

app.listen(Number(process.env.PORT ?? 3000));
