package io.recordsync.connectors.kinds;

import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.time.InstantSource;

/**
 * The parts that all connectors of a process share.
 *
 * @param vault keeps the access tokens
 * @param accounts keeps the ids by which vendors name their accounts
 */
public record ConnectorParts(VendorHttp http, TokenVault vault, AccountIds accounts, InstantSource clock) {}
