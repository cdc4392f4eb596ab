package io.recordsync.connectors.kinds;

import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.time.InstantSource;

/**
 * The parts that all connectors of a process share.
 *
 * @param vault keeps the access tokens
 */
public record ConnectorParts(VendorHttp http, TokenVault vault, InstantSource clock) {}
