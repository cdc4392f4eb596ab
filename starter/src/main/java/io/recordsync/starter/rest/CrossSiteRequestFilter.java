package io.recordsync.starter.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses requests that another site's web page makes a person's browser send. The API has no log-in: everybody who can
 * reach it may use it, and a browser on this machine can reach it. Two properties identify such a request:
 *
 * <ul>
 *   <li>It would change something, and the browser says in {@code Sec-Fetch-Site} or {@code Origin} that a page of
 *       another site made it.
 *   <li>Its {@code Host} is a name that is not ours: the page's own name was pointed at this machine (DNS rebinding).
 *       This is not checked if {@code BIND_ADDRESS} opens the API to all networks, because the names of this machine
 *       are then not known.
 * </ul>
 *
 * <p>Programs other than browsers send neither {@code Sec-Fetch-Site} nor {@code Origin}, and their {@code Host} is a
 * loopback name or the address in {@code BIND_ADDRESS}.
 */
final class CrossSiteRequestFilter extends OncePerRequestFilter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final String bindAddress;
    private final boolean isOpenToAll;
    private final HandlerExceptionResolver problems;

    /** @param problems turns exceptions into answers */
    CrossSiteRequestFilter(String bindAddress, HandlerExceptionResolver problems) {
        this.bindAddress = bindAddress.contains(":") ? "[" + bindAddress + "]" : bindAddress;
        this.isOpenToAll = isOpenToAll(bindAddress);
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isForOurName(request)) {
            refuse(
                    request,
                    response,
                    "The request's Host header names another machine. Use localhost, 127.0.0.1 or the"
                            + " address in BIND_ADDRESS.");
        } else if (!READING.contains(request.getMethod()) && isFromForeignPage(request)) {
            refuse(request, response, "A web page of another site made this request, which is not allowed here.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String reason) {
        problems.resolveException(request, response, null, new ResponseStatusException(HttpStatus.FORBIDDEN, reason));
    }

    private boolean isForOurName(HttpServletRequest request) {
        String name = request.getServerName().toLowerCase(Locale.ROOT);
        return isOpenToAll || LOOPBACK.contains(name) || name.equalsIgnoreCase(bindAddress);
    }

    /**
     * Uses {@code Origin} if the browser leaves out {@code Sec-Fetch-Site}, as it does over plain HTTP to other
     * machines.
     */
    private static boolean isFromForeignPage(HttpServletRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (site != null) {
            return !OWN_SITE.contains(site);
        }
        return origin != null && !authority(origin).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
    }

    /** The host and port of an origin without its scheme, because TLS may end at a proxy in front of this process. */
    private static String authority(String origin) {
        return origin.replaceFirst("^https?://", "");
    }

    private static boolean isOpenToAll(String bindAddress) {
        try {
            return InetAddress.getByName(bindAddress).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false; // The server cannot listen on this address either, and reports that itself.
        }
    }
}
