package io.recordsync.simulator.http;

/** What a client gets for its request: a reply, or a connection that breaks before one. */
public sealed interface Answer permits ApiReply, Disconnect {}
