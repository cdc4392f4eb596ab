package io.recordsync.worker.settings;

import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.time.InstantSource;

/** What all connectors of a process share. */
public record ConnectorParts(VendorHttp http, TokenVault vault, InstantSource clock) {}
