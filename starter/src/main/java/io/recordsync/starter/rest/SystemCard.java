package io.recordsync.starter.rest;

import io.recordsync.connectors.SystemDescriptor;
import io.recordsync.store.Store;
import io.recordsync.store.process.SystemCards.Told;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/** Finds what the workers say of a system. */
final class SystemCard {

    private SystemCard() {}

    /** @throws ResponseStatusException 404 if no worker knows the system; it names the systems that there are */
    static SystemDescriptor of(Store store, String system) {
        List<Told> told = store.systems().told();
        return told.stream()
                .filter(one -> one.system().equals(system))
                .map(one -> JsonMapper.shared().readValue(one.card(), SystemDescriptor.class))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND,
                        told.stream()
                                .map(Told::system)
                                .collect(Collectors.joining(", ", "There is no such system. The systems are: ", "."))));
    }
}
