-- Tables
create sequence if not exists customers_id_seq;
create table customers (
  id integer not null default nextval('customers_id_seq'::regclass),
  email character varying(255) not null,
  password_hash text not null,
  name text,
  is_staff boolean not null default false,
  created_at timestamp without time zone default now(),
  constraint customers_pkey primary key (id),
  constraint customers_email_key unique (email)
);
create sequence if not exists books_id_seq;
create table books (
  id integer not null default nextval('books_id_seq'::regclass),
  isbn character varying(20) not null,
  title text not null,
  author text,
  price double precision not null,
  stock integer not null default 0,
  created_at timestamp without time zone default now(),
  constraint books_pkey primary key (id)
);
create sequence if not exists orders_id_seq;
create table orders (
  id integer not null default nextval('orders_id_seq'::regclass),
  customer_id integer,
  status character varying(20) default 'new',
  total double precision,
  created_at timestamp without time zone default now(),
  constraint orders_pkey primary key (id)
);
create table order_lines (
  order_id integer,
  book_id integer,
  quantity integer,
  unit_price double precision
);
create sequence if not exists reviews_id_seq;
create table reviews (
  id bigint not null default nextval('reviews_id_seq'::regclass),
  book_id integer not null,
  customer_id integer not null,
  rating smallint not null,
  body text,
  created_at timestamp with time zone not null default now(),
  constraint reviews_pkey primary key (id),
  constraint reviews_rating_check check (rating between 1 and 5)
);
create table payments (
  id bigint not null generated always as identity,
  order_id integer not null,
  provider_reference text,
  amount_cents bigint not null,
  state text not null,
  created_at timestamp with time zone not null default now(),
  constraint payments_pkey primary key (id),
  constraint payments_order_id_provider_reference_key unique (order_id, provider_reference),
  constraint payments_amount_cents_check check (amount_cents >= 0),
  constraint payments_state_check check (state in ('open', 'captured', 'failed'))
);

-- Keys between tables
alter table orders add constraint orders_customer_id_fkey
  foreign key (customer_id) references customers (id);
alter table order_lines add constraint order_lines_order_id_fkey
  foreign key (order_id) references orders (id) on delete cascade;
alter table order_lines add constraint order_lines_book_id_fkey
  foreign key (book_id) references books (id);
alter table reviews add constraint reviews_book_id_fkey
  foreign key (book_id) references books (id) on delete cascade;
alter table reviews add constraint reviews_customer_id_fkey
  foreign key (customer_id) references customers (id);
alter table payments add constraint payments_order_id_fkey
  foreign key (order_id) references orders (id);

-- Indexes
create index reviews_book on reviews (book_id);
create index reviews_book_created on reviews (book_id, created_at desc);
