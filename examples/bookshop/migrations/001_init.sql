create table customers (
  id serial primary key,
  email varchar(255) not null unique,
  password_hash text not null,
  name text,
  is_staff boolean not null default false,
  created_at timestamp default now()
);

create table books (
  id serial primary key,
  isbn varchar(20) not null,
  title text not null,
  author text,
  price float not null,
  stock integer not null default 0,
  created_at timestamp default now()
);

create table orders (
  id serial primary key,
  customer_id integer references customers (id),
  status varchar(20) default 'new',
  total float,
  created_at timestamp default now()
);

create table order_lines (
  order_id integer references orders (id) on delete cascade,
  book_id integer references books (id),
  quantity integer,
  unit_price float
);
