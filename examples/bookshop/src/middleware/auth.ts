import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

export function requireCustomer(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.replace('Bearer ', '');
  if (!token) return res.status(401).json({ error: 'sign in first' });
  try {
    req.customer = jwt.verify(token, process.env.JWT_SECRET ?? 'dev-secret');
    next();
  } catch {
    res.status(401).json({ error: 'sign in again' });
  }
}

export function requireStaff(req: Request, res: Response, next: NextFunction) {
  if (req.customer?.isStaff !== true) return res.status(403).json({ error: 'staff only' });
  next();
}
