-- Whether a dead letter is on its topic, so that a poll that is taken in again publishes only what is not there yet. The hash tells the message
-- from another one that stands at the same place of a topic that was made anew. Rows from before have neither, and are published once more.
alter table dead_letter
    add column message_sha256 text,
    add column published_at   timestamptz;
