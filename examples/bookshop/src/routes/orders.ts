import { Router } from 'express';
import { cancelOrder, listOrders, placeOrder, readOrder } from '../services/orders.js';

export const orders = Router();

orders.get('/', async (req, res) => res.json(await listOrders(req.customer.id)));
orders.get('/:id', async (req, res) => res.json(await readOrder(Number(req.params.id))));
orders.post('/', async (req, res) => res.status(201).json(await placeOrder(req.customer.id, req.body.lines)));
orders.post('/:id/cancel', async (req, res) => res.json(await cancelOrder(Number(req.params.id))));
