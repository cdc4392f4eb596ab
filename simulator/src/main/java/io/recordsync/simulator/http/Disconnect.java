package io.recordsync.simulator.http;

/**
 * The connection breaks and no reply is sent.
 *
 * @param reset true for a TCP reset, false for an orderly close
 */
public record Disconnect(boolean reset) implements ApiResult {}
