package io.recordsync.simulator.http;

/** The answer to a client's request: a reply, or a connection that breaks before the reply. */
public sealed interface ApiResult permits ApiReply, Disconnect {}
