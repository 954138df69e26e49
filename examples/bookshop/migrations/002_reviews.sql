create table reviews (
  id bigserial primary key,
  book_id integer not null references books (id) on delete cascade,
  customer_id integer not null references customers (id),
  rating smallint not null check (rating between 1 and 5),
  body text,
  created_at timestamptz not null default now()
);
create index reviews_book on reviews (book_id);
create index reviews_book_created on reviews (book_id, created_at desc);
