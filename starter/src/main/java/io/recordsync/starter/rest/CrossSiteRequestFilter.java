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
 * Refuses what a foreign web page makes a person's browser send. The API has no log-in of its own: being able to reach it is what allows its
 * use, and a browser on this machine can. Two things give such a request away:
 *
 * <ul>
 *   <li>It would change something, and the browser says in {@code Sec-Fetch-Site} or {@code Origin} that another site's page made it.
 *   <li>Its {@code Host} is a name that is not ours: a page whose own name was pointed at this machine (DNS rebinding). Not looked at where
 *       {@code BIND_ADDRESS} opens the API to all networks, where the names that lead here are not known.
 * </ul>
 *
 * <p>Programs other than browsers send neither header, and a loopback name or the address that the API is bound to.
 */
final class CrossSiteRequestFilter extends OncePerRequestFilter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final String bindAddress;
    private final boolean isOpenToAll;
    private final HandlerExceptionResolver problems;

    /** @param problems answers with what is thrown */
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
                    "The request's Host header names another machine. Use localhost, 127.0.0.1 or the address in BIND_ADDRESS.");
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

    /** {@code Origin} says it where a browser leaves {@code Sec-Fetch-Site} out, as it does over plain HTTP to other machines. */
    private static boolean isFromForeignPage(HttpServletRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (site != null) {
            return !OWN_SITE.contains(site);
        }
        return origin != null && !authority(origin).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
    }

    /** The host and port of an origin, whatever its scheme: TLS may end before us. */
    private static String authority(String origin) {
        return origin.replaceFirst("^https?://", "");
    }

    private static boolean isOpenToAll(String bindAddress) {
        try {
            return InetAddress.getByName(bindAddress).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false; // It cannot be served on either, which says so itself.
        }
    }
}
