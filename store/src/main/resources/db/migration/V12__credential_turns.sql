-- Who may use an account's credentials, so that a refresh token is used once: one turn at a time, until it is ended or its time is over.
create table credential_turn (
    account text        primary key,
    turn    bigint      not null,
    ends    timestamptz not null
);
