-- Secrets that systems change by themselves (refresh tokens), encrypted with CREDENTIALS_KEY.
create table credential (
    account    text        primary key,
    secret     bytea       not null,
    changed_at timestamptz not null default now()
);

-- What the workers of each system say of it: capabilities and settings, no secrets.
create table system_card (
    system  text        primary key,
    card    jsonb       not null,
    told_at timestamptz not null default now()
);

-- Calls in windows of a minute and more, by the sixtieth of the window.
create table window_count (
    account_window text        not null,
    slot           timestamptz not null,
    calls          bigint      not null,
    primary key (account_window, slot)
);
