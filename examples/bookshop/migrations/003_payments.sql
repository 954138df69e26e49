create table payments (
  id bigint generated always as identity primary key,
  order_id integer not null references orders (id),
  provider_reference text,
  amount_cents bigint not null check (amount_cents >= 0),
  state text not null check (state in ('open', 'captured', 'failed')),
  created_at timestamptz not null default now(),
  unique (order_id, provider_reference)
);
